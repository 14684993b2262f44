//! The account of contributions of a decision: plan, pledges, receipts, expenses. Rows are voided, never removed.

use dinh_domain::decision::ContributionPlan;
use dinh_domain::ids::{AccountId, ContributionId, DecisionId, HouseholdId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_CONTRIBUTION = "INSERT INTO contribution (id, decision_id, unit_id, household_amount, household_labour, budget, \
           sponsors, other, other_words, opened_at, opened_by, version, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12)";
    CONTRIBUTION_OF_DECISION = "SELECT id, decision_id, unit_id, household_amount, household_labour, budget, sponsors, \
           other, other_words, opened_at, version, sample FROM contribution WHERE decision_id = $1";
    ADD_PLEDGES = "INSERT INTO contribution_pledge (contribution_id, household_id, amount, labour) \
           SELECT $1, h.id, $2, $3 FROM household h WHERE h.unit_id = $4 AND h.valid_from <= $5 \
           AND (h.valid_to IS NULL OR h.valid_to > $5) ON CONFLICT (contribution_id, household_id) DO NOTHING";
    CHANGE_PLEDGE = "UPDATE contribution_pledge SET amount = $3, labour = $4 WHERE contribution_id = $1 \
           AND household_id = $2";
    PLEDGES = "SELECT p.household_id, h.number, p.amount, p.labour, \
           CAST(COALESCE(g.amount, 0) AS BIGINT) AS given, CAST(COALESCE(g.labour, 0) AS BIGINT) AS worked \
           FROM contribution_pledge p JOIN household h ON h.id = p.household_id \
           LEFT JOIN (SELECT household_id, SUM(amount) AS amount, SUM(labour) AS labour FROM contribution_receipt \
           WHERE contribution_id = $1 AND voided_at IS NULL AND household_id IS NOT NULL GROUP BY household_id) g \
           ON g.household_id = p.household_id \
           WHERE p.contribution_id = $1 AND h.number > $2 ORDER BY h.number LIMIT $3";
    PLEDGED = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS amount, \
           CAST(COALESCE(SUM(labour), 0) AS BIGINT) AS labour FROM contribution_pledge WHERE contribution_id = $1";
    LAST_RECEIPT = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM contribution_receipt \
           WHERE contribution_id = $1";
    ADD_RECEIPT = "INSERT INTO contribution_receipt (id, contribution_id, number, source, household_id, payer, amount, \
           labour, goods, goods_value, received_on, recorded_by, recorded_at, voided_at, void_reason, \
           register_position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, '', $14)";
    RECEIPT = "SELECT id, contribution_id, number, source, household_id, payer, amount, labour, goods, goods_value, \
           received_on, recorded_at, voided_at, void_reason, register_position FROM contribution_receipt \
           WHERE contribution_id = $1 AND number = $2";
    RECEIPTS = "SELECT id, contribution_id, number, source, household_id, payer, amount, labour, goods, goods_value, \
           received_on, recorded_at, voided_at, void_reason, register_position FROM contribution_receipt \
           WHERE contribution_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    VOID_RECEIPT = "UPDATE contribution_receipt SET voided_at = $3, void_reason = $4 WHERE contribution_id = $1 \
           AND number = $2 AND voided_at IS NULL";
    ERASE_PAYERS = "UPDATE contribution_receipt SET payer = '' WHERE contribution_id = $1 AND household_id = $2";
    TOTALS = "SELECT source, CAST(SUM(amount) AS BIGINT) AS amount, CAST(SUM(labour) AS BIGINT) AS labour, \
           CAST(SUM(goods_value) AS BIGINT) AS goods_value, CAST(COUNT(*) AS BIGINT) AS receipts, \
           CAST(COUNT(DISTINCT household_id) AS BIGINT) AS households FROM contribution_receipt \
           WHERE contribution_id = $1 AND voided_at IS NULL GROUP BY source ORDER BY source LIMIT 20";
    LAST_EXPENSE = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM contribution_expense \
           WHERE contribution_id = $1";
    ADD_EXPENSE = "INSERT INTO contribution_expense (id, contribution_id, number, purpose, amount, beyond, spent_on, \
           voucher_name, voucher_type, voucher_sha256, recorded_by, recorded_at, voided_at, void_reason, \
           register_position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, '', $13)";
    EXPENSE = "SELECT id, contribution_id, number, purpose, amount, beyond, spent_on, voucher_name, voucher_type, \
           voucher_sha256, recorded_at, voided_at, void_reason, register_position FROM contribution_expense \
           WHERE contribution_id = $1 AND number = $2";
    EXPENSES = "SELECT id, contribution_id, number, purpose, amount, beyond, spent_on, voucher_name, voucher_type, \
           voucher_sha256, recorded_at, voided_at, void_reason, register_position FROM contribution_expense \
           WHERE contribution_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    VOID_EXPENSE = "UPDATE contribution_expense SET voided_at = $3, void_reason = $4 WHERE contribution_id = $1 \
           AND number = $2 AND voided_at IS NULL";
    SPENT = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM contribution_expense \
           WHERE contribution_id = $1 AND voided_at IS NULL";
    TOTALS_OF_COMMUNE = "SELECT c.decision_id, r.source, CAST(SUM(r.amount) AS BIGINT) AS amount, \
           CAST(SUM(r.labour) AS BIGINT) AS labour, CAST(SUM(r.goods_value) AS BIGINT) AS goods_value \
           FROM decision d JOIN contribution c ON c.decision_id = d.id \
           JOIN contribution_receipt r ON r.contribution_id = c.id \
           WHERE d.commune_id = $1 AND d.decided_on >= $2 AND d.decided_on < $3 AND r.voided_at IS NULL \
           GROUP BY c.decision_id, r.source ORDER BY c.decision_id, r.source LIMIT 20000";
}

/// An account as stored.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// Identity.
    pub id: ContributionId,
    /// The decision.
    pub decision: DecisionId,
    /// The community.
    pub unit: UnitId,
    /// What is planned.
    pub plan: ContributionPlan,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Invented for the demo.
    pub sample: bool,
}

#[derive(sqlx::FromRow)]
struct ContributionRow {
    id: Uuid,
    decision_id: Uuid,
    unit_id: Uuid,
    household_amount: i64,
    household_labour: i64,
    budget: i64,
    sponsors: i64,
    other: i64,
    other_words: String,
    opened_at: jiff_sqlx::Timestamp,
    sample: bool,
}

impl From<ContributionRow> for Contribution {
    fn from(row: ContributionRow) -> Self {
        Self {
            id: ContributionId(row.id),
            decision: DecisionId(row.decision_id),
            unit: UnitId(row.unit_id),
            plan: ContributionPlan {
                household_amount: row.household_amount,
                household_labour: row.household_labour,
                budget: row.budget,
                sponsors: row.sponsors,
                other: row.other,
                other_words: row.other_words,
            },
            opened_at: row.opened_at.to_jiff(),
            sample: row.sample,
        }
    }
}

/// Open an account.
pub async fn add(tx: &mut WriteTx, new: &Contribution, by: Option<AccountId>) -> Result<()> {
    tx.change(ADD_CONTRIBUTION)
        .bind(new.id.0)
        .bind(new.decision.0)
        .bind(new.unit.0)
        .bind(new.plan.household_amount)
        .bind(new.plan.household_labour)
        .bind(new.plan.budget)
        .bind(new.plan.sponsors)
        .bind(new.plan.other)
        .bind(new.plan.other_words.clone())
        .bind(new.opened_at.to_sqlx())
        .bind(by.map(|id| id.0))
        .bind(new.sample)
        .run_one()
        .await
}

/// The account of a decision.
pub async fn find(tx: &mut ReadTx, decision: DecisionId) -> Result<Option<Contribution>> {
    let row: Option<ContributionRow> = tx
        .select(CONTRIBUTION_OF_DECISION)
        .bind(decision.0)
        .optional()
        .await?;
    Ok(row.map(Into::into))
}

/// Every household of the community on a day is to give what the plan says.
pub async fn add_pledges(tx: &mut WriteTx, account: &Contribution, on: Date) -> Result<u64> {
    tx.change(ADD_PLEDGES)
        .bind(account.id.0)
        .bind(account.plan.household_amount)
        .bind(account.plan.household_labour)
        .bind(account.unit.0)
        .bind(on.to_sqlx())
        .run()
        .await
}

/// One household is to give something else, or nothing.
pub async fn change_pledge(
    tx: &mut WriteTx,
    id: ContributionId,
    household: HouseholdId,
    (amount, labour): (i64, i64),
) -> Result<()> {
    tx.change(CHANGE_PLEDGE)
        .bind(id.0)
        .bind(household.0)
        .bind(amount)
        .bind(labour)
        .run_one()
        .await
}

/// What a household is to give and gave; private.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PledgeRow {
    /// Household.
    pub household_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Money to give.
    pub amount: i64,
    /// Labour to give, in tenths of a day.
    pub labour: i64,
    /// Money given.
    pub given: i64,
    /// Labour given, in tenths of a day.
    pub worked: i64,
}

/// Pledges by the number of the household, above one.
pub async fn pledges(
    tx: &mut ReadTx,
    id: ContributionId,
    above: i64,
    limit: i64,
) -> Result<Vec<PledgeRow>> {
    tx.select(PLEDGES)
        .bind(id.0)
        .bind(above)
        .bind(limit)
        .all()
        .await
}

/// What all households together are to give: money, labour.
pub async fn pledged(tx: &mut ReadTx, id: ContributionId) -> Result<(i64, i64)> {
    tx.select(PLEDGED).bind(id.0).one().await
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
    at: Timestamp,
    reason: &str,
) -> Result<()> {
    tx.change(VOID_RECEIPT)
        .bind(id.0)
        .bind(number)
        .bind(at.to_sqlx())
        .bind(reason.to_owned())
        .run_one()
        .await
}

/// Overwrite who handed over what a household gave.
pub async fn erase_payers(
    tx: &mut WriteTx,
    id: ContributionId,
    household: HouseholdId,
) -> Result<u64> {
    tx.change(ERASE_PAYERS)
        .bind(id.0)
        .bind(household.0)
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
    at: Timestamp,
    reason: &str,
) -> Result<()> {
    tx.change(VOID_EXPENSE)
        .bind(id.0)
        .bind(number)
        .bind(at.to_sqlx())
        .bind(reason.to_owned())
        .run_one()
        .await
}

/// What was spent and stands.
pub async fn spent(tx: &mut ReadTx, id: ContributionId) -> Result<i64> {
    let (sum,): (i64,) = tx.select(SPENT).bind(id.0).one().await?;
    Ok(sum)
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
