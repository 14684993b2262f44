//! What happened to a decision, in order; no personal data.

use dinh_domain::ids::DecisionId;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_STEP = "INSERT INTO decision_step (decision_id, place, round, step, at, office, note, register_position) \
                VALUES ($1, (SELECT CAST(COALESCE(MAX(place) + 1, 1) AS BIGINT) FROM decision_step \
                WHERE decision_id = $1), $2, $3, $4, $5, $6, $7)";
    STEPS = "SELECT place, round, step, at, office, note, register_position FROM decision_step \
             WHERE decision_id = $1 ORDER BY place LIMIT 500";
}

/// A step as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StepRow {
    /// Place in the order, from 1.
    pub place: i64,
    /// Round.
    pub round: i64,
    /// Code of the step: `propose`, `plan`, `notify`, `open` …
    pub step: String,
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// Which office did it.
    pub office: String,
    /// What to say about it.
    pub note: String,
    /// Its entry of the register, if it is public.
    pub register_position: Option<i64>,
}

/// A step to be added.
pub struct NewStep<'a> {
    /// Decision.
    pub decision: DecisionId,
    /// Round.
    pub round: i64,
    /// Code.
    pub step: &'a str,
    /// When.
    pub at: Timestamp,
    /// Office.
    pub office: &'a str,
    /// What to say about it; no personal data.
    pub note: &'a str,
    /// Entry of the register.
    pub register_position: Option<i64>,
}

/// Add a step at the end.
pub async fn add(tx: &mut WriteTx, step: NewStep<'_>) -> Result<()> {
    tx.change(ADD_STEP)
        .bind(step.decision.0)
        .bind(step.round)
        .bind(step.step.to_owned())
        .bind(step.at.to_sqlx())
        .bind(step.office.to_owned())
        .bind(step.note.to_owned())
        .bind(step.register_position)
        .run_one()
        .await
}

/// The steps of a decision, oldest first.
pub async fn of(tx: &mut ReadTx, decision: DecisionId) -> Result<Vec<StepRow>> {
    tx.select(STEPS).bind(decision.0).all().await
}
