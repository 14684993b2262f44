//! Files that were read and wait for a yes: personal data, gone after at most a day.

use dinh_domain::ids::{AccountId, RollImportId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO roll_import (id, unit_id, account_id, from_on, made_at, lines) \
           VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT * FROM roll_import WHERE id = $1";
    REMOVE = "DELETE FROM roll_import WHERE id = $1";
    REMOVE_OLD = "DELETE FROM roll_import WHERE made_at < $1";
}

/// A file that waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ImportRow {
    /// Identity.
    pub id: Uuid,
    /// Hamlet.
    pub unit_id: Uuid,
    /// Who gave it.
    pub account_id: Uuid,
    /// First day of its households.
    pub from_on: jiff_sqlx::Date,
    /// When it was given.
    pub made_at: jiff_sqlx::Timestamp,
    /// Its lines as JSON.
    pub lines: String,
}

/// A file to keep.
pub struct NewImport {
    /// Identity.
    pub id: RollImportId,
    /// Hamlet.
    pub unit: UnitId,
    /// Who gave it.
    pub account: AccountId,
    /// First day of its households.
    pub from: Date,
    /// When.
    pub at: Timestamp,
    /// Its lines as JSON.
    pub lines: String,
}

/// Keep a file.
pub async fn add(tx: &mut WriteTx, new: NewImport) -> Result<()> {
    tx.change(ADD)
        .bind(new.id.0)
        .bind(new.unit.0)
        .bind(new.account.0)
        .bind(new.from.to_sqlx())
        .bind(new.at.to_sqlx())
        .bind(new.lines)
        .run_one()
        .await
}

/// The file with this identity.
pub async fn find(tx: &mut ReadTx, id: RollImportId) -> Result<Option<ImportRow>> {
    tx.select(FIND).bind(id.0).optional().await
}

/// Remove a file; a conflict when it is gone.
pub async fn remove(tx: &mut WriteTx, id: RollImportId) -> Result<()> {
    tx.change(REMOVE).bind(id.0).run_one().await
}

/// Remove what was given before a time.
pub async fn remove_before(tx: &mut WriteTx, time: Timestamp) -> Result<()> {
    tx.change(REMOVE_OLD).bind(time.to_sqlx()).run().await?;
    Ok(())
}
