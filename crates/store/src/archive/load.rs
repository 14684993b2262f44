//! Rows into empty tables, all of them or none: not even the tables are there when it ends before its time.

use std::collections::BTreeMap;

use serde_json::Value;

use super::catalogue::Table;
use super::cell::Cell;
use crate::db::{Database, Engine, WriteTx};
use crate::error::{Result, StoreError};
use crate::schema::migrate_within;

/// Parameters of one statement: many rows go in at once.
const PARAMETERS: usize = 900;

const KEYS: &str = "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint \
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname";

/// A loading that is under way; without [`Load::finish`] nothing was stored.
pub struct Load {
    tx: WriteTx,
    tables: BTreeMap<String, Table>,
    /// Keys between tables that PostgreSQL lost for the time being: table, name, definition.
    keys: Vec<(String, String, String)>,
}

impl Load {
    /// Begin by applying the migrations with these names, which must be those of the tables. What migrations put into them is
    /// taken out; rows that are there for another reason are the caller's fault, see [`Load::is_empty`].
    pub async fn begin(database: &Database, tables: &[Table], schema: &[String]) -> Result<Self> {
        let mut tx = database.write().await?;
        let is_wanted = |name: &str| schema.iter().any(|wanted| wanted == name);
        migrate_within(&mut tx, is_wanted).await?;
        let mut keys = Vec::new();
        match database.engine() {
            // Until the commit, which fails if a key leads nowhere.
            Engine::Sqlite => tx.script("PRAGMA defer_foreign_keys = ON").await?,
            Engine::Postgres => {
                // Whoever brings the rows may be slow.
                tx.script("SET LOCAL idle_in_transaction_session_timeout = 0")
                    .await?;
                keys = tx.select(KEYS).all().await?;
                for (table, name, _) in &keys {
                    let sql = format!("ALTER TABLE {table} DROP CONSTRAINT {name}");
                    tx.change_built(sql).run().await?;
                }
            }
        }
        for table in tables {
            let sql = format!("DELETE FROM {}", table.name);
            tx.change_built(sql).run().await?;
        }
        let named = |table: &Table| (table.name.clone(), table.clone());
        Ok(Self {
            tx,
            tables: tables.iter().map(named).collect(),
            keys,
        })
    }

    /// Whether a database holds nothing of ours yet, not even tables.
    pub async fn is_empty(database: &Database) -> Result<bool> {
        Ok(crate::schema::applied(database).await?.is_empty())
    }

    /// Add rows of a table, as [`super::each_line`] gave them.
    pub async fn add(&mut self, table: &str, lines: &[u8]) -> Result<()> {
        let table = self.tables.get(table);
        let table = table.ok_or_else(|| damaged("a table that the schema does not have"))?;
        let width = table.columns.len().max(1);
        let mut waiting: Vec<Cell> = Vec::new();
        let many = (PARAMETERS / width).max(1);
        for line in lines
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            let values: Vec<Value> = serde_json::from_slice(line)
                .map_err(|error| StoreError::Damaged(format!("{}: {error}", table.name)))?;
            if values.len() != table.columns.len() {
                return Err(damaged("a row has another number of values"));
            }
            for (column, value) in table.columns.iter().zip(values) {
                waiting.push(Cell::from_value(column.kind, value)?);
            }
            if waiting.len() >= many * width {
                insert(&mut self.tx, table, std::mem::take(&mut waiting)).await?;
            }
        }
        insert(&mut self.tx, table, waiting).await
    }

    /// Put the keys between tables back, which shows that none leads nowhere, and make everything lasting.
    pub async fn finish(mut self) -> Result<()> {
        for (table, name, definition) in &self.keys {
            let sql = format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}");
            self.tx.change_built(sql).run().await?;
        }
        self.tx.commit().await
    }
}

async fn insert(tx: &mut WriteTx, table: &Table, cells: Vec<Cell>) -> Result<()> {
    if cells.is_empty() {
        return Ok(());
    }
    let width = table.columns.len();
    let columns: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let row = |first: usize| {
        let places: Vec<String> = (first..first + width)
            .map(|place| format!("${place}"))
            .collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..cells.len() / width)
        .map(|number| row(number * width + 1))
        .collect();
    let sql = format!(
        "INSERT INTO {} ({}) VALUES {}",
        table.name,
        columns.join(", "),
        rows.join(", ")
    );
    let mut statement = tx.change_built(sql);
    for cell in cells {
        statement = statement.bind_cell(cell);
    }
    statement.run().await?;
    Ok(())
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}
