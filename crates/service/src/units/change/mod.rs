//! Changes of units: renamed, merged, split, their facts. The old unit is closed with
//! day and document, the new one opened, the lineage kept; nothing is deleted.

mod check;
mod facts;
mod mandates;
mod merge;
mod rename;
mod split;
mod store;

use dinh_domain::units::UnitKind;
use jiff::civil::Date;

pub use facts::{Facts, change_facts};
pub use merge::{Merge, merge_units};
pub use rename::{Rename, rename_unit};
pub use split::{Split, split_unit};

/// The document that orders a change, and the first day it holds.
#[derive(Clone, Debug)]
pub struct Order {
    /// First day of the new units.
    pub effective_on: Date,
    /// Number, symbol and day: "1668/NQ-UBTVQH15 (16/6/2025)".
    pub document: String,
}

/// What a new unit is called.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// Kind in the law.
    pub kind: UnitKind,
    /// Official code, if there is one.
    pub code: Option<String>,
    /// Kind as people say it on the ground; empty for the kind's own name.
    pub local_kind: String,
    /// Name without the kind.
    pub name: String,
}
