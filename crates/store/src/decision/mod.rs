//! Decisions: the thing with its newest round, earlier rounds, steps, and the households behind them.
//!
//! The whole [`Decision`] is kept as JSON; the columns beside it are copies, written in the same statement.

pub mod after;
pub mod ballots;
pub mod contributions;
pub mod files;
pub mod guests;
pub mod hands;
pub mod households;
pub mod lists;
pub mod notices;
pub mod online;
pub mod speeches;
pub mod steps;
pub mod terms;
pub mod vote_cards;

use dinh_domain::decision::{Decision, Outcome, Round};
use dinh_domain::ids::{DecisionId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO decision (id, number, unit_id, commune_id, parent_id, replaces_id, matter, subject, scope, \
           title, state, outcome, form, proposed_on, starts_on, decided_on, sent_on, send_by, recognise_by, \
           effective_on, ended_on, total, represented, approve, body, register_position, changed_at, version, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
           $22, $23, $24, $25, NULL, $26, 1, $27)";
    SAVE = "UPDATE decision SET title = $3, state = $4, outcome = $5, form = $6, starts_on = $7, decided_on = $8, \
           sent_on = $9, send_by = $10, recognise_by = $11, effective_on = $12, ended_on = $13, total = $14, \
           represented = $15, approve = $16, body = $17, changed_at = $18, version = version + 1 \
           WHERE id = $1 AND version = $2";
    MARK = "UPDATE decision SET register_position = $2 WHERE id = $1";
    GET = "SELECT * FROM decision WHERE id = $1";
    BY_NUMBER = "SELECT * FROM decision WHERE number = $1";
    OF_UNIT = "SELECT * FROM decision WHERE unit_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    OF_COMMUNE_IN_STATE = "SELECT * FROM decision WHERE commune_id = $1 AND state = $2 AND number > $3 \
           ORDER BY number LIMIT $4";
    OF_COMMUNE = "SELECT * FROM decision WHERE commune_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3";
    OF_COMMUNE_DECIDED_BETWEEN = "SELECT * FROM decision WHERE commune_id = $1 AND decided_on >= $2 \
           AND decided_on < $3 AND number > $4 ORDER BY decided_on, number LIMIT $5";
    DECIDED_BETWEEN = "SELECT * FROM decision WHERE decided_on >= $1 AND decided_on < $2 \
           AND (decided_on, number) > ($3, $4) ORDER BY decided_on, number LIMIT $5";
    NEWEST = "SELECT * FROM decision WHERE number < $1 ORDER BY number DESC LIMIT $2";
    CHILDREN = "SELECT * FROM decision WHERE parent_id = $1 AND number > $2 ORDER BY number LIMIT $3";
    REPLACED_BY = "SELECT * FROM decision WHERE replaces_id = $1 ORDER BY number LIMIT 20";
    ADD_ROUND = "INSERT INTO decision_round (decision_id, round, outcome, body) VALUES ($1, $2, $3, $4)";
    ROUNDS = "SELECT body FROM decision_round WHERE decision_id = $1 ORDER BY round LIMIT 50";
    ROUNDS_OF_COMMUNE = "SELECT d.body AS decision, r.body AS round FROM decision_round r \
           JOIN decision d ON d.id = r.decision_id WHERE d.commune_id = $1 AND d.proposed_on < $2 AND r.outcome <> '' \
           ORDER BY d.number DESC, r.round DESC LIMIT $3";
    COUNT_DECIDED = "SELECT CAST(COUNT(*) AS BIGINT) FROM decision WHERE commune_id = $1 AND decided_on >= $2 \
           AND decided_on < $3";
}

/// A decision with what only the store knows of it.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The decision.
    pub decision: Decision,
    /// The commune that it belongs to.
    pub commune: UnitId,
    /// Its newest entry of the register.
    pub register_position: Option<i64>,
    /// When it last changed.
    pub changed_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    commune_id: Uuid,
    body: Json<Decision>,
    register_position: Option<i64>,
    changed_at: jiff_sqlx::Timestamp,
    version: i64,
}

impl From<DecisionRow> for Stored {
    fn from(row: DecisionRow) -> Self {
        let mut decision = row.body.0;
        decision.version = row.version;
        Self {
            decision,
            commune: UnitId(row.commune_id),
            register_position: row.register_position,
            changed_at: row.changed_at.to_jiff(),
        }
    }
}

fn stored(rows: Vec<DecisionRow>) -> Vec<Stored> {
    rows.into_iter().map(Into::into).collect()
}

fn number(value: u64) -> Result<i64> {
    i64::try_from(value).map_err(|_| StoreError::Damaged("a count is too large".into()))
}

struct Numbers {
    total: i64,
    represented: i64,
    approve: i64,
}

/// What lists show: the frozen total, who took part, and the votes of the strongest option.
fn numbers(round: &Round) -> Result<Numbers> {
    let count = round.count.as_ref();
    let total = round.roll.as_ref().map_or(0, |roll| roll.total);
    let best = count.and_then(|count| count.approve.iter().copied().max());
    Ok(Numbers {
        total: number(total)?,
        represented: number(count.map_or(0, |count| count.represented))?,
        approve: number(best.unwrap_or(0))?,
    })
}

fn outcome(decision: &Decision) -> &'static str {
    decision.outcome().map_or("", Outcome::code)
}

fn form(decision: &Decision) -> &'static str {
    decision
        .round
        .plan
        .as_ref()
        .map_or("", |plan| plan.form.code())
}

fn day(date: Option<Date>) -> Option<jiff_sqlx::Date> {
    date.map(ToSqlx::to_sqlx)
}

/// Add a decision.
pub async fn add(
    tx: &mut WriteTx,
    decision: &Decision,
    commune: UnitId,
    at: Timestamp,
) -> Result<()> {
    let numbers = numbers(&decision.round)?;
    tx.change(ADD)
        .bind(decision.id.0)
        .bind(decision.number)
        .bind(decision.unit.0)
        .bind(commune.0)
        .bind(decision.parent.map(|id| id.0))
        .bind(decision.replaces.map(|id| id.0))
        .bind(decision.proposal.subject.matter())
        .bind(decision.proposal.subject.code())
        .bind(decision.proposal.scope.code())
        .bind(decision.proposal.title.clone())
        .bind(decision.state.code())
        .bind(outcome(decision))
        .bind(form(decision))
        .bind(decision.proposed_on.to_sqlx())
        .bind(day(decision.round.law_day()))
        .bind(day(decision.round.decided_on))
        .bind(day(decision.sent_on))
        .bind(day(decision.send_by))
        .bind(day(decision.recognise_by))
        .bind(day(decision.effective_on))
        .bind(day(decision.ended_on))
        .bind(numbers.total)
        .bind(numbers.represented)
        .bind(numbers.approve)
        .bind(Json(decision.clone()))
        .bind(at.to_sqlx())
        .bind(decision.sample)
        .run_one()
        .await
}

/// Save a decision that was read at its `version`; raises the version. Somebody faster is a conflict.
pub async fn save(tx: &mut WriteTx, decision: &mut Decision, at: Timestamp) -> Result<()> {
    let numbers = numbers(&decision.round)?;
    tx.change(SAVE)
        .bind(decision.id.0)
        .bind(decision.version)
        .bind(decision.proposal.title.clone())
        .bind(decision.state.code())
        .bind(outcome(decision))
        .bind(form(decision))
        .bind(day(decision.round.law_day()))
        .bind(day(decision.round.decided_on))
        .bind(day(decision.sent_on))
        .bind(day(decision.send_by))
        .bind(day(decision.recognise_by))
        .bind(day(decision.effective_on))
        .bind(day(decision.ended_on))
        .bind(numbers.total)
        .bind(numbers.represented)
        .bind(numbers.approve)
        .bind(Json(decision.clone()))
        .bind(at.to_sqlx())
        .run_one()
        .await?;
    decision.version += 1;
    Ok(())
}

/// Note the newest entry of the register about it.
pub async fn mark(tx: &mut WriteTx, id: DecisionId, position: i64) -> Result<()> {
    tx.change(MARK).bind(id.0).bind(position).run_one().await
}

/// The same for a thing of the room that may be no decision but its account.
pub async fn mark_if_any(tx: &mut WriteTx, thing: Uuid, position: i64) -> Result<()> {
    tx.change(MARK).bind(thing).bind(position).run().await?;
    Ok(())
}

/// A decision.
pub async fn get(tx: &mut ReadTx, id: DecisionId) -> Result<Stored> {
    let row: DecisionRow = tx.select(GET).bind(id.0).one().await?;
    Ok(row.into())
}

/// The decision with this public number.
pub async fn find_by_number(tx: &mut ReadTx, number: i64) -> Result<Option<Stored>> {
    let row: Option<DecisionRow> = tx.select(BY_NUMBER).bind(number).optional().await?;
    Ok(row.map(Into::into))
}

/// Decisions of a community, or threads of a commune, newest first, below a number.
pub async fn of_unit(tx: &mut ReadTx, unit: UnitId, below: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_UNIT)
        .bind(unit.0)
        .bind(below)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Every decision within a commune, newest first, below a number.
pub async fn of_commune(
    tx: &mut ReadTx,
    commune: UnitId,
    below: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_COMMUNE)
        .bind(commune.0)
        .bind(below)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Decisions within a commune in a state, oldest first, above a number.
pub async fn of_commune_in_state(
    tx: &mut ReadTx,
    commune: UnitId,
    state: &'static str,
    above: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_COMMUNE_IN_STATE)
        .bind(commune.0)
        .bind(state)
        .bind(above)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Decisions within a commune whose result stands in a span (half-open), above a number.
pub async fn of_commune_decided_between(
    tx: &mut ReadTx,
    commune: UnitId,
    span: (Date, Date),
    above: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_COMMUNE_DECIDED_BETWEEN)
        .bind(commune.0)
        .bind(span.0.to_sqlx())
        .bind(span.1.to_sqlx())
        .bind(above)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Decisions of the city whose result stands in a span (half-open), after a day and number.
pub async fn decided_between(
    tx: &mut ReadTx,
    span: (Date, Date),
    after: (Date, i64),
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(DECIDED_BETWEEN)
        .bind(span.0.to_sqlx())
        .bind(span.1.to_sqlx())
        .bind(after.0.to_sqlx())
        .bind(after.1)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// The newest decisions of the city, below a number.
pub async fn newest(tx: &mut ReadTx, below: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx.select(NEWEST).bind(below).bind(limit).all().await?;
    Ok(stored(rows))
}

/// Each community's part of a commune-wide decision, above a number.
pub async fn children(
    tx: &mut ReadTx,
    parent: DecisionId,
    above: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(CHILDREN)
        .bind(parent.0)
        .bind(above)
        .bind(limit)
        .all()
        .await?;
    Ok(stored(rows))
}

/// Decisions that amend, replace or annul this one.
pub async fn replacing(tx: &mut ReadTx, id: DecisionId) -> Result<Vec<Stored>> {
    let rows = tx.select(REPLACED_BY).bind(id.0).all().await?;
    Ok(stored(rows))
}

/// Keep a round that is over, when another is planned.
pub async fn keep_round(tx: &mut WriteTx, id: DecisionId, round: &Round) -> Result<()> {
    tx.change(ADD_ROUND)
        .bind(id.0)
        .bind(round.number)
        .bind(round.outcome.as_ref().map_or("", Outcome::code))
        .bind(Json(round.clone()))
        .run_one()
        .await
}

/// The rounds that are over, oldest first.
pub async fn rounds(tx: &mut ReadTx, id: DecisionId) -> Result<Vec<Round>> {
    let rows: Vec<(Json<Round>,)> = tx.select(ROUNDS).bind(id.0).all().await?;
    Ok(rows.into_iter().map(|(round,)| round.0).collect())
}

/// Rounds that are over of what was proposed in a commune before a day, the newest first, each with its decision as it
/// stands now.
pub async fn rounds_of_commune(
    tx: &mut ReadTx,
    commune: UnitId,
    before: Date,
    limit: i64,
) -> Result<Vec<(Decision, Round)>> {
    let rows: Vec<(Json<Decision>, Json<Round>)> = tx
        .select(ROUNDS_OF_COMMUNE)
        .bind(commune.0)
        .bind(before.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(decision, round)| (decision.0, round.0))
        .collect())
}

/// How many results stand in a span (half-open) within a commune.
pub async fn count_decided(tx: &mut ReadTx, commune: UnitId, span: (Date, Date)) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(COUNT_DECIDED)
        .bind(commune.0)
        .bind(span.0.to_sqlx())
        .bind(span.1.to_sqlx())
        .one()
        .await?;
    Ok(count)
}
