//! Expenses of an account with their vouchers.

use dinh_domain::ids::{AccountId, ContributionId};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::Void;
use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    LAST_EXPENSE = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM contribution_expense \
           WHERE contribution_id = $1";
    ADD_EXPENSE = "INSERT INTO contribution_expense (id, contribution_id, number, purpose, amount, beyond, spent_on, \
           voucher_name, voucher_type, voucher_sha256, recorded_by, recorded_at, voided_at, void_reason, \
           register_position, void_position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, '', $13, \
           NULL)";
    EXPENSE = "SELECT id, contribution_id, number, purpose, amount, beyond, spent_on, voucher_name, voucher_type, \
           voucher_sha256, recorded_at, voided_at, void_reason, register_position, void_position \
           FROM contribution_expense WHERE contribution_id = $1 AND number = $2";
    EXPENSES = "SELECT id, contribution_id, number, purpose, amount, beyond, spent_on, voucher_name, voucher_type, \
           voucher_sha256, recorded_at, voided_at, void_reason, register_position, void_position \
           FROM contribution_expense WHERE contribution_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    VOID_EXPENSE = "UPDATE contribution_expense SET voided_at = $3, void_reason = $4, void_position = $5 \
           WHERE contribution_id = $1 AND number = $2 AND voided_at IS NULL";
    SPENT = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM contribution_expense \
           WHERE contribution_id = $1 AND voided_at IS NULL";
}

/// An expense as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ExpenseRow {
    /// Identity.
    pub id: Uuid,
    /// Account.
    pub contribution_id: Uuid,
    /// Number within the account.
    pub number: i64,
    /// What for.
    pub purpose: String,
    /// Money.
    pub amount: i64,
    /// Why more was spent than was there; empty when it was not.
    pub beyond: String,
    /// Day.
    pub spent_on: jiff_sqlx::Date,
    /// Name of the voucher's file.
    pub voucher_name: String,
    /// Its media type.
    pub voucher_type: String,
    /// Its digest; none without a voucher.
    pub voucher_sha256: Option<Vec<u8>>,
    /// When it was recorded.
    pub recorded_at: jiff_sqlx::Timestamp,
    /// When it was voided.
    pub voided_at: Option<jiff_sqlx::Timestamp>,
    /// Why.
    pub void_reason: String,
    /// Its entry of the register.
    pub register_position: Option<i64>,
    /// The entry that voided it.
    pub void_position: Option<i64>,
}

impl ExpenseRow {
    /// Digest of the voucher as 64 hex signs; none without a voucher.
    pub fn voucher_digest(&self) -> Option<String> {
        self.voucher_sha256.as_deref().map(dinh_register::hex)
    }
}

/// The number of the next expense.
pub async fn next_expense(tx: &mut WriteTx, id: ContributionId) -> Result<i64> {
    let (last,): (i64,) = tx.select(LAST_EXPENSE).bind(id.0).one().await?;
    Ok(last + 1)
}

/// Add an expense.
pub async fn add_expense(tx: &mut WriteTx, row: &ExpenseRow, by: Option<AccountId>) -> Result<()> {
    tx.change(ADD_EXPENSE)
        .bind(row.id)
        .bind(row.contribution_id)
        .bind(row.number)
        .bind(row.purpose.clone())
        .bind(row.amount)
        .bind(row.beyond.clone())
        .bind(row.spent_on)
        .bind(row.voucher_name.clone())
        .bind(row.voucher_type.clone())
        .bind(row.voucher_sha256.clone())
        .bind(by.map(|id| id.0))
        .bind(row.recorded_at)
        .bind(row.register_position)
        .run_one()
        .await
}

/// One expense.
pub async fn find_expense(
    tx: &mut ReadTx,
    id: ContributionId,
    number: i64,
) -> Result<Option<ExpenseRow>> {
    tx.select(EXPENSE).bind(id.0).bind(number).optional().await
}

/// Expenses, newest first, below a number.
pub async fn expenses(
    tx: &mut ReadTx,
    id: ContributionId,
    below: i64,
    limit: i64,
) -> Result<Vec<ExpenseRow>> {
    tx.select(EXPENSES)
        .bind(id.0)
        .bind(below)
        .bind(limit)
        .all()
        .await
}

/// Void an expense; it stays to be read.
pub async fn void_expense(
    tx: &mut WriteTx,
    id: ContributionId,
    number: i64,
    void: Void<'_>,
) -> Result<()> {
    tx.change(VOID_EXPENSE)
        .bind(id.0)
        .bind(number)
        .bind(void.at.to_sqlx())
        .bind(void.reason.to_owned())
        .bind(void.position)
        .run_one()
        .await
}

/// What was spent and stands.
pub async fn spent(tx: &mut ReadTx, id: ContributionId) -> Result<i64> {
    let (sum,): (i64,) = tx.select(SPENT).bind(id.0).one().await?;
    Ok(sum)
}
