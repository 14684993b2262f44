//! Receipts of an account, and their sums.

use dinh_domain::ids::{AccountId, ContributionId, HouseholdId, UnitId};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::Void;
use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    LAST_RECEIPT = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM contribution_receipt \
           WHERE contribution_id = $1";
    ADD_RECEIPT = "INSERT INTO contribution_receipt (id, contribution_id, number, source, household_id, payer, amount, \
           labour, goods, goods_value, received_on, recorded_by, recorded_at, voided_at, void_reason, \
           register_position, void_position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, '', \
           $14, NULL)";
    RECEIPT = "SELECT id, contribution_id, number, source, household_id, payer, amount, labour, goods, goods_value, \
           received_on, recorded_at, voided_at, void_reason, register_position, void_position \
           FROM contribution_receipt WHERE contribution_id = $1 AND number = $2";
    RECEIPTS = "SELECT id, contribution_id, number, source, household_id, payer, amount, labour, goods, goods_value, \
           received_on, recorded_at, voided_at, void_reason, register_position, void_position \
           FROM contribution_receipt WHERE contribution_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    VOID_RECEIPT = "UPDATE contribution_receipt SET voided_at = $3, void_reason = $4, void_position = $5 \
           WHERE contribution_id = $1 AND number = $2 AND voided_at IS NULL";
    ERASE_PAYERS = "UPDATE contribution_receipt SET payer = '' WHERE household_id = $1 AND received_on < $2 \
           AND payer <> ''";
    TOTALS = "SELECT source, CAST(SUM(amount) AS BIGINT) AS amount, CAST(SUM(labour) AS BIGINT) AS labour, \
           CAST(SUM(goods_value) AS BIGINT) AS goods_value, CAST(COUNT(*) AS BIGINT) AS receipts, \
           CAST(COUNT(DISTINCT household_id) AS BIGINT) AS households FROM contribution_receipt \
           WHERE contribution_id = $1 AND voided_at IS NULL GROUP BY source ORDER BY source LIMIT 20";
    TOTALS_OF_COMMUNE = "SELECT c.decision_id, r.source, CAST(SUM(r.amount) AS BIGINT) AS amount, \
           CAST(SUM(r.labour) AS BIGINT) AS labour, CAST(SUM(r.goods_value) AS BIGINT) AS goods_value \
           FROM decision d JOIN contribution c ON c.decision_id = d.id \
           JOIN contribution_receipt r ON r.contribution_id = c.id \
           WHERE d.commune_id = $1 AND d.decided_on >= $2 AND d.decided_on < $3 AND r.voided_at IS NULL \
           GROUP BY c.decision_id, r.source ORDER BY c.decision_id, r.source LIMIT 20000";
}

/// A receipt as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReceiptRow {
    /// Identity.
    pub id: Uuid,
    /// Account.
    pub contribution_id: Uuid,
    /// Number within the account.
    pub number: i64,
    /// Code of the source.
    pub source: String,
    /// Household, if it gave.
    pub household_id: Option<Uuid>,
    /// Who handed it over; personal data.
    pub payer: String,
    /// Money.
    pub amount: i64,
    /// Labour, in tenths of a day.
    pub labour: i64,
    /// Things in words.
    pub goods: String,
    /// What they are worth.
    pub goods_value: i64,
    /// Day.
    pub received_on: jiff_sqlx::Date,
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

/// The number of the next receipt.
pub async fn next_receipt(tx: &mut WriteTx, id: ContributionId) -> Result<i64> {
    let (last,): (i64,) = tx.select(LAST_RECEIPT).bind(id.0).one().await?;
    Ok(last + 1)
}

/// Add a receipt.
pub async fn add_receipt(tx: &mut WriteTx, row: &ReceiptRow, by: Option<AccountId>) -> Result<()> {
    tx.change(ADD_RECEIPT)
        .bind(row.id)
        .bind(row.contribution_id)
        .bind(row.number)
        .bind(row.source.clone())
        .bind(row.household_id)
        .bind(row.payer.clone())
        .bind(row.amount)
        .bind(row.labour)
        .bind(row.goods.clone())
        .bind(row.goods_value)
        .bind(row.received_on)
        .bind(by.map(|id| id.0))
        .bind(row.recorded_at)
        .bind(row.register_position)
        .run_one()
        .await
}

/// One receipt.
pub async fn find_receipt(
    tx: &mut ReadTx,
    id: ContributionId,
    number: i64,
) -> Result<Option<ReceiptRow>> {
    tx.select(RECEIPT).bind(id.0).bind(number).optional().await
}

/// Receipts, newest first, below a number.
pub async fn receipts(
    tx: &mut ReadTx,
    id: ContributionId,
    below: i64,
    limit: i64,
) -> Result<Vec<ReceiptRow>> {
    tx.select(RECEIPTS)
        .bind(id.0)
        .bind(below)
        .bind(limit)
        .all()
        .await
}

/// Void a receipt; it stays to be read.
pub async fn void_receipt(
    tx: &mut WriteTx,
    id: ContributionId,
    number: i64,
    void: Void<'_>,
) -> Result<()> {
    tx.change(VOID_RECEIPT)
        .bind(id.0)
        .bind(number)
        .bind(void.at.to_sqlx())
        .bind(void.reason.to_owned())
        .bind(void.position)
        .run_one()
        .await
}

/// Overwrite who handed over what a household gave before a day, in every account; gives the number of receipts.
pub async fn erase_payers(tx: &mut WriteTx, household: HouseholdId, before: Date) -> Result<u64> {
    tx.change(ERASE_PAYERS)
        .bind(household.0)
        .bind(before.to_sqlx())
        .run()
        .await
}

/// Sums of one source.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SourceTotal {
    /// Code of the source.
    pub source: String,
    /// Money.
    pub amount: i64,
    /// Labour, in tenths of a day.
    pub labour: i64,
    /// Worth of things.
    pub goods_value: i64,
    /// Receipts that stand.
    pub receipts: i64,
    /// Different households.
    pub households: i64,
}

/// Sums by source.
pub async fn totals(tx: &mut ReadTx, id: ContributionId) -> Result<Vec<SourceTotal>> {
    tx.select(TOTALS).bind(id.0).all().await
}

/// Sums of one source of one decision.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DecisionTotal {
    /// Decision.
    pub decision_id: Uuid,
    /// Code of the source.
    pub source: String,
    /// Money.
    pub amount: i64,
    /// Labour, in tenths of a day.
    pub labour: i64,
    /// Worth of things.
    pub goods_value: i64,
}

/// Sums by decision and source, of what a commune decided in a span (half-open).
pub async fn of_commune_decided_between(
    tx: &mut ReadTx,
    commune: UnitId,
    span: (Date, Date),
) -> Result<Vec<DecisionTotal>> {
    tx.select(TOTALS_OF_COMMUNE)
        .bind(commune.0)
        .bind(span.0.to_sqlx())
        .bind(span.1.to_sqlx())
        .all()
        .await
}
