//! Households behind a decision: who supports it, what reached them, who came.
//!
//! One row a household for each fact, whichever phone was first: entering it twice changes nothing.

use dinh_domain::ids::{AccountId, DecisionId, HouseholdId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    SUPPORT = "INSERT INTO decision_support (decision_id, purpose, household_id, given_on, way, recorded_by, \
               recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
               ON CONFLICT (decision_id, purpose, household_id) DO UPDATE SET given_on = excluded.given_on, \
               way = excluded.way, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at";
    TAKE_BACK_SUPPORT = "DELETE FROM decision_support WHERE decision_id = $1 AND purpose = $2 AND household_id = $3";
    COUNT_SUPPORT = "SELECT CAST(COUNT(*) AS BIGINT) FROM decision_support s JOIN household h \
               ON h.id = s.household_id WHERE s.decision_id = $1 AND s.purpose = $2 AND s.given_on >= $3 \
               AND h.unit_id = $4 AND (h.valid_to IS NULL OR h.valid_to > $5)";
    SUPPORTERS = "SELECT household_id, given_on FROM decision_support WHERE decision_id = $1 AND purpose = $2 \
               ORDER BY household_id LIMIT 5000";
    DELIVER = "INSERT INTO decision_delivery (decision_id, round, kind, household_id, delivered_on, way, \
               recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
               ON CONFLICT (decision_id, round, kind, household_id) DO NOTHING";
    DELIVER_ALL = "INSERT INTO decision_delivery (decision_id, round, kind, household_id, delivered_on, way, \
               recorded_by, recorded_at) SELECT $1, $2, $3, h.id, $4, $5, $6, $7 FROM household h \
               WHERE h.unit_id = $8 AND h.valid_from <= $9 AND (h.valid_to IS NULL OR h.valid_to > $9) \
               ON CONFLICT (decision_id, round, kind, household_id) DO NOTHING";
    TAKE_BACK_DELIVERY = "DELETE FROM decision_delivery WHERE decision_id = $1 AND round = $2 AND kind = $3 \
               AND household_id = $4";
    COUNT_DELIVERED = "SELECT CAST(COUNT(*) AS BIGINT) FROM decision_delivery d JOIN household h \
               ON h.id = d.household_id WHERE d.decision_id = $1 AND d.round = $2 AND d.kind = $3 \
               AND d.delivered_on <= $4 AND h.unit_id = $5 AND (h.valid_to IS NULL OR h.valid_to > $6)";
    DELIVERED = "SELECT household_id, delivered_on FROM decision_delivery WHERE decision_id = $1 AND round = $2 \
               AND kind = $3 ORDER BY household_id LIMIT 5000";
    ARRIVE = "INSERT INTO decision_presence (decision_id, round, household_id, way, came_at, left_at, recorded_by, \
               cluster) VALUES ($1, $2, $3, $4, $5, NULL, $6, $7) \
               ON CONFLICT (decision_id, round, household_id) DO UPDATE SET left_at = NULL, \
               cluster = CASE WHEN decision_presence.left_at IS NULL THEN decision_presence.cluster \
               ELSE excluded.cluster END";
    LEAVE = "UPDATE decision_presence SET left_at = $4 WHERE decision_id = $1 AND round = $2 AND household_id = $3 \
               AND left_at IS NULL";
    COUNT_PRESENT = "SELECT p.cluster, CAST(COUNT(*) AS BIGINT) FROM decision_presence p JOIN frozen_roll_line l \
               ON l.household_id = p.household_id AND l.decision_id = p.decision_id AND l.round = p.round \
               AND l.removed_by IS NULL WHERE p.decision_id = $1 AND p.round = $2 AND p.left_at IS NULL \
               GROUP BY p.cluster ORDER BY p.cluster LIMIT 500";
    PRESENT = "SELECT p.household_id, p.cluster FROM decision_presence p JOIN frozen_roll_line l \
               ON l.household_id = p.household_id AND l.decision_id = p.decision_id AND l.round = p.round \
               AND l.removed_by IS NULL WHERE p.decision_id = $1 AND p.round = $2 AND p.left_at IS NULL \
               ORDER BY p.household_id LIMIT 20000";
}

/// Whose fact it is, who recorded it, when.
#[derive(Clone, Copy, Debug)]
pub struct Recorded {
    /// Household.
    pub household: HouseholdId,
    /// Who recorded it.
    pub by: Option<AccountId>,
    /// When.
    pub at: Timestamp,
}

/// A household supports something from that day.
pub async fn support(
    tx: &mut WriteTx,
    decision: DecisionId,
    purpose: &'static str,
    (given_on, way): (Date, &str),
    recorded: Recorded,
) -> Result<()> {
    tx.change(SUPPORT)
        .bind(decision.0)
        .bind(purpose)
        .bind(recorded.household.0)
        .bind(given_on.to_sqlx())
        .bind(way.to_owned())
        .bind(recorded.by.map(|id| id.0))
        .bind(recorded.at.to_sqlx())
        .run_one()
        .await
}

/// A household takes its support back.
pub async fn take_back_support(
    tx: &mut WriteTx,
    decision: DecisionId,
    purpose: &'static str,
    household: HouseholdId,
) -> Result<u64> {
    tx.change(TAKE_BACK_SUPPORT)
        .bind(decision.0)
        .bind(purpose)
        .bind(household.0)
        .run()
        .await
}

/// Households of the community, in force on `on`, whose support was given on `since` or later.
pub async fn count_support(
    tx: &mut ReadTx,
    decision: DecisionId,
    purpose: &'static str,
    since: Date,
    (community, on): (UnitId, Date),
) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(COUNT_SUPPORT)
        .bind(decision.0)
        .bind(purpose)
        .bind(since.to_sqlx())
        .bind(community.0)
        .bind(on.to_sqlx())
        .one()
        .await?;
    Ok(count)
}

/// Households with the day of their fact.
pub type Dated = Vec<(HouseholdId, Date)>;

fn dated(rows: Vec<(Uuid, jiff_sqlx::Date)>) -> Dated {
    rows.into_iter()
        .map(|(id, day)| (HouseholdId(id), day.to_jiff()))
        .collect()
}

/// Who supports it.
pub async fn supporters(
    tx: &mut ReadTx,
    decision: DecisionId,
    purpose: &'static str,
) -> Result<Dated> {
    let rows = tx
        .select(SUPPORTERS)
        .bind(decision.0)
        .bind(purpose)
        .all()
        .await?;
    Ok(dated(rows))
}

/// One thing that was handed to a household in a round.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    /// Decision.
    pub decision: DecisionId,
    /// Round.
    pub round: i64,
    /// `notice`, `papers`, `ballot` or `card`.
    pub kind: &'static str,
    /// Day.
    pub on: Date,
    /// How.
    pub way: &'a str,
}

/// It reached one household.
pub async fn deliver(tx: &mut WriteTx, delivery: Delivery<'_>, recorded: Recorded) -> Result<()> {
    tx.change(DELIVER)
        .bind(delivery.decision.0)
        .bind(delivery.round)
        .bind(delivery.kind)
        .bind(recorded.household.0)
        .bind(delivery.on.to_sqlx())
        .bind(delivery.way.to_owned())
        .bind(recorded.by.map(|id| id.0))
        .bind(recorded.at.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// It reached every household of the community that it had not reached before; gives how many these were.
pub async fn deliver_to_all(
    tx: &mut WriteTx,
    delivery: Delivery<'_>,
    community: UnitId,
    by: Option<AccountId>,
    at: Timestamp,
) -> Result<u64> {
    tx.change(DELIVER_ALL)
        .bind(delivery.decision.0)
        .bind(delivery.round)
        .bind(delivery.kind)
        .bind(delivery.on.to_sqlx())
        .bind(delivery.way.to_owned())
        .bind(by.map(|id| id.0))
        .bind(at.to_sqlx())
        .bind(community.0)
        .bind(delivery.on.to_sqlx())
        .run()
        .await
}

/// It did not reach the household after all.
pub async fn take_back_delivery(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    kind: &'static str,
    household: HouseholdId,
) -> Result<u64> {
    tx.change(TAKE_BACK_DELIVERY)
        .bind(decision.0)
        .bind(round)
        .bind(kind)
        .bind(household.0)
        .run()
        .await
}

/// Households of the community, in force on `on`, which it reached by `until`.
pub async fn count_delivered(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
    kind: &'static str,
    until: Date,
    (community, on): (UnitId, Date),
) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(COUNT_DELIVERED)
        .bind(decision.0)
        .bind(round)
        .bind(kind)
        .bind(until.to_sqlx())
        .bind(community.0)
        .bind(on.to_sqlx())
        .one()
        .await?;
    Ok(count)
}

/// Whom it reached, and on which day.
pub async fn delivered(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
    kind: &'static str,
) -> Result<Dated> {
    let rows = tx
        .select(DELIVERED)
        .bind(decision.0)
        .bind(round)
        .bind(kind)
        .all()
        .await?;
    Ok(dated(rows))
}

/// A household is there (again), at the meeting of this cluster; '' when all meet together. Who is there already stays
/// where it is.
pub async fn arrive(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    (way, cluster): (&'static str, &str),
    recorded: Recorded,
) -> Result<()> {
    tx.change(ARRIVE)
        .bind(decision.0)
        .bind(round)
        .bind(recorded.household.0)
        .bind(way)
        .bind(recorded.at.to_sqlx())
        .bind(recorded.by.map(|id| id.0))
        .bind(cluster.to_owned())
        .run_one()
        .await
}

/// A household has left, or was entered by mistake.
pub async fn leave(
    tx: &mut WriteTx,
    (decision, round): (DecisionId, i64),
    household: HouseholdId,
    at: Timestamp,
) -> Result<u64> {
    tx.change(LEAVE)
        .bind(decision.0)
        .bind(round)
        .bind(household.0)
        .bind(at.to_sqlx())
        .run()
        .await
}

/// How many households of the roll are there, at each cluster. One that was taken off the roll does not count.
pub async fn count_present(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
) -> Result<Vec<(String, i64)>> {
    tx.select(COUNT_PRESENT)
        .bind(decision.0)
        .bind(round)
        .all()
        .await
}

/// Which households of the roll are there, and at which cluster.
pub async fn present(
    tx: &mut ReadTx,
    (decision, round): (DecisionId, i64),
) -> Result<Vec<(HouseholdId, String)>> {
    let rows: Vec<(Uuid, String)> = tx
        .select(PRESENT)
        .bind(decision.0)
        .bind(round)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, cluster)| (HouseholdId(id), cluster))
        .collect())
}
