//! Passkeys: the public half of a key pair whose secret half never leaves the person's device.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_PASSKEY = "INSERT INTO passkey (id, account_id, credential, public_key, counter, name, created_at, used_at) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)";
    OF_ACCOUNT = "SELECT id, account_id, credential, public_key, counter, name, created_at, used_at FROM passkey \
           WHERE account_id = $1 ORDER BY created_at, id LIMIT 50";
    BY_CREDENTIAL = "SELECT id, account_id, credential, public_key, counter, name, created_at, used_at FROM passkey \
           WHERE credential = $1";
    USE_PASSKEY = "UPDATE passkey SET counter = $2, used_at = $3 WHERE id = $1";
    END_PASSKEY = "DELETE FROM passkey WHERE account_id = $1 AND id = $2";
    END_PASSKEYS = "DELETE FROM passkey WHERE account_id = $1";
}

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Identity here.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Name that the device gave it.
    pub credential: Vec<u8>,
    /// Public key as the device wrote it (COSE, RFC 9053).
    pub public_key: Vec<u8>,
    /// Signatures so far, where the device counts them.
    pub counter: i64,
    /// Name that the person gave it.
    pub name: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    credential: Vec<u8>,
    public_key: Vec<u8>,
    counter: i64,
    name: String,
    created_at: jiff_sqlx::Timestamp,
    used_at: Option<jiff_sqlx::Timestamp>,
}

impl From<Row> for Passkey {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account: AccountId(row.account_id),
            credential: row.credential,
            public_key: row.public_key,
            counter: row.counter,
            name: row.name,
            created_at: row.created_at.to_jiff(),
            used_at: row.used_at.map(jiff_sqlx::Timestamp::to_jiff),
        }
    }
}

/// Add a passkey; its credential must be new.
pub async fn add(tx: &mut WriteTx, passkey: Passkey) -> Result<()> {
    tx.change(ADD_PASSKEY)
        .bind(passkey.id)
        .bind(passkey.account.0)
        .bind(passkey.credential)
        .bind(passkey.public_key)
        .bind(passkey.counter)
        .bind(passkey.name)
        .bind(passkey.created_at.to_sqlx())
        .run_one()
        .await
}

/// The passkeys of an account, the oldest first; at most fifty.
pub async fn of_account(tx: &mut ReadTx, account: AccountId) -> Result<Vec<Passkey>> {
    let rows: Vec<Row> = tx.select(OF_ACCOUNT).bind(account.0).all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The passkey of this credential.
pub async fn find(tx: &mut ReadTx, credential: &[u8]) -> Result<Option<Passkey>> {
    let row: Option<Row> = tx
        .select(BY_CREDENTIAL)
        .bind(credential.to_vec())
        .optional()
        .await?;
    Ok(row.map(Into::into))
}

/// Remember that a passkey was used, and how far its device counted.
pub async fn mark_used(tx: &mut WriteTx, id: Uuid, counter: i64, at: Timestamp) -> Result<()> {
    tx.change(USE_PASSKEY)
        .bind(id)
        .bind(counter)
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// Forget one passkey of an account; zero when it has none like it.
pub async fn end(tx: &mut WriteTx, account: AccountId, id: Uuid) -> Result<u64> {
    tx.change(END_PASSKEY).bind(account.0).bind(id).run().await
}

/// Forget every passkey of an account.
pub async fn end_all(tx: &mut WriteTx, account: AccountId) -> Result<u64> {
    tx.change(END_PASSKEYS).bind(account.0).run().await
}
