//! A statement that the engine has understood.

use sqlx::{Either, SqlStr};

use super::{Arguments, Column, Embedded, Kind};

/// A statement and the columns that it would give.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(super) sql: SqlStr,
    pub(super) columns: Vec<Column>,
    pub(super) parameters: usize,
}

impl sqlx::Statement for Statement {
    type Database = Embedded;

    fn into_sql(self) -> SqlStr {
        self.sql
    }

    fn sql(&self) -> &SqlStr {
        &self.sql
    }

    fn parameters(&self) -> Option<Either<&[Kind], usize>> {
        Some(Either::Right(self.parameters))
    }

    fn columns(&self) -> &[Column] {
        &self.columns
    }

    sqlx_core::impl_statement_query!(Arguments);
}
