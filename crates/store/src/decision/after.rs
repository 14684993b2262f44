//! What follows a decision: those whose day of effect has come, the duties that they make, elections to be decided.

use dinh_domain::disclosure::Duty;
use dinh_domain::ids::{DecisionId, DutyId, UnitId};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::{DecisionRow, Stored, stored};
use crate::db::{ReadTx, WriteTx};
use crate::disclosure::duties::DutyRow;
use crate::error::Result;
use crate::sql::statements;

statements! {
    RECOGNISED_BY_NOW = "SELECT * FROM decision WHERE state = 'recognised' AND effective_on <= $1 \
           ORDER BY effective_on, number LIMIT $2";
    ADD_DECISION_DUTY = "INSERT INTO decision_duty (decision_id, duty_id) VALUES ($1, $2)";
    DUTIES_OF_DECISION = "SELECT d.* FROM decision_duty l JOIN duty d ON d.id = l.duty_id \
           WHERE l.decision_id = $1 ORDER BY d.number LIMIT 20";
    NUMBER_OF_DUTY = "SELECT d.number FROM decision_duty l JOIN decision d ON d.id = l.decision_id \
           WHERE l.duty_id = $1 ORDER BY d.number LIMIT 1";
    ADD_NEW_ELECTION = "INSERT INTO new_election (decision_id, unit_id, commune_id, since_on, due_on) \
           VALUES ($1, $2, $3, $4, $5)";
    DROP_NEW_ELECTION = "DELETE FROM new_election WHERE decision_id = $1";
    NEW_ELECTIONS = "SELECT n.decision_id, n.unit_id, n.since_on, n.due_on FROM new_election n \
           WHERE n.commune_id = $1 AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.unit_id = n.unit_id \
           AND d.subject = 'elect_head' AND d.state <> 'dropped' AND d.proposed_on >= n.since_on) \
           ORDER BY n.due_on LIMIT 200";
    NEW_ELECTIONS_OF_CITY = "SELECT n.decision_id, n.unit_id, n.since_on, n.due_on FROM new_election n \
           WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.unit_id = n.unit_id \
           AND d.subject = 'elect_head' AND d.state <> 'dropped' AND d.proposed_on >= n.since_on) \
           ORDER BY n.due_on, n.decision_id LIMIT 5000";
}

/// Decisions that were recognised and whose day of effect has come.
pub async fn recognised_by(tx: &mut ReadTx, today: Date, limit: i64) -> Result<Vec<Stored>> {
    let rows: Vec<DecisionRow> = tx
        .select(RECOGNISED_BY_NOW)
        .bind(today.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// The decision made this duty of its commune.
pub async fn add_duty(tx: &mut WriteTx, decision: DecisionId, duty: DutyId) -> Result<()> {
    tx.change(ADD_DECISION_DUTY)
        .bind(decision.0)
        .bind(duty.0)
        .run_one()
        .await
}

/// The duties that a decision made.
pub async fn duties_of(tx: &mut ReadTx, decision: DecisionId) -> Result<Vec<Duty>> {
    let rows: Vec<DutyRow> = tx.select(DUTIES_OF_DECISION).bind(decision.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The number of the decision that made a duty.
pub async fn find_decision_of_duty(tx: &mut ReadTx, duty: DutyId) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx.select(NUMBER_OF_DUTY).bind(duty.0).optional().await?;
    Ok(row.map(|(number,)| number))
}

/// An election that the People's Committee must decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewElection {
    /// The dismissal.
    pub decision: DecisionId,
    /// The community without a head.
    pub unit: UnitId,
    /// The day of the dismissal.
    pub since: Date,
    /// Last day on which the election is to be decided.
    pub due: Date,
}

#[derive(sqlx::FromRow)]
struct NewElectionRow {
    decision_id: Uuid,
    unit_id: Uuid,
    since_on: jiff_sqlx::Date,
    due_on: jiff_sqlx::Date,
}

impl From<NewElectionRow> for NewElection {
    fn from(row: NewElectionRow) -> Self {
        Self {
            decision: DecisionId(row.decision_id),
            unit: UnitId(row.unit_id),
            since: row.since_on.to_jiff(),
            due: row.due_on.to_jiff(),
        }
    }
}

/// A head was dismissed: another election is to be decided.
pub async fn add_new_election(
    tx: &mut WriteTx,
    election: &NewElection,
    commune: UnitId,
) -> Result<()> {
    tx.change(ADD_NEW_ELECTION)
        .bind(election.decision.0)
        .bind(election.unit.0)
        .bind(commune.0)
        .bind(election.since.to_sqlx())
        .bind(election.due.to_sqlx())
        .run_one()
        .await
}

/// The dismissal was annulled: no election follows from it.
pub async fn drop_new_election(tx: &mut WriteTx, decision: DecisionId) -> Result<()> {
    tx.change(DROP_NEW_ELECTION).bind(decision.0).run().await?;
    Ok(())
}

/// Elections of a commune that nobody has proposed yet, the earliest due first.
pub async fn new_elections(tx: &mut ReadTx, commune: UnitId) -> Result<Vec<NewElection>> {
    let rows: Vec<NewElectionRow> = tx.select(NEW_ELECTIONS).bind(commune.0).all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Those of the whole city.
pub async fn new_elections_of_city(tx: &mut ReadTx) -> Result<Vec<NewElection>> {
    let rows: Vec<NewElectionRow> = tx.select(NEW_ELECTIONS_OF_CITY).all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
