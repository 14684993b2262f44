//! How units follow one another.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ids::UnitId;

/// One unit, or a part of it, went into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    /// The unit before.
    pub predecessor: UnitId,
    /// The unit after.
    pub successor: UnitId,
    /// How much of it.
    pub kind: LineageKind,
    /// The wording of the document.
    pub part: Part,
    /// First day of the successor's authority.
    pub effective_on: Date,
    /// Document: "1668/NQ-UBTVQH15 (16/6/2025)".
    pub legal_basis: String,
    /// Clause of the document, if it has one.
    pub clause: String,
    /// Remark of the source.
    pub note: String,
}

/// How much of the predecessor went into the successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineageKind {
    /// All of it.
    Full,
    /// A part of it.
    Partial,
    /// The same unit, carried on.
    Unchanged,
    /// The same unit under another name or kind.
    Renamed,
}

/// The wording of the resolution about the part that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The whole unit.
    Whole,
    /// "một phần".
    OnePart,
    /// "phần còn lại".
    Remainder,
}

impl LineageKind {
    /// Stable code, as stored and exported.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::Unchanged => "unchanged",
            Self::Renamed => "renamed",
        }
    }

    /// The kind with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Full, Self::Partial, Self::Unchanged, Self::Renamed]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

impl Part {
    /// Stable code, as stored and exported.
    pub fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::OnePart => "one_part",
            Self::Remainder => "remainder",
        }
    }

    /// The part with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Whole, Self::OnePart, Self::Remainder]
            .into_iter()
            .find(|part| part.code() == code)
    }
}
