//! Accounts elsewhere that open accounts here, and sessions that began so.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    FIND = "SELECT account_id FROM account_identity WHERE issuer = $1 AND subject = $2";
    OF_ACCOUNT = "SELECT issuer, subject, linked_at, linked_by FROM account_identity WHERE account_id = $1 \
                  ORDER BY issuer LIMIT 20";
    ADD = "INSERT INTO account_identity (issuer, subject, account_id, linked_at, linked_by) VALUES ($1, $2, $3, $4, $5)";
    REMOVE = "DELETE FROM account_identity WHERE account_id = $1 AND issuer = $2";
    ERASE = "DELETE FROM account_identity WHERE account_id = $1";
    MARK = "INSERT INTO provider_session (token_hash) VALUES ($1)";
    MARKED = "SELECT CAST(COUNT(*) AS BIGINT) FROM provider_session WHERE token_hash = $1";
    MOVE = "UPDATE provider_session SET token_hash = $2 WHERE token_hash = $1";
    SWEEP = "DELETE FROM provider_session WHERE NOT EXISTS \
             (SELECT 1 FROM session WHERE session.token_hash = provider_session.token_hash)";
}

/// The account that an account elsewhere opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The account here.
    pub account: AccountId,
}

/// A link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct IdentityRow {
    /// Which provider.
    pub issuer: String,
    /// Who there. Personal data.
    pub subject: String,
    /// Since when.
    pub linked_at: jiff_sqlx::Timestamp,
    /// By whom.
    pub linked_by: Option<Uuid>,
}

/// The account that is linked with a subject of an issuer.
pub async fn find(tx: &mut ReadTx, issuer: &str, subject: &str) -> Result<Option<Found>> {
    let row: Option<(Uuid,)> = tx
        .select(FIND)
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(id,)| Found {
        account: AccountId(id),
    }))
}

/// The links of an account.
pub async fn of_account(tx: &mut ReadTx, account: AccountId) -> Result<Vec<IdentityRow>> {
    tx.select(OF_ACCOUNT).bind(account.0).all().await
}

/// Link an account; who did it, and when.
pub async fn add(
    tx: &mut WriteTx,
    issuer: &str,
    subject: &str,
    account: AccountId,
    (by, at): (Option<AccountId>, Timestamp),
) -> Result<()> {
    tx.change(ADD)
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .bind(account.0)
        .bind(at.to_sqlx())
        .bind(by.map(|id| id.0))
        .run_one()
        .await
}

/// Take the link with one provider away; gives how many there were.
pub async fn remove(tx: &mut WriteTx, account: AccountId, issuer: &str) -> Result<u64> {
    tx.change(REMOVE)
        .bind(account.0)
        .bind(issuer.to_owned())
        .run()
        .await
}

/// Take every link of an account away.
pub async fn erase(tx: &mut WriteTx, account: AccountId) -> Result<u64> {
    tx.change(ERASE).bind(account.0).run().await
}

/// Remember that a session began at the provider.
pub async fn mark_session(tx: &mut WriteTx, token_hash: [u8; 32]) -> Result<()> {
    tx.change(MARK).bind(token_hash.to_vec()).run_one().await
}

/// Whether a session began at the provider.
pub async fn is_marked(tx: &mut ReadTx, token_hash: [u8; 32]) -> Result<bool> {
    let (count,): (i64,) = tx.select(MARKED).bind(token_hash.to_vec()).one().await?;
    Ok(count > 0)
}

/// A session goes on under another token.
pub async fn move_session(tx: &mut WriteTx, old: [u8; 32], new: [u8; 32]) -> Result<()> {
    tx.change(MOVE)
        .bind(old.to_vec())
        .bind(new.to_vec())
        .run()
        .await?;
    Ok(())
}

/// Forget sessions that have ended.
pub async fn sweep_sessions(tx: &mut WriteTx) -> Result<u64> {
    tx.change(SWEEP).run().await
}
