//! Publish a document: its text, its nodes, one register entry over the text.

use dinh_domain::access::Action;
use dinh_domain::ids::{DocumentId, UnitId};
use dinh_store::WriteTx;
use dinh_store::documents::{self as stored, NodeRow};
use jiff::civil::Date;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::split::split;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::register::{ActContent, Bytes, NewAct, record_act};

const TEXT_LIMIT: usize = 2_000_000;

/// A document to publish.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Address part.
    pub slug: String,
    /// Unit that issued it.
    pub unit: UnitId,
    /// Kind ("submission", "draft_resolution").
    pub kind: String,
    /// Number and symbol.
    pub symbol: String,
    /// Title.
    pub title: String,
    /// Day of issue; a draft has none.
    pub issued_on: Option<Date>,
    /// "issued" or "draft".
    pub status: String,
    /// Where the text comes from.
    pub source: String,
    /// The text as received.
    pub text: String,
    /// Articles that ask for publication ("L10-2022/85.2").
    pub laws: Vec<String>,
}

/// Publish a document; gives its register position.
pub async fn publish_document(ctx: &Context<'_>, new: NewDocument) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let position = publish_document_in(ctx, &mut tx, new).await?;
    tx.commit().await?;
    Ok(position)
}

/// The same inside a transaction of the caller.
pub async fn publish_document_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    new: NewDocument,
) -> Result<i64> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        authorise(ctx, tx, Action::PublishDocument, new.unit).await?;
    }
    check(&new)?;
    if stored::find_by_slug(tx, &new.slug).await?.is_some() {
        return Err(Error::Conflict(format!(
            "Văn bản có địa chỉ “{}” đã được đăng; hãy mở văn bản đó thay vì đăng lần nữa.",
            new.slug
        )));
    }
    let id = DocumentId(ctx.new_id());
    let number = dinh_store::numbers::next(tx, "document").await?;
    let position = record(ctx, tx, id, &new).await?;
    stored::add(
        tx,
        &stored::NewDocument {
            id,
            number,
            slug: &new.slug,
            unit: new.unit,
            kind: &new.kind,
            symbol: &new.symbol,
            title: &new.title,
            issued_on: new.issued_on,
            status: &new.status,
            source: &new.source,
            text: &new.text,
            sha256: Sha256::digest(new.text.as_bytes()).into(),
            published_at: ctx.now(),
            position,
            nodes: &rows(&new.text),
        },
    )
    .await?;
    let detail = json!({ "slug": new.slug, "position": position });
    audit::record(ctx, tx, "publish_document", id, Some(new.unit), detail).await?;
    Ok(position)
}

fn check(new: &NewDocument) -> Result<()> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: &str| {
        errors.push(dinh_domain::FieldError::new(field, message));
    };
    if new.title.trim().is_empty() {
        wrong("title", "Hãy nhập tên văn bản.");
    }
    if new.slug.is_empty() || new.slug != dinh_domain::folding::slug(&new.slug) {
        wrong(
            "slug",
            "Địa chỉ chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
        );
    }
    if new.text.trim().is_empty() {
        wrong("text", "Văn bản chưa có nội dung.");
    }
    if new.text.len() > TEXT_LIMIT {
        wrong(
            "text",
            "Văn bản dài quá 2 MB; hãy đăng dưới dạng tệp đính kèm.",
        );
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DocumentId,
    new: &NewDocument,
) -> Result<i64> {
    let unit = dinh_store::units::get(tx, new.unit).await?;
    let act = NewAct {
        unit: &unit,
        room: "programme",
        act: "publish",
        thing: id.0,
        laws: new.laws.clone(),
        contents: vec![ActContent {
            name: format!("{}.txt", new.slug),
            media_type: "text/plain".into(),
            bytes: Bytes::Text(new.text.clone()),
            sealed: false,
        }],
    };
    record_act(ctx, tx, act).await
}

fn rows(text: &str) -> Vec<NodeRow> {
    (0_i64..)
        .zip(split(text))
        .map(|(place, node)| NodeRow {
            place,
            depth: node.depth,
            kind: node.kind.code().to_owned(),
            label: node.label,
            anchor: node.anchor,
            text: node.text,
        })
        .collect()
}
