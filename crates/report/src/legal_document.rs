//! A legal text in the layout of Decree 30/2020/NĐ-CP, from its title block to its last point.

use jiff::civil::Date;
use serde::Serialize;

use crate::cells::{Closing, Letterhead};
use crate::error::ReportError;
use crate::press::{Order, Template};
use crate::wording;

/// A document with its title block, its text and its signature.
#[derive(Debug, Clone)]
pub struct LegalDocument {
    /// The body above the issuer, if the letterhead names one.
    pub superior: Option<String>,
    /// The issuing body.
    pub issuer: String,
    /// The number; without it, room is left.
    pub number: Option<String>,
    /// The symbol, as "TTr-UBND".
    pub symbol: String,
    /// The place in the date line.
    pub place: String,
    /// The date; a draft has none.
    pub date: Option<Date>,
    /// The type, as "Tờ trình" or "Nghị quyết".
    pub type_name: String,
    /// The summary under the type.
    pub title: String,
    /// "Kính gửi", for submissions, reports and letters.
    pub addressee: Option<String>,
    /// Legal grounds in order.
    pub grounds: Vec<String>,
    /// The text in order.
    pub nodes: Vec<LegalNode>,
    /// The authority to sign, one line each.
    pub signer_authority: String,
    /// The post of the signer; empty leaves the signature out.
    pub signer_post: String,
    /// The name of the signer, when known.
    pub signer_name: Option<String>,
    /// The recipients, the archive last.
    pub recipients: Vec<String>,
    /// Whether it is a draft: the letterhead then says "DỰ THẢO".
    pub draft: bool,
    /// Whether the data is invented: every page is then marked "DỮ LIỆU MẪU".
    pub sample: bool,
}

/// One piece of the text.
#[derive(Debug, Clone)]
pub struct LegalNode {
    /// What the piece is.
    pub kind: NodeKind,
    /// Its mark as printed, as "Điều 2.", "1.", "đ)" or "II."; empty if it has none.
    pub label: String,
    /// Its words without the mark.
    pub text: String,
}

/// The kinds of pieces, from the outermost to the innermost (Decree 30/2020, Appendix I, Part II, item 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// Phần, Chương, Mục, Tiểu mục: number centred, title in capitals below it.
    Division,
    /// A bold heading with its mark on one line, as "I. SỰ CẦN THIẾT".
    Heading,
    /// Điều.
    Article,
    /// Khoản.
    Clause,
    /// Điểm.
    Point,
    /// A paragraph without a mark.
    Paragraph,
}

/// Sets the document as PDF.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn document_pdf(document: &LegalDocument) -> Result<Vec<u8>, ReportError> {
    order(document)?.print()
}

pub(crate) fn order(document: &LegalDocument) -> Result<Order, ReportError> {
    let (number, symbol) = wording::number_and_symbol(document.number.as_deref(), &document.symbol);
    let printed = PrintedDocument {
        letterhead: Letterhead {
            superior: document.superior.clone(),
            issuer: wording::letterhead_lines(&document.issuer),
            number,
            symbol,
            place: document.place.clone(),
            date: document.date.map(wording::long_date),
        },
        issuer: document.issuer.clone(),
        type_name: document.type_name.clone(),
        title: document.title.clone(),
        addressee: document.addressee.clone(),
        grounds: wording::grounds(&document.grounds),
        nodes: levelled(&document.nodes),
        closing: Closing {
            authority: wording::lines(&document.signer_authority),
            post: document.signer_post.clone(),
            name: document.signer_name.clone(),
            recipients: wording::recipients(&document.recipients),
        },
        draft: document.draft,
        sample: document.sample,
    };
    Order::new(Template::LegalDocument, &printed, None, document.date)
}

#[derive(Serialize)]
struct PrintedDocument {
    letterhead: Letterhead,
    issuer: String,
    type_name: String,
    title: String,
    addressee: Option<String>,
    grounds: Vec<String>,
    nodes: Vec<PrintedNode>,
    closing: Closing,
    draft: bool,
    sample: bool,
}

#[derive(Debug, Serialize)]
struct PrintedNode {
    kind: NodeKind,
    label: String,
    text: String,
    /// The level of a heading in the outline, 0 for text. The title of the document is 1, and no level is skipped, so
    /// that a screen reader can walk the outline (PDF/UA-1).
    level: u8,
}

fn levelled(nodes: &[LegalNode]) -> Vec<PrintedNode> {
    let mut open: Vec<NodeKind> = Vec::new();
    nodes
        .iter()
        .filter(|node| !node.text.trim().is_empty() || !node.label.trim().is_empty())
        .map(|node| {
            let level = depth(node.kind).map_or(0, |rank| {
                open.retain(|kind| depth(*kind).is_some_and(|other| other < rank));
                open.push(node.kind);
                1 + u8::try_from(open.len()).unwrap_or(u8::MAX - 1)
            });
            PrintedNode {
                kind: node.kind,
                label: node.label.clone(),
                text: node.text.clone(),
                level,
            }
        })
        .collect()
}

/// How deep a heading lies, or `None` for text.
const fn depth(kind: NodeKind) -> Option<u8> {
    match kind {
        NodeKind::Division => Some(1),
        NodeKind::Heading => Some(2),
        NodeKind::Article => Some(3),
        NodeKind::Clause | NodeKind::Point | NodeKind::Paragraph => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(kind: NodeKind) -> LegalNode {
        LegalNode {
            kind,
            label: "1.".to_owned(),
            text: "x".to_owned(),
        }
    }

    #[test]
    fn the_outline_never_skips_a_level() {
        let kinds = [
            NodeKind::Article,
            NodeKind::Clause,
            NodeKind::Division,
            NodeKind::Article,
            NodeKind::Heading,
        ];
        let levels: Vec<u8> = levelled(&kinds.map(node))
            .iter()
            .map(|node| node.level)
            .collect();
        assert_eq!(levels, [2, 0, 2, 3, 3]);
    }
}
