//! All SQL of the project, and the files that are kept beside it.
//!
//! Guarantees: one text per statement for both engines; a change, its audit row
//! and its register entry are one transaction; statements read as bounded lists.

pub mod archive;
pub mod audit;
mod counted;
pub mod db;
pub mod decision;
pub mod disclosure;
pub mod disk;
pub mod documents;
mod error;
pub mod file_care;
pub mod files;
mod line;
pub mod numbers;
pub mod once;
pub mod people;
pub mod projections;
pub mod register;
pub mod reminders;
pub mod retention;
pub mod roll;
pub mod schema;
pub mod settings;
mod sql;
pub mod units;
pub mod witness;

pub use counted::counted;
pub use db::{Commits, Database, Engine, ReadTx, Seat, WriteTx};
pub use error::{Result, StoreError};
pub use jiff_sqlx::{Date as StoredDate, Timestamp as StoredTime};
pub use sql::every_statement;
