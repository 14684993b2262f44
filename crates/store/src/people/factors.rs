//! Codes of an application, codes on paper, and the roles that need a second factor.

use dinh_domain::access::Role;
use dinh_domain::ids::AccountId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    FIND_TOTP = "SELECT secret, last_step, since FROM totp WHERE account_id = $1";
    SAVE_TOTP = "INSERT INTO totp (account_id, secret, last_step, since) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, \
            since = excluded.since";
    USE_STEP = "UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
    END_TOTP = "DELETE FROM totp WHERE account_id = $1";
    ADD_CODE = "INSERT INTO recovery_code (account_id, digest, used_at) VALUES ($1, $2, NULL)";
    USE_CODE = "UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND digest = $2 AND used_at IS NULL";
    CODES_LEFT = "SELECT CAST(COUNT(*) AS BIGINT) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL";
    END_CODES = "DELETE FROM recovery_code WHERE account_id = $1";
    STRICT_ROLES = "SELECT role FROM second_factor_role ORDER BY role LIMIT 100";
    ADD_STRICT = "INSERT INTO second_factor_role (role) VALUES ($1)";
    END_STRICT = "DELETE FROM second_factor_role";
}

/// The application of a person.
#[derive(Clone, Debug)]
pub struct Totp {
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// The newest step of time whose code was used; an older one never counts again.
    pub last_step: i64,
    /// Since when.
    pub since: Timestamp,
}

#[derive(sqlx::FromRow)]
struct TotpRow {
    secret: Vec<u8>,
    last_step: i64,
    since: jiff_sqlx::Timestamp,
}

/// The application of an account, if it has one.
pub async fn find_totp(tx: &mut ReadTx, account: AccountId) -> Result<Option<Totp>> {
    let row: Option<TotpRow> = tx.select(FIND_TOTP).bind(account.0).optional().await?;
    Ok(row.map(|row| Totp {
        secret: row.secret,
        last_step: row.last_step,
        since: row.since.to_jiff(),
    }))
}

/// Keep an application in the place of the one before.
pub async fn save_totp(tx: &mut WriteTx, account: AccountId, totp: Totp) -> Result<()> {
    tx.change(SAVE_TOTP)
        .bind(account.0)
        .bind(totp.secret)
        .bind(totp.last_step)
        .bind(totp.since.to_sqlx())
        .run_one()
        .await
}

/// Use up a step of time and all before it; false when it was used already.
pub async fn use_step(tx: &mut WriteTx, account: AccountId, step: i64) -> Result<bool> {
    let changed = tx.change(USE_STEP).bind(account.0).bind(step).run().await?;
    Ok(changed == 1)
}

/// Forget the application of an account.
pub async fn end_totp(tx: &mut WriteTx, account: AccountId) -> Result<u64> {
    tx.change(END_TOTP).bind(account.0).run().await
}

/// Keep the digests of new recovery codes; those before hold no longer.
pub async fn renew_codes(tx: &mut WriteTx, account: AccountId, digests: &[[u8; 32]]) -> Result<()> {
    end_codes(tx, account).await?;
    for digest in digests {
        tx.change(ADD_CODE)
            .bind(account.0)
            .bind(digest.to_vec())
            .run_one()
            .await?;
    }
    Ok(())
}

/// Use up a recovery code; false when there is none like it, or it was used before.
pub async fn use_code(
    tx: &mut WriteTx,
    account: AccountId,
    digest: [u8; 32],
    at: Timestamp,
) -> Result<bool> {
    let changed = tx
        .change(USE_CODE)
        .bind(account.0)
        .bind(digest.to_vec())
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(changed == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(tx: &mut ReadTx, account: AccountId) -> Result<i64> {
    let (count,): (i64,) = tx.select(CODES_LEFT).bind(account.0).one().await?;
    Ok(count)
}

/// Forget the recovery codes of an account.
pub async fn end_codes(tx: &mut WriteTx, account: AccountId) -> Result<u64> {
    tx.change(END_CODES).bind(account.0).run().await
}

/// The roles that nobody uses with a password alone.
pub async fn strict_roles(tx: &mut ReadTx) -> Result<Vec<Role>> {
    let rows: Vec<(String,)> = tx.select(STRICT_ROLES).all().await?;
    Ok(rows.iter().filter_map(|(code,)| Role::find(code)).collect())
}

/// Set these roles.
pub async fn set_strict_roles(tx: &mut WriteTx, roles: &[Role]) -> Result<()> {
    tx.change(END_STRICT).run().await?;
    for role in roles {
        tx.change(ADD_STRICT).bind(role.code()).run_one().await?;
    }
    Ok(())
}
