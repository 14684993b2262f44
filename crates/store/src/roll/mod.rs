//! The household roll: households, who represents them, how they follow one another,
//! and the rolls that decisions fixed for themselves.
//!
//! Rows of households are never removed. Personal data stand in columns of their own
//! tables, which are overwritten when they are erased.

pub mod frozen;
pub mod households;
pub mod imports;
pub mod lineage;
pub mod representatives;

pub use households::Entry;
