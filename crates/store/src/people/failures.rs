//! Failed sign-ins, by the digest of what was typed as login.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    FIND = "SELECT failures, locked_until FROM sign_in_failure WHERE login_digest = $1";
    SAVE = "INSERT INTO sign_in_failure (login_digest, failures, last_at, locked_until) \
            VALUES ($1, $2, $3, $4) ON CONFLICT (login_digest) DO UPDATE SET \
            failures = excluded.failures, last_at = excluded.last_at, \
            locked_until = excluded.locked_until";
    FORGET = "DELETE FROM sign_in_failure WHERE login_digest = $1";
}

/// How often a login failed in a row, and until when it must wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Failures in a row.
    pub count: i64,
    /// Until when every attempt is refused.
    pub locked_until: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    failures: i64,
    locked_until: Option<jiff_sqlx::Timestamp>,
}

/// The failures of a login; none is a count of zero.
pub async fn get(tx: &mut ReadTx, login_digest: [u8; 32]) -> Result<Failures> {
    let row: Option<Row> = tx
        .select(FIND)
        .bind(login_digest.to_vec())
        .optional()
        .await?;
    Ok(row.map_or_else(Failures::default, |row| Failures {
        count: row.failures,
        locked_until: row.locked_until.map(jiff_sqlx::Timestamp::to_jiff),
    }))
}

/// Remember the failures of a login.
pub async fn save(
    tx: &mut WriteTx,
    login_digest: [u8; 32],
    failures: Failures,
    at: Timestamp,
) -> Result<()> {
    tx.change(SAVE)
        .bind(login_digest.to_vec())
        .bind(failures.count)
        .bind(at.to_sqlx())
        .bind(failures.locked_until.map(ToSqlx::to_sqlx))
        .run_one()
        .await
}

/// Forget the failures of a login, after a success.
pub async fn forget(tx: &mut WriteTx, login_digest: [u8; 32]) -> Result<()> {
    tx.change(FORGET).bind(login_digest.to_vec()).run().await?;
    Ok(())
}
