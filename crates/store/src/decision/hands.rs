//! Households that raised a hand, where the meeting wants their list. Personal data: the rows of a household can be
//! erased, the number that was counted stays in the decision.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    RAISE = "INSERT INTO decision_hand (decision_id, round, place, household_id, noted_at, noted_by) \
             VALUES ($1, $2, $3, $4, $5, $6)";
    LOWER_ALL = "DELETE FROM decision_hand WHERE decision_id = $1 AND round = $2 AND place = $3 \
             AND household_id NOT IN (SELECT p.household_id FROM decision_presence p WHERE p.decision_id = $1 \
             AND p.round = $2 AND p.left_at IS NULL AND p.cluster <> $4)";
    RAISED = "SELECT h.place, h.household_id, p.cluster FROM decision_hand h JOIN decision_presence p \
             ON p.household_id = h.household_id AND p.decision_id = h.decision_id AND p.round = h.round \
             AND p.left_at IS NULL JOIN frozen_roll_line l ON l.household_id = h.household_id \
             AND l.decision_id = h.decision_id AND l.round = h.round AND l.removed_by IS NULL \
             WHERE h.decision_id = $1 AND h.round = $2 ORDER BY h.place, l.line LIMIT 100000";
    HANDS_OF_HOUSEHOLD = "SELECT decision_id, place FROM decision_hand WHERE household_id = $1 \
             ORDER BY noted_at, place LIMIT 1000";
    ERASE_HANDS = "DELETE FROM decision_hand WHERE household_id = $1";
}

/// A hand that was raised by a household that is there.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct HandRow {
    /// Place of the option, from 0.
    pub place: i64,
    /// Household.
    pub household_id: Uuid,
    /// The cluster at whose meeting it is.
    pub cluster: String,
}

/// A household raised its hand for the option at `place`.
pub async fn raise(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    (place, household): (i64, HouseholdId),
    (by, at): (AccountId, Timestamp),
) -> Result<()> {
    tx.change(RAISE)
        .bind(decision.0)
        .bind(round)
        .bind(place)
        .bind(household.0)
        .bind(at.to_sqlx())
        .bind(Some(by.0))
        .run_one()
        .await
}

/// Take away the list of an option, of the households at one cluster and of those who have left.
pub async fn lower_all(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    (place, cluster): (i64, &str),
) -> Result<u64> {
    tx.change(LOWER_ALL)
        .bind(decision.0)
        .bind(round)
        .bind(place)
        .bind(cluster.to_owned())
        .run()
        .await
}

/// The hands of a round, of households that are there, by option and line of the roll.
pub async fn raised(tx: &mut ReadTx, (decision, round): (DecisionId, i64)) -> Result<Vec<HandRow>> {
    tx.select(RAISED).bind(decision.0).bind(round).all().await
}

/// For what a household raised its hand: the decision, and the place of the option from 0.
pub async fn of_household(tx: &mut ReadTx, household: HouseholdId) -> Result<Vec<(Uuid, i64)>> {
    tx.select(HANDS_OF_HOUSEHOLD).bind(household.0).all().await
}

/// Erase for what a household raised its hand; gives how many rows there were.
pub async fn erase_of(tx: &mut WriteTx, household: HouseholdId) -> Result<u64> {
    tx.change(ERASE_HANDS).bind(household.0).run().await
}
