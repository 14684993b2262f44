//! What a person has to be told about their account, until they say that they have read it.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_NOTICE = "INSERT INTO account_notice (id, account_id, kind, reason, at, seen_at) \
           VALUES ($1, $2, $3, $4, $5, NULL)";
    UNSEEN = "SELECT kind, reason, at FROM account_notice WHERE account_id = $1 AND seen_at IS NULL \
           ORDER BY at DESC, id DESC LIMIT 20";
    SEE = "UPDATE account_notice SET seen_at = $2 WHERE account_id = $1 AND seen_at IS NULL";
}

/// Something that was done to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNotice {
    /// What: the name of the use case.
    pub kind: String,
    /// Why, in the words of who did it; empty when nobody was asked.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Tell a person.
pub async fn add(
    tx: &mut WriteTx,
    id: Uuid,
    account: AccountId,
    notice: AccountNotice,
) -> Result<()> {
    tx.change(ADD_NOTICE)
        .bind(id)
        .bind(account.0)
        .bind(notice.kind)
        .bind(notice.reason)
        .bind(notice.at.to_sqlx())
        .run_one()
        .await
}

/// What a person has not read yet, the newest first; at most twenty.
pub async fn unseen(tx: &mut ReadTx, account: AccountId) -> Result<Vec<AccountNotice>> {
    let rows: Vec<(String, String, jiff_sqlx::Timestamp)> =
        tx.select(UNSEEN).bind(account.0).all().await?;
    let notice = |(kind, reason, at): (String, String, jiff_sqlx::Timestamp)| AccountNotice {
        kind,
        reason,
        at: at.to_jiff(),
    };
    Ok(rows.into_iter().map(notice).collect())
}

/// The person has read everything.
pub async fn see(tx: &mut WriteTx, account: AccountId, at: Timestamp) -> Result<u64> {
    tx.change(SEE)
        .bind(account.0)
        .bind(at.to_sqlx())
        .run()
        .await
}
