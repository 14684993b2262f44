//! Everything that the tables hold, as lines that neither engine owns: what a backup is made of.
//!
//! Guarantees: all rows are of one snapshot; a row is one line of JSON, the same whichever engine held it; what the engines'
//! own keys refer to is there when the loading ends, or nothing is stored.

mod catalogue;
mod cell;
mod dump;
mod load;

pub use catalogue::{Column, Kind, Table, tables};
pub(crate) use cell::Cell;
pub use dump::{FILE_COLUMNS, LEFT_OUT, each_line, file_digests, is_named};
pub use load::Load;
