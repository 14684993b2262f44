//! Rows of any table, read one after the other, for whoever copies them without knowing what they mean.

use futures_util::TryStreamExt as _;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Row as _};

use super::embedded::Row as EmbeddedRow;
use super::{ReadTx, Statement, Tx, WriteTx};
use crate::archive::{Cell, Kind};
use crate::error::Result;

impl ReadTx {
    /// A statement that was put together from names in our own migrations, never from anything that came from outside.
    pub(crate) fn select_built(&mut self, sql: String) -> Statement<'_> {
        match &mut self.tx {
            Tx::Sqlite(tx) => Statement::Sqlite(tx, sqlx::query(AssertSqlSafe(sql))),
            Tx::Postgres(tx) => Statement::Postgres(tx, sqlx::query(AssertSqlSafe(sql))),
        }
    }
}

impl WriteTx {
    /// The same for a change.
    pub(crate) fn change_built(&mut self, sql: String) -> Statement<'_> {
        self.0.select_built(sql)
    }
}

/// The same text for both drivers, which share no trait for it.
macro_rules! cells {
    ($name:ident, $row:ty) => {
        fn $name(row: &$row, kinds: &[Kind]) -> sqlx::Result<Vec<Cell>> {
            let cell = |(place, kind): (usize, &Kind)| {
                Ok(match kind {
                    Kind::Integer => Cell::Integer(row.try_get(place)?),
                    Kind::Bool => Cell::Bool(row.try_get(place)?),
                    Kind::Text => Cell::Text(row.try_get(place)?),
                    Kind::Bytes => Cell::Bytes(row.try_get(place)?),
                    Kind::Id => Cell::Id(row.try_get(place)?),
                    Kind::Instant => Cell::Instant(row.try_get(place)?),
                    Kind::Day => Cell::Day(row.try_get(place)?),
                    Kind::Json => {
                        let value: Option<Json<serde_json::Value>> = row.try_get(place)?;
                        Cell::Json(value.map(|Json(value)| value))
                    }
                })
            };
            kinds.iter().enumerate().map(cell).collect()
        }
    };
}
cells!(of_embedded, EmbeddedRow);
cells!(of_postgres, PgRow);

impl Statement<'_> {
    /// Every row in its turn; the next one is read when this one was taken.
    pub(crate) async fn each(
        self,
        kinds: &[Kind],
        take: &mut impl AsyncFnMut(Vec<Cell>) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(conn, query) => {
                let mut rows = query.fetch(conn);
                while let Some(row) = rows.try_next().await? {
                    take(of_embedded(&row, kinds)?).await?;
                }
            }
            Self::Postgres(conn, query) => {
                let mut rows = query.fetch(conn);
                while let Some(row) = rows.try_next().await? {
                    take(of_postgres(&row, kinds)?).await?;
                }
            }
        }
        Ok(())
    }

    /// The next parameter, of whichever kind.
    #[must_use]
    pub(crate) fn bind_cell(self, cell: Cell) -> Self {
        match cell {
            Cell::Integer(value) => self.bind(value),
            Cell::Bool(value) => self.bind(value),
            Cell::Text(value) => self.bind(value),
            Cell::Bytes(value) => self.bind(value),
            Cell::Id(value) => self.bind(value),
            Cell::Instant(value) => self.bind(value),
            Cell::Day(value) => self.bind(value),
            Cell::Json(value) => self.bind(value.map(Json)),
        }
    }
}
