//! What a household must be told on paper, because somebody acted on its behalf.

use dinh_domain::ids::{DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_HOUSEHOLD_NOTICE = "INSERT INTO household_notice (id, household_id, decision_id, text, created_at, \
                handed_on, way) VALUES ($1, $2, $3, $4, $5, NULL, '')";
    HOUSEHOLD_NOTICES = "SELECT id, household_id, text, created_at, handed_on, way FROM household_notice \
                WHERE decision_id = $1 ORDER BY created_at, id LIMIT 5000";
    HAND_OVER_NOTICE = "UPDATE household_notice SET handed_on = $3, way = $4 WHERE id = $1 AND decision_id = $2";
}

/// A notice as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct NoticeRow {
    /// Identity.
    pub id: Uuid,
    /// Household.
    pub household_id: Uuid,
    /// What it is told.
    pub text: String,
    /// When it was written.
    pub created_at: jiff_sqlx::Timestamp,
    /// The day on which the household had it.
    pub handed_on: Option<jiff_sqlx::Date>,
    /// How it was handed over.
    pub way: String,
}

/// Add a notice.
pub async fn add(
    tx: &mut WriteTx,
    id: Uuid,
    (household, decision): (HouseholdId, DecisionId),
    text: &str,
    at: Timestamp,
) -> Result<()> {
    tx.change(ADD_HOUSEHOLD_NOTICE)
        .bind(id)
        .bind(household.0)
        .bind(decision.0)
        .bind(text.to_owned())
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// The notices of a decision, oldest first.
pub async fn of(tx: &mut ReadTx, decision: DecisionId) -> Result<Vec<NoticeRow>> {
    tx.select(HOUSEHOLD_NOTICES).bind(decision.0).all().await
}

/// The household has it.
pub async fn hand_over(
    tx: &mut WriteTx,
    id: Uuid,
    decision: DecisionId,
    (on, way): (Date, &str),
) -> Result<()> {
    tx.change(HAND_OVER_NOTICE)
        .bind(id)
        .bind(decision.0)
        .bind(on.to_sqlx())
        .bind(way.to_owned())
        .run_one()
        .await
}
