//! One public act = one entry: exact bytes, lines that a delegate can read on paper, one spelling only, no personal data.
//!
//! ```text
//! dinh/act/1
//! register dangky.cantho.gov.vn/so-cong-khai
//! unit 31120@2025-07-01
//! room disclosure
//! act publish
//! thing 0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11
//! rev 3
//! prev 182733 sKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=      (or: prev none)
//! law L10-2022/11.2                                              (0..n lines)
//! at 2026-11-23T15:39:47+07:00
//! office ubnd-xa
//! file <64 hexadecimal digits> 184233 application/pdf            (0..n lines)
//! sealed <44 characters base64> 20480 application/pdf            (0..n lines)
//! ```
//!
//! Beyond the grammar: revision 1 is the first of a thing and has no predecessor, later ones have one; a removal (`withdraw`)
//! names the article in a `law` line and gives its reason as the digest of a `file` or `sealed` content, never as text.

mod cursor;
mod encode;
mod fault;
mod field;
mod parse;
mod sign;
mod view;

pub use fault::ActFault;
pub use view::ActView;

use crate::{Hash, Result};

/// No entry is longer, in bytes.
pub const LONGEST_ENTRY: usize = 4096;

/// One public act as it stands in the register. Every field obeys the grammar of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The origin of the register: host, slash, short name.
    pub register: String,
    /// Code of the unit, `@`, first day of its validity: codes alone are re-used.
    pub unit: String,
    /// The room of the product, as `disclosure`.
    pub room: String,
    /// What was done, as `publish`, `amend`, `withdraw`.
    pub act: String,
    /// The UUID of the thing, in lower case with hyphens.
    pub thing: String,
    /// The revision of the thing, from 1.
    pub rev: u64,
    /// The entry before this one in the chain of the same thing; none for revision 1.
    pub prev: Option<Prev>,
    /// The articles that ask for the act, as `L10-2022/11.2`.
    pub laws: Vec<String>,
    /// When the server claims that it happened: RFC 3339 to the second with a numeric offset. Shown, never trusted.
    pub at: String,
    /// The mandate used, as `ubnd-xa`; never a person's name.
    pub office: String,
    /// Digests of the contents: every `File` before the first `Sealed`.
    pub contents: Vec<Content>,
}

/// The predecessor of an entry in the chain of its thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prev {
    /// Its position in the register.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
}

/// The digest of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Content that stays public for ever: the plain SHA-256 of its bytes.
    File {
        /// As `sha256sum` prints it.
        sha256: Hash,
        /// In bytes.
        size: u64,
        /// Lower case, without parameters.
        media_type: String,
    },
    /// Any other content: a salted commitment, see [`crate::seal()`].
    Sealed {
        /// `SHA-256(0x02 ‖ salt ‖ SHA-256(content))`.
        commitment: Hash,
        /// In bytes.
        size: u64,
        /// Lower case, without parameters.
        media_type: String,
    },
}

impl Act {
    /// The bytes of the entry. Refuses an act that breaks any rule of the format.
    pub fn encode(&self) -> Result<Vec<u8>> {
        encode::encode(self)
    }

    /// Reads an entry strictly: what is accepted encodes to the same bytes again.
    pub fn parse(entry: &[u8]) -> Result<Self> {
        Ok(ActView::parse(entry)?.to_act())
    }
}
