//! Members of a household who disagree with its representative and registered to attend and speak (Article 24(2)).
//! Personal data: names and opinions can be erased, the row stays.

use dinh_domain::ids::{DecisionId, HouseholdId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    REGISTER_GUEST = "INSERT INTO decision_guest (id, decision_id, round, household_id, name, opinion, registered_at, \
                      attended) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GUESTS = "SELECT id, household_id, name, opinion, registered_at, attended FROM decision_guest \
              WHERE decision_id = $1 AND round = $2 ORDER BY registered_at, id LIMIT 500";
    GUEST_ATTENDED = "UPDATE decision_guest SET attended = $3, opinion = $4 WHERE id = $1 AND decision_id = $2";
    ERASE_GUESTS = "UPDATE decision_guest SET name = '', opinion = '' WHERE household_id = $1 AND name <> ''";
}

/// A guest as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct GuestRow {
    /// Identity.
    pub id: Uuid,
    /// Household.
    pub household_id: Uuid,
    /// Name; empty once erased.
    pub name: String,
    /// What they said; empty once erased.
    pub opinion: String,
    /// When they registered.
    pub registered_at: jiff_sqlx::Timestamp,
    /// Whether they came.
    pub attended: bool,
}

/// Register a guest of a household.
pub async fn register(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    id: Uuid,
    household: HouseholdId,
    name: &str,
    at: Timestamp,
) -> Result<()> {
    tx.change(REGISTER_GUEST)
        .bind(id)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(name.to_owned())
        .bind(String::new())
        .bind(at.to_sqlx())
        .bind(false)
        .run_one()
        .await
}

/// The guests of a round, in the order in which they registered.
pub async fn of(tx: &mut ReadTx, (decision, round): (DecisionId, i64)) -> Result<Vec<GuestRow>> {
    tx.select(GUESTS).bind(decision.0).bind(round).all().await
}

/// A guest came, and said this.
pub async fn attended(
    tx: &mut WriteTx,
    decision: DecisionId,
    id: Uuid,
    opinion: &str,
) -> Result<()> {
    tx.change(GUEST_ATTENDED)
        .bind(id)
        .bind(decision.0)
        .bind(true)
        .bind(opinion.to_owned())
        .run_one()
        .await
}

/// Erase names and opinions of the guests of a household; gives how many rows were overwritten.
pub async fn erase_of(tx: &mut WriteTx, household: HouseholdId) -> Result<u64> {
    tx.change(ERASE_GUESTS).bind(household.0).run().await
}
