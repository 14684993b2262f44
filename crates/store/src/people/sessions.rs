//! Sessions: a browser that signed in. Only the digest of its token is kept.

use dinh_domain::ids::{AccountId, MandateId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO session (token_hash, account_id, mandate_id, csrf, created_at, seen_at, \
           expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT session.account_id, session.mandate_id, session.csrf, session.created_at, \
            session.seen_at, session.expires_at, account.display_name, \
            account.must_change_password, unit.full_name AS unit_name \
            FROM session JOIN account ON account.id = session.account_id \
            LEFT JOIN mandate ON mandate.id = session.mandate_id \
            LEFT JOIN unit ON unit.id = mandate.unit_id \
            WHERE session.token_hash = $1 AND account.disabled_at IS NULL";
    TOUCH = "UPDATE session SET seen_at = $2 WHERE token_hash = $1";
    END = "DELETE FROM session WHERE token_hash = $1";
    END_OTHERS = "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2";
    END_ALL = "DELETE FROM session WHERE account_id = $1";
    END_OF_MANDATE = "DELETE FROM session WHERE mandate_id = $1";
}

/// A session to be stored.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the token that only the browser knows.
    pub token_hash: [u8; 32],
    /// Who signed in.
    pub account: AccountId,
    /// The mandate they said they use.
    pub mandate: Option<MandateId>,
    /// Token that their forms carry.
    pub csrf: String,
    /// When.
    pub at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// A session with what every request needs of its person.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who signed in.
    pub account: AccountId,
    /// The mandate they said they use.
    pub mandate: Option<MandateId>,
    /// Token that their forms carry.
    pub csrf: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// Name of the person.
    pub name: String,
    /// Whether they must choose a password first.
    pub must_change_password: bool,
    /// Name of the unit of the mandate.
    pub unit_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    account_id: Uuid,
    mandate_id: Option<Uuid>,
    csrf: String,
    created_at: jiff_sqlx::Timestamp,
    seen_at: jiff_sqlx::Timestamp,
    expires_at: jiff_sqlx::Timestamp,
    display_name: String,
    must_change_password: bool,
    unit_name: Option<String>,
}

/// Add a session.
pub async fn add(tx: &mut WriteTx, session: NewSession) -> Result<()> {
    tx.change(ADD)
        .bind(session.token_hash.to_vec())
        .bind(session.account.0)
        .bind(session.mandate.map(|id| id.0))
        .bind(session.csrf)
        .bind(session.at.to_sqlx())
        .bind(session.at.to_sqlx())
        .bind(session.expires_at.to_sqlx())
        .run_one()
        .await
}

/// The session of a token, unless its account is closed.
pub async fn find(tx: &mut ReadTx, token_hash: [u8; 32]) -> Result<Option<Session>> {
    let row: Option<Row> = tx.select(FIND).bind(token_hash.to_vec()).optional().await?;
    Ok(row.map(|row| Session {
        account: AccountId(row.account_id),
        mandate: row.mandate_id.map(MandateId),
        csrf: row.csrf,
        created_at: row.created_at.to_jiff(),
        seen_at: row.seen_at.to_jiff(),
        expires_at: row.expires_at.to_jiff(),
        name: row.display_name,
        must_change_password: row.must_change_password,
        unit_name: row.unit_name,
    }))
}

/// Remember that the session was used.
pub async fn touch(tx: &mut WriteTx, token_hash: [u8; 32], at: Timestamp) -> Result<()> {
    tx.change(TOUCH)
        .bind(token_hash.to_vec())
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// End a session; nothing happens when it is gone.
pub async fn end(tx: &mut WriteTx, token_hash: [u8; 32]) -> Result<u64> {
    tx.change(END).bind(token_hash.to_vec()).run().await
}

/// End the other sessions of an account.
pub async fn end_others(tx: &mut WriteTx, account: AccountId, kept: [u8; 32]) -> Result<u64> {
    tx.change(END_OTHERS)
        .bind(account.0)
        .bind(kept.to_vec())
        .run()
        .await
}

/// End every session of an account.
pub async fn end_all(tx: &mut WriteTx, account: AccountId) -> Result<u64> {
    tx.change(END_ALL).bind(account.0).run().await
}

/// End every session that uses a mandate.
pub async fn end_of_mandate(tx: &mut WriteTx, mandate: MandateId) -> Result<u64> {
    tx.change(END_OF_MANDATE).bind(mandate.0).run().await
}
