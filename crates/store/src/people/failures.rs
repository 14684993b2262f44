//! Failed tries, by the digest of whose they are: a login from one network, a login from anywhere, a network, a machine.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    FIND = "SELECT login_digest, failures, last_at, locked_until FROM sign_in_failure \
            WHERE login_digest IN ($1, $2, $3)";
    SAVE = "INSERT INTO sign_in_failure (login_digest, failures, last_at, locked_until) \
            VALUES ($1, $2, $3, $4) ON CONFLICT (login_digest) DO UPDATE SET \
            failures = excluded.failures, last_at = excluded.last_at, \
            locked_until = excluded.locked_until";
    FORGET = "DELETE FROM sign_in_failure WHERE login_digest = $1";
}

/// How often somebody failed, and until when they must wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// Failures that are not forgiven yet.
    pub count: i64,
    /// The last one.
    pub last_at: Option<Timestamp>,
    /// Until when every attempt is refused.
    pub locked_until: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    login_digest: Vec<u8>,
    failures: i64,
    last_at: jiff_sqlx::Timestamp,
    locked_until: Option<jiff_sqlx::Timestamp>,
}

/// The failures of three, in their order; none is a count of zero. The work is the same whoever is known.
pub async fn of_three(tx: &mut ReadTx, digests: [[u8; 32]; 3]) -> Result<[Failures; 3]> {
    let mut select = tx.select(FIND);
    for digest in digests {
        select = select.bind(digest.to_vec());
    }
    let rows: Vec<Row> = select.all().await?;
    Ok(digests.map(|digest| {
        let row = rows.iter().find(|row| row.login_digest == digest);
        row.map_or_else(Failures::default, |row| Failures {
            count: row.failures,
            last_at: Some(row.last_at.to_jiff()),
            locked_until: row.locked_until.map(jiff_sqlx::Timestamp::to_jiff),
        })
    }))
}

/// Remember the failures of somebody.
pub async fn save(
    tx: &mut WriteTx,
    digest: [u8; 32],
    failures: Failures,
    at: Timestamp,
) -> Result<()> {
    tx.change(SAVE)
        .bind(digest.to_vec())
        .bind(failures.count)
        .bind(at.to_sqlx())
        .bind(failures.locked_until.map(ToSqlx::to_sqlx))
        .run_one()
        .await
}

/// Forget the failures of somebody, after a success.
pub async fn forget(tx: &mut WriteTx, digest: [u8; 32]) -> Result<()> {
    tx.change(FORGET).bind(digest.to_vec()).run().await?;
    Ok(())
}
