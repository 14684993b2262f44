//! The roll from a spreadsheet or a CSV file: every line is checked, all errors come at
//! once, lines that look like one household are shown to a human, and nothing enters
//! the roll before they said yes.

mod check;
mod columns;
mod line;
mod read;
mod waiting;
mod workbook;

use serde::{Deserialize, Serialize};

pub use crate::units::LineError;
pub use columns::{COLUMNS, Column};
pub use waiting::{Stored, discard_import, preview_import, store_import, waiting_import};

use dinh_domain::FieldError;
use dinh_domain::ids::RollImportId;
use dinh_domain::units::Unit;
use jiff::civil::Date;

/// Largest file taken.
pub const LARGEST_BYTES: usize = 25 * 1024 * 1024;
/// Most lines taken, without the header.
pub const MOST_LINES: usize = 5_000;

/// A line that makes sense by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Line of the file.
    pub line: u64,
    /// Number, if the file gives one.
    pub number: Option<i64>,
    /// Cluster.
    pub cluster: String,
    /// Representative.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Code of the capacity.
    pub capacity: String,
    /// Basis of a nomination.
    pub basis: String,
}

/// What a line may be the same household as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TwinOf {
    /// An earlier line of the file.
    Line(u64),
    /// A household of the roll, by its number.
    Household(i64),
}

/// A line that may be a household that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The line.
    pub line: u64,
    /// Its representative.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What it may be the same as.
    pub of: TwinOf,
}

/// What a file would do.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// Hamlet.
    pub unit: Unit,
    /// First day of its households.
    pub from: Option<Date>,
    /// The file as it waits for a yes; nothing when it has errors.
    pub waiting: Option<RollImportId>,
    /// Lines without the header.
    pub lines: usize,
    /// Columns that the roll does not keep.
    pub ignored: Vec<String>,
    /// What is wrong beside the file.
    pub fields: Vec<FieldError>,
    /// Everything that is wrong, by line.
    pub errors: Vec<LineError>,
    /// Lines for a human to judge; each of them is among the new ones too.
    pub twins: Vec<Twin>,
    /// Lines that say what is on the roll already, number included.
    pub unchanged: usize,
    /// Lines that would enter the roll.
    pub new: Vec<ImportLine>,
}
