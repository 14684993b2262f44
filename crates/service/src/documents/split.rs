//! A legal text as a list of nodes in reading order, each with the address under
//! which it can be cited: `dieu-2-khoan-4`, `dieu-3-khoan-1-diem-a`.
//!
//! No word of the text is lost, except the signs in `block::ARTEFACTS`.

use dinh_domain::folding::slug;

use super::block::blocks;
use super::read::Reader;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Issuer, number, motto, place and date, status: the head of the paper.
    Head,
    /// The kind of the document, as "NGHỊ QUYẾT".
    Type,
    /// Its title.
    Title,
    /// To whom it is addressed.
    Addressee,
    /// The body that decides.
    Authority,
    /// A legal ground ("Căn cứ …").
    Ground,
    /// A heading: a Roman number, or "QUYẾT NGHỊ".
    Heading,
    /// Điều.
    Article,
    /// Khoản.
    Clause,
    /// Điểm.
    Point,
    /// A paragraph without a mark.
    Paragraph,
    /// A footnote.
    Note,
    /// "Nơi nhận" and each recipient.
    Recipient,
    /// Authority, post and name of the signer.
    Signature,
}

impl NodeKind {
    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Type => "type",
            Self::Title => "title",
            Self::Addressee => "addressee",
            Self::Authority => "authority",
            Self::Ground => "ground",
            Self::Heading => "heading",
            Self::Article => "article",
            Self::Clause => "clause",
            Self::Point => "point",
            Self::Paragraph => "paragraph",
            Self::Note => "note",
            Self::Recipient => "recipient",
            Self::Signature => "signature",
        }
    }

    /// How deep it lies: 0 heading, 1 article, 2 clause, 3 point.
    pub(super) fn depth(self) -> i64 {
        match self {
            Self::Article => 1,
            Self::Clause => 2,
            Self::Point => 3,
            _ => 0,
        }
    }
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Depth: that of the structure, or of what encloses a paragraph.
    pub depth: i64,
    /// What it is.
    pub kind: NodeKind,
    /// "Điều 2.", "1.", "a)", "- "; empty without a mark.
    pub label: String,
    /// Address inside the page; empty for what nobody cites.
    pub anchor: String,
    /// The words without the mark.
    pub text: String,
}

/// The nodes of a text.
pub fn split(text: &str) -> Vec<Node> {
    let mut reader = Reader::default();
    for block in blocks(text) {
        reader.take(&block);
    }
    reader.nodes
}

/// The mark at the beginning of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark<'t> {
    Article(&'t str, &'t str),
    Roman(&'t str, &'t str),
    Clause(&'t str, &'t str),
    Point(&'t str, &'t str),
}

impl<'t> Mark<'t> {
    pub(super) fn is_point(&self) -> bool {
        matches!(self, Self::Point(..))
    }

    /// Kind, label and the rest of the block.
    pub(super) fn parts(&self) -> (NodeKind, String, &'t str) {
        match self {
            Self::Article(label, rest) => (NodeKind::Article, format!("Điều {label}."), rest),
            Self::Roman(label, rest) => (NodeKind::Heading, format!("{label}."), rest),
            Self::Clause(label, rest) => (NodeKind::Clause, format!("{label}."), rest),
            Self::Point(label, rest) => (NodeKind::Point, format!("{label})"), rest),
        }
    }

    /// The part of the address that this mark adds.
    pub(super) fn anchor(&self) -> String {
        match self {
            Self::Article(label, _) => format!("dieu-{label}"),
            Self::Roman(label, _) => format!("muc-{}", slug(label)),
            Self::Clause(label, _) => format!("khoan-{label}"),
            // "d" and "đ" are two points; their addresses must differ without marks.
            Self::Point("đ", _) => "diem-dd".to_owned(),
            Self::Point(label, _) => format!("diem-{label}"),
        }
    }
}

/// The mark of a block, if it has one.
pub(super) fn mark(block: &str) -> Option<Mark<'_>> {
    if let Some((label, rest)) = block
        .strip_prefix("Điều ")
        .and_then(|rest| rest.split_once(". "))
        && is_number(label)
    {
        return Some(Mark::Article(label, rest));
    }
    if let Some((label, rest)) = block.split_once(". ") {
        if is_number(label) {
            return Some(Mark::Clause(label, rest));
        }
        if !label.is_empty() && label.chars().all(|sign| "IVX".contains(sign)) {
            return Some(Mark::Roman(label, rest));
        }
    }
    let (label, rest) = block.split_once(") ")?;
    let mut signs = label.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) if sign.is_lowercase() => Some(Mark::Point(label, rest)),
        _ => None,
    }
}

fn is_number(label: &str) -> bool {
    (1..=3).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit())
}
