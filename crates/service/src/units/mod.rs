//! Units: the city, its communes and everything that has a chapter in the law,
//! effective-dated, with their lineage. A change closes and opens; it never deletes.

pub mod change;
mod columns;
mod directory;
mod export_csv;
mod import_csv;
pub mod map;
pub mod real;
mod search;
mod slug;
mod spelling;

pub use columns::{COLUMNS, Column};
pub use directory::{DirectoryCell, UnitDirectory, directory};
pub use export_csv::export_units;
pub use import_csv::{
    ImportReport, LARGEST_BYTES, LineError, MOST_LINES, import_units, preview_import,
};
pub use search::{Answer, Successor};
pub use slug::Slugs;
