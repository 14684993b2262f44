//! Sessions: a browser that signed in. Only the digest of its token is kept.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId};
use dinh_domain::people::Proof;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO session (token_hash, account_id, mandate_id, csrf, created_at, seen_at, \
           expires_at, device, proof) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    FIND = "SELECT session.account_id, session.mandate_id, session.csrf, session.created_at, \
            session.seen_at, session.expires_at, session.device, session.proof, account.display_name, \
            account.must_change_password, unit.full_name AS unit_name, \
            second_factor_role.role AS strict_role \
            FROM session JOIN account ON account.id = session.account_id \
            LEFT JOIN mandate ON mandate.id = session.mandate_id \
            LEFT JOIN unit ON unit.id = mandate.unit_id \
            LEFT JOIN second_factor_role ON second_factor_role.role = mandate.role \
            WHERE session.token_hash = $1 AND account.disabled_at IS NULL";
    TOUCH = "UPDATE session SET seen_at = $2 WHERE token_hash = $1";
    PROVE = "UPDATE session SET proof = $2 WHERE token_hash = $1";
    LIST = "SELECT session.token_hash, session.created_at, session.seen_at, session.device, session.proof, \
            mandate.role AS role, unit.full_name AS unit_name FROM session \
            LEFT JOIN mandate ON mandate.id = session.mandate_id \
            LEFT JOIN unit ON unit.id = mandate.unit_id \
            WHERE session.account_id = $1 AND session.expires_at > $2 AND session.seen_at >= $3 \
            ORDER BY session.seen_at DESC, session.created_at DESC LIMIT 100";
    END_ONE = "DELETE FROM session WHERE account_id = $1 AND token_hash = $2";
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
    /// Since when the person is signed in.
    pub at: Timestamp,
    /// When it was used.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// Kind of machine, coarsely: "Chrome, Windows".
    pub device: String,
    /// What was proven.
    pub proof: Proof,
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
    /// Kind of machine, coarsely.
    pub device: String,
    /// What was proven.
    pub proof: Proof,
    /// Whether the role of the mandate is one that nobody uses with a password alone.
    pub strict: bool,
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
    device: String,
    proof: String,
    display_name: String,
    must_change_password: bool,
    unit_name: Option<String>,
    strict_role: Option<String>,
}

/// A session as its person sees it among others.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// What is stored of its token; it does not open the session.
    pub token_hash: [u8; 32],
    /// Since when the person is signed in.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Kind of machine, coarsely.
    pub device: String,
    /// What was proven.
    pub proof: Proof,
    /// Role and unit of the mandate used.
    pub mandate: Option<(Role, String)>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    token_hash: Vec<u8>,
    created_at: jiff_sqlx::Timestamp,
    seen_at: jiff_sqlx::Timestamp,
    device: String,
    proof: String,
    role: Option<String>,
    unit_name: Option<String>,
}

fn proof_of(code: &str) -> Result<Proof> {
    Proof::find(code).ok_or_else(|| StoreError::Damaged(format!("proof {code}")))
}

/// Add a session.
pub async fn add(tx: &mut WriteTx, session: NewSession) -> Result<()> {
    tx.change(ADD)
        .bind(session.token_hash.to_vec())
        .bind(session.account.0)
        .bind(session.mandate.map(|id| id.0))
        .bind(session.csrf)
        .bind(session.at.to_sqlx())
        .bind(session.seen_at.to_sqlx())
        .bind(session.expires_at.to_sqlx())
        .bind(session.device)
        .bind(session.proof.code())
        .run_one()
        .await
}

/// The session of a token, unless its account is closed.
pub async fn find(tx: &mut ReadTx, token_hash: [u8; 32]) -> Result<Option<Session>> {
    let row: Option<Row> = tx.select(FIND).bind(token_hash.to_vec()).optional().await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Session {
        proof: proof_of(&row.proof)?,
        strict: row.strict_role.is_some(),
        device: row.device,
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

/// The sessions of an account that still hold and were used since `used_since`, the last used first; at most a hundred.
pub async fn list(
    tx: &mut ReadTx,
    account: AccountId,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Vec<ListedSession>> {
    let rows: Vec<ListedRow> = tx
        .select(LIST)
        .bind(account.0)
        .bind(now.to_sqlx())
        .bind(used_since.to_sqlx())
        .all()
        .await?;
    let listed = |row: ListedRow| {
        Ok(ListedSession {
            token_hash: digest_of(row.token_hash)?,
            created_at: row.created_at.to_jiff(),
            seen_at: row.seen_at.to_jiff(),
            device: row.device,
            proof: proof_of(&row.proof)?,
            mandate: row.role.as_deref().and_then(Role::find).zip(row.unit_name),
        })
    };
    rows.into_iter().map(listed).collect()
}

fn digest_of(bytes: Vec<u8>) -> Result<[u8; 32]> {
    bytes
        .try_into()
        .map_err(|_| StoreError::Damaged("the digest of a token".into()))
}

/// More was proven in a session that is already open.
pub async fn prove(tx: &mut WriteTx, token_hash: [u8; 32], proof: Proof) -> Result<()> {
    tx.change(PROVE)
        .bind(token_hash.to_vec())
        .bind(proof.code())
        .run()
        .await?;
    Ok(())
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

/// End one session of an account; nothing happens when it is gone or belongs to another.
pub async fn end_one(tx: &mut WriteTx, account: AccountId, token_hash: [u8; 32]) -> Result<u64> {
    tx.change(END_ONE)
        .bind(account.0)
        .bind(token_hash.to_vec())
        .run()
        .await
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
