//! What readers see of a document: its nodes, its history, its proof, its print form.

use dinh_domain::ids::{DocumentId, UnitId};
use dinh_domain::units::Unit;
use dinh_report::{LegalDocument, LegalNode, NodeKind as Printed};
use dinh_store::documents::{self as stored, DocumentRow, NodeRow};
use dinh_store::register::EntryRow;

use crate::error::{Error, Result};
use crate::platform::Context;

/// A document for its page.
pub struct DocumentView {
    /// The document.
    pub document: DocumentRow,
    /// Its issuer.
    pub unit: Unit,
    /// Its parts in order.
    pub nodes: Vec<NodeRow>,
    /// Its register entries, oldest first: its history.
    pub history: Vec<EntryRow>,
}

/// The newest documents, at most `limit`.
pub async fn list_documents(ctx: &Context<'_>, limit: i64) -> Result<Vec<DocumentRow>> {
    let mut tx = ctx.read().await?;
    Ok(stored::newest(&mut tx, limit).await?)
}

/// The document at this address.
pub async fn find_document(ctx: &Context<'_>, slug: &str) -> Result<Option<DocumentView>> {
    let mut tx = ctx.read().await?;
    let Some(document) = stored::find_by_slug(&mut tx, slug).await? else {
        return Ok(None);
    };
    let unit = dinh_store::units::get(&mut tx, UnitId(document.unit_id)).await?;
    let nodes = stored::nodes(&mut tx, DocumentId(document.id)).await?;
    let history = dinh_store::register::chain(&mut tx, document.id).await?;
    Ok(Some(DocumentView {
        document,
        unit,
        nodes,
        history,
    }))
}

/// The print form of a document in the layout of Decree 30/2020.
pub fn document_pdf(view: &DocumentView) -> Result<Vec<u8>> {
    let pick = |kind: &str| -> Vec<String> {
        view.nodes
            .iter()
            .filter(|node| node.kind == kind)
            .map(|node| node.text.clone())
            .collect()
    };
    let signature = pick("signature");
    let is_resolution = view.document.kind == "draft_resolution";
    let name = if is_resolution {
        None
    } else {
        signature.last().cloned()
    };
    let (number, symbol) = match view.document.symbol.split_once('/') {
        Some((number, symbol)) => (Some(number.to_owned()), symbol.to_owned()),
        None => (None, view.document.symbol.clone()),
    };
    let document = LegalDocument {
        superior: None,
        issuer: if is_resolution {
            "HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ CẦN THƠ".into()
        } else {
            "ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ".into()
        },
        number,
        symbol,
        place: "Cần Thơ".into(),
        date: view.document.issued_on.map(dinh_store::StoredDate::to_jiff),
        type_name: pick("type").first().cloned().unwrap_or_default(),
        title: pick("title").first().cloned().unwrap_or_default(),
        addressee: pick("addressee")
            .first()
            .map(|text| text.trim_start_matches("Kính gửi:").trim().to_owned()),
        grounds: pick("ground"),
        nodes: printed(&view.nodes),
        signer_authority: authority(&signature),
        signer_post: "CHỦ TỊCH".into(),
        signer_name: name,
        recipients: view
            .nodes
            .iter()
            .filter(|node| node.kind == "recipient" && !node.label.is_empty())
            .map(|node| node.text.clone())
            .collect(),
        draft: view.document.status == "draft",
        sample: view.document.sample,
    };
    dinh_report::document_pdf(&document)
        .map_err(|error| Error::Internal(format!("document as PDF: {error}")))
}

fn authority(signature: &[String]) -> String {
    signature
        .iter()
        .find(|line| line.starts_with("TM."))
        .cloned()
        .unwrap_or_default()
}

fn printed(nodes: &[NodeRow]) -> Vec<LegalNode> {
    nodes
        .iter()
        .filter_map(|node| {
            let kind = match node.kind.as_str() {
                "heading" => Printed::Heading,
                "article" => Printed::Article,
                "clause" => Printed::Clause,
                "point" => Printed::Point,
                "paragraph" | "note" => Printed::Paragraph,
                _ => return None,
            };
            Some(LegalNode {
                kind,
                label: node.label.clone(),
                text: node.text.clone(),
            })
        })
        .collect()
}
