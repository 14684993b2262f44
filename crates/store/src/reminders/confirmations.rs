//! Links that confirm an address. A code is known to the letter alone: its digest stands here, until one link of the person
//! is used, the address is changed, or the time is over.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_CONFIRMATION = "INSERT INTO mail_confirmation (code_digest, account_id, address, expires_at) \
            VALUES ($1, $2, $3, $4)";
    FIND_CONFIRMATION = "SELECT account_id, address FROM mail_confirmation WHERE code_digest = $1 AND expires_at > $2";
    DROP_CONFIRMATIONS = "DELETE FROM mail_confirmation WHERE account_id = $1";
    DROP_EXPIRED = "DELETE FROM mail_confirmation WHERE expires_at <= $1";
    DROP_LETTERS = "UPDATE mail SET state = 'dropped', next_at = NULL, address = NULL, ended_at = $2 \
            WHERE account_id = $1 AND kind = 'confirm' AND next_at IS NOT NULL";
    ASKED_SINCE = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail WHERE account_id = $1 AND kind = 'confirm' AND queued_at >= $2";
}

/// Whose address a link confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Of whom.
    pub account: AccountId,
    /// Which.
    pub address: String,
}

/// Keep the digest of a code that goes out with a letter.
pub async fn add(
    tx: &mut WriteTx,
    code: [u8; 32],
    confirmation: &Confirmation,
    expires_at: Timestamp,
) -> Result<()> {
    tx.change(ADD_CONFIRMATION)
        .bind(code.to_vec())
        .bind(confirmation.account.0)
        .bind(confirmation.address.clone())
        .bind(expires_at.to_sqlx())
        .run_one()
        .await
}

/// What a code confirms now; nothing when it was used, has expired or never was.
pub async fn find(tx: &mut ReadTx, code: [u8; 32], now: Timestamp) -> Result<Option<Confirmation>> {
    let row: Option<(Uuid, String)> = tx
        .select(FIND_CONFIRMATION)
        .bind(code.to_vec())
        .bind(now.to_sqlx())
        .optional()
        .await?;
    Ok(row.map(|(account, address)| Confirmation {
        account: AccountId(account),
        address,
    }))
}

/// No link of this person confirms anything any more, and none goes out.
pub async fn revoke(tx: &mut WriteTx, account: AccountId, at: Timestamp) -> Result<()> {
    tx.change(DROP_CONFIRMATIONS).bind(account.0).run().await?;
    tx.change(DROP_LETTERS)
        .bind(account.0)
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// Forget links whose time is over.
pub async fn forget_expired(tx: &mut WriteTx, now: Timestamp) -> Result<()> {
    tx.change(DROP_EXPIRED).bind(now.to_sqlx()).run().await?;
    Ok(())
}

/// How many letters with a link were queued for this person since then.
pub async fn count_since(tx: &mut ReadTx, account: AccountId, since: Timestamp) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(ASKED_SINCE)
        .bind(account.0)
        .bind(since.to_sqlx())
        .one()
        .await?;
    Ok(count)
}
