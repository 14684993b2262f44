//! SQLite as a driver of sqlx that works in the thread that asks.
//!
//! A statement on an embedded database takes some microseconds, less than the way to another thread and back. So statements run
//! where they are asked for. Only what may wait goes to a thread that may wait: a commit (it waits for the disk), a `BEGIN
//! IMMEDIATE` that finds another process writing, reading row after row for a copy, and everything that the keeper of the files
//! does.

mod arguments;
mod connection;
mod executor;
mod kinds;
mod options;
mod refusal;
mod row;
mod statement;

use sqlx::Database;

pub use arguments::Arguments;
pub use connection::Connection;
pub use options::Options;
pub use row::{Column, Kind, Row, Value, ValueRef};
pub use statement::Statement;

/// The embedded engine.
#[derive(Debug)]
pub struct Embedded;

/// What a statement changed.
#[derive(Debug, Default)]
pub struct Changed {
    rows: u64,
}

impl Changed {
    /// How many rows.
    pub fn rows_affected(&self) -> u64 {
        self.rows
    }
}

impl Extend<Changed> for Changed {
    fn extend<I: IntoIterator<Item = Changed>>(&mut self, more: I) {
        self.rows += more.into_iter().map(|changed| changed.rows).sum::<u64>();
    }
}

impl Database for Embedded {
    type Connection = Connection;
    type TransactionManager = connection::Transactions;
    type Row = Row;
    type QueryResult = Changed;
    type Column = Column;
    type TypeInfo = Kind;
    type Value = Value;
    type ValueRef<'r> = ValueRef<'r>;
    type Arguments = Arguments;
    type ArgumentBuffer = Vec<rusqlite::types::Value>;
    type Statement = Statement;

    const NAME: &'static str = "SQLite";
    const URL_SCHEMES: &'static [&'static str] = &["sqlite"];
}
