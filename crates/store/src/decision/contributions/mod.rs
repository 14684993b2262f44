//! The account of contributions of a decision: plan, pledges, receipts, expenses. Rows are voided, never removed.

pub(crate) mod expenses;
pub(crate) mod receipts;

pub use expenses::{
    ExpenseRow, add_expense, expenses, find_expense, next_expense, spent, void_expense,
};
pub use receipts::{
    DecisionTotal, ReceiptRow, SourceTotal, add_receipt, erase_payers, find_receipt, next_receipt,
    of_commune_decided_between, receipts, totals, void_receipt,
};

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

/// How a line is voided.
pub struct Void<'a> {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: &'a str,
    /// The entry of the register that says so.
    pub position: i64,
}
