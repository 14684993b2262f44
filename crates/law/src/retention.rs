//! How long what is kept is kept, on which ground, and what happens then.

use serde::Serialize;

use crate::coded::coded_enum;
use crate::{Citation, Status};

coded_enum! {
    /// What happens to something when its time is over.
    RetentionEnd {
        /// The row goes.
        Erase = "erase", "xóa";
        /// What leads to a person goes, the rest stays.
        Anonymise = "anonymise", "bỏ phần gắn với người";
        /// It stays, by the duty to archive.
        Keep = "keep", "giữ lâu dài";
    }
}

/// One kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retention {
    /// Stable code, by which the platform knows what to do.
    pub code: String,
    /// What it is.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// From when its days count, in words.
    pub since: String,
    /// Whole days; nothing when it is kept.
    pub days: Option<u16>,
    /// What happens then.
    pub end: RetentionEnd,
    /// Where the ground stands.
    pub citation: Citation,
    /// The ground in words.
    pub ground: String,
    /// How far it may be relied on.
    pub status: Status,
    /// What a reviewer should know.
    pub note: String,
}
