//! Accounts: who can sign in.

use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO account (id, login, display_name, password_hash, must_change_password, \
           disabled_at, created_at, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "SELECT id, login, display_name, password_hash, must_change_password, disabled_at, \
           created_at, sample FROM account WHERE id = $1";
    BY_LOGIN = "SELECT id, login, display_name, password_hash, must_change_password, disabled_at, \
           created_at, sample FROM account WHERE login = $1";
    LIST = "SELECT id, login, display_name, password_hash, must_change_password, disabled_at, \
           created_at, sample FROM account WHERE login > $1 ORDER BY login LIMIT $2";
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM account";
    SET_PASSWORD = "UPDATE account SET password_hash = $2, must_change_password = $3 WHERE id = $1";
    DISABLE = "UPDATE account SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL";
}

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// Name typed at sign-in, in lower case.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// Password as a PHC string.
    pub password_hash: String,
    /// Whether the password was given by somebody else.
    pub must_change_password: bool,
    /// Since when the account is closed.
    pub disabled_at: Option<Timestamp>,
    /// Since when it exists.
    pub created_at: Timestamp,
    /// Invented for the demo.
    pub sample: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    login: String,
    display_name: String,
    password_hash: String,
    must_change_password: bool,
    disabled_at: Option<jiff_sqlx::Timestamp>,
    created_at: jiff_sqlx::Timestamp,
    sample: bool,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            id: AccountId(row.id),
            login: row.login,
            name: row.display_name,
            password_hash: row.password_hash,
            must_change_password: row.must_change_password,
            disabled_at: row.disabled_at.map(jiff_sqlx::Timestamp::to_jiff),
            created_at: row.created_at.to_jiff(),
            sample: row.sample,
        }
    }
}

/// Add an account; its login must be new.
pub async fn add(tx: &mut WriteTx, account: &Account) -> Result<()> {
    tx.change(ADD)
        .bind(account.id.0)
        .bind(account.login.clone())
        .bind(account.name.clone())
        .bind(account.password_hash.clone())
        .bind(account.must_change_password)
        .bind(account.disabled_at.map(ToSqlx::to_sqlx))
        .bind(account.created_at.to_sqlx())
        .bind(account.sample)
        .run_one()
        .await
}

/// The account with this identity.
pub async fn get(tx: &mut ReadTx, id: AccountId) -> Result<Account> {
    let row: Row = tx.select(GET).bind(id.0).one().await?;
    Ok(row.into())
}

/// The account with this login.
pub async fn find_by_login(tx: &mut ReadTx, login: &str) -> Result<Option<Account>> {
    let row: Option<Row> = tx
        .select(BY_LOGIN)
        .bind(login.to_owned())
        .optional()
        .await?;
    Ok(row.map(Into::into))
}

/// Accounts whose login lies behind `after`, by login.
pub async fn list(tx: &mut ReadTx, after: &str, limit: i64) -> Result<Vec<Account>> {
    let rows: Vec<Row> = tx
        .select(LIST)
        .bind(after.to_owned())
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many accounts there are.
pub async fn count(tx: &mut ReadTx) -> Result<i64> {
    let (count,): (i64,) = tx.select(COUNT).one().await?;
    Ok(count)
}

/// Set the password; `must_change` when the person did not choose it.
pub async fn set_password(
    tx: &mut WriteTx,
    id: AccountId,
    hash: &str,
    must_change: bool,
) -> Result<()> {
    tx.change(SET_PASSWORD)
        .bind(id.0)
        .bind(hash.to_owned())
        .bind(must_change)
        .run_one()
        .await
}

/// Close an account that is open.
pub async fn disable(tx: &mut WriteTx, id: AccountId, at: Timestamp) -> Result<()> {
    tx.change(DISABLE)
        .bind(id.0)
        .bind(at.to_sqlx())
        .run_one()
        .await
}
