//! Duties.

use std::collections::BTreeSet;

use dinh_domain::disclosure::{Duty, DutyState, JudgedBy, LegalDay};
use dinh_domain::ids::{AccountId, DutyId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO duty (id, number, unit_id, rule_code, item, title, period, event_kind, \
           event_on, event_document, due_on, state, published_on, missing_forms, early_ends, reason, \
           proposed_by, decided_by, opened_by, opened_at, closed_at, version, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
           NULL, $18, $19, NULL, 1, $20)";
    GET = "SELECT * FROM duty WHERE id = $1";
    BY_NUMBER = "SELECT * FROM duty WHERE number = $1";
    PERIODS = "SELECT rule_code, period FROM duty WHERE unit_id = $1 AND period IS NOT NULL LIMIT $2";
    SAVE = "UPDATE duty SET state = $3, published_on = $4, missing_forms = $5, early_ends = $6, \
            reason = $7, proposed_by = $8, judged_on = $9, judged_by = $10, public_position = $11, version = version + 1 WHERE id = $1 AND version = $2";
    OF_UNIT = "SELECT * FROM duty WHERE unit_id = $1 AND (due_on, number) < ($2, $3) \
               ORDER BY due_on DESC, number DESC LIMIT $4";
    OF_UNIT_IN_STATE = "SELECT * FROM duty WHERE unit_id = $1 AND state = $2 \
               AND (due_on, number) > ($3, $4) ORDER BY due_on, number LIMIT $5";
    OF_UNIT_DUE_BETWEEN = "SELECT * FROM duty WHERE unit_id = $1 AND due_on >= $2 AND due_on < $3 \
               ORDER BY due_on, number LIMIT $4";
    NEWEST_PER_RULE = "WITH RECURSIVE known (rule_code) AS ( \
               SELECT MIN(rule_code) FROM duty WHERE unit_id = $1 UNION ALL \
               SELECT (SELECT MIN(next.rule_code) FROM duty next WHERE next.unit_id = $1 \
               AND next.rule_code > known.rule_code) FROM known WHERE known.rule_code IS NOT NULL) \
               SELECT d.* FROM known JOIN duty d ON d.number = (SELECT MAX(e.number) FROM duty e \
               WHERE e.unit_id = $1 AND e.rule_code = known.rule_code) ORDER BY d.rule_code LIMIT 200";
    OVERDUE = "SELECT * FROM duty WHERE state = 'open' AND due_on < $1 \
               AND (due_on, number) < ($2, $3) ORDER BY due_on DESC, number DESC LIMIT $4";
    WITH_MISSING_FORMS = "SELECT * FROM duty WHERE unit_id = $1 AND state = 'published' \
               AND missing_forms > 0 ORDER BY due_on DESC, number DESC LIMIT $2";
    OF_PUBLICATIONS_BETWEEN = "SELECT d.* FROM duty d JOIN publication p ON p.duty_id = d.id \
               WHERE p.unit_id = $1 AND p.state IN ('published', 'ended', 'withdrawn') \
               AND p.published_at >= $2 AND p.published_at < $3 ORDER BY p.published_at, p.number LIMIT $4";
    WITNESS = "UPDATE duty SET judged_on = $3, judged_by = 'witnessed' WHERE public_position >= $1 \
             AND public_position < $2 AND (judged_by = 'waiting' OR (judged_by = 'witnessed' AND judged_on <> $3)) \
             RETURNING unit_id";
}

/// A duty as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DutyRow {
    id: Uuid,
    number: i64,
    unit_id: Uuid,
    rule_code: String,
    item: String,
    title: String,
    period: Option<String>,
    event_kind: String,
    event_on: jiff_sqlx::Date,
    event_document: String,
    due_on: jiff_sqlx::Date,
    state: String,
    published_on: Option<jiff_sqlx::Date>,
    judged_on: Option<jiff_sqlx::Date>,
    judged_by: Option<String>,
    public_position: Option<i64>,
    missing_forms: i64,
    early_ends: i64,
    reason: String,
    proposed_by: Option<Uuid>,
    version: i64,
    sample: bool,
}

impl TryFrom<DutyRow> for Duty {
    type Error = StoreError;

    fn try_from(row: DutyRow) -> Result<Self> {
        let judged = judged(&row)?;
        Ok(Self {
            id: DutyId(row.id),
            number: row.number,
            unit: UnitId(row.unit_id),
            rule_code: row.rule_code,
            item: row.item,
            title: row.title,
            period: row.period,
            event_kind: row.event_kind,
            event_on: row.event_on.to_jiff(),
            event_document: row.event_document,
            due_on: row.due_on.to_jiff(),
            state: DutyState::find(&row.state)
                .ok_or_else(|| StoreError::Damaged(format!("duty state {}", row.state)))?,
            published_on: row.published_on.map(jiff_sqlx::Date::to_jiff),
            judged,
            missing_forms: row.missing_forms,
            early_ends: row.early_ends,
            reason: row.reason,
            proposed_by: row.proposed_by.map(AccountId),
            version: row.version,
            sample: row.sample,
        })
    }
}

/// All three columns are filled or none.
fn judged(row: &DutyRow) -> Result<Option<LegalDay>> {
    let (Some(on), Some(by)) = (row.judged_on, row.judged_by.as_deref()) else {
        return Ok(None);
    };
    Ok(Some(LegalDay {
        on: on.to_jiff(),
        by: JudgedBy::find(by).ok_or_else(|| StoreError::Damaged(format!("judged by {by}")))?,
        position: row.public_position.unwrap_or(0),
    }))
}

fn duties(rows: Vec<DutyRow>) -> Result<Vec<Duty>> {
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Add a duty.
pub async fn add(
    tx: &mut WriteTx,
    duty: &Duty,
    opened_by: Option<AccountId>,
    at: Timestamp,
) -> Result<()> {
    tx.change(ADD)
        .bind(duty.id.0)
        .bind(duty.number)
        .bind(duty.unit.0)
        .bind(duty.rule_code.clone())
        .bind(duty.item.clone())
        .bind(duty.title.clone())
        .bind(duty.period.clone())
        .bind(duty.event_kind.clone())
        .bind(duty.event_on.to_sqlx())
        .bind(duty.event_document.clone())
        .bind(duty.due_on.to_sqlx())
        .bind(duty.state.code())
        .bind(duty.published_on.map(ToSqlx::to_sqlx))
        .bind(duty.missing_forms)
        .bind(duty.early_ends)
        .bind(duty.reason.clone())
        .bind(duty.proposed_by.map(|id| id.0))
        .bind(opened_by.map(|id| id.0))
        .bind(at.to_sqlx())
        .bind(duty.sample)
        .run_one()
        .await
}

/// Save what changed; a conflict when somebody saved before.
pub async fn save(tx: &mut WriteTx, duty: &Duty) -> Result<()> {
    tx.change(SAVE)
        .bind(duty.id.0)
        .bind(duty.version)
        .bind(duty.state.code())
        .bind(duty.published_on.map(ToSqlx::to_sqlx))
        .bind(duty.missing_forms)
        .bind(duty.early_ends)
        .bind(duty.reason.clone())
        .bind(duty.proposed_by.map(|id| id.0))
        .bind(duty.judged.map(|judged| judged.on.to_sqlx()))
        .bind(duty.judged.map(|judged| judged.by.code()))
        .bind(duty.judged.map(|judged| judged.position))
        .run_one()
        .await
}

/// A quorum had seen the register, this many entries of it, not later than on this day, and the quorum before it had seen
/// the first `from` only: what was made public in between is judged by that day, unless no witnesses were named when it was
/// recorded. Gives the units whose duties now stand otherwise, each once.
pub async fn witness(tx: &mut WriteTx, from: i64, size: i64, on: Date) -> Result<Vec<UnitId>> {
    let rows: Vec<(Uuid,)> = tx
        .select(WITNESS)
        .bind(from)
        .bind(size)
        .bind(on.to_sqlx())
        .all()
        .await?;
    let units: BTreeSet<Uuid> = rows.into_iter().map(|(unit,)| unit).collect();
    Ok(units.into_iter().map(UnitId).collect())
}

/// The duty with this identity.
pub async fn get(tx: &mut ReadTx, id: DutyId) -> Result<Duty> {
    let row: DutyRow = tx.select(GET).bind(id.0).one().await?;
    row.try_into()
}

/// The duty with this short number.
pub async fn find_by_number(tx: &mut ReadTx, number: i64) -> Result<Option<Duty>> {
    let row: Option<DutyRow> = tx.select(BY_NUMBER).bind(number).optional().await?;
    row.map(TryInto::try_into).transpose()
}

/// Every rule and period for which a unit has a duty; a unit lives through fewer than fit into one answer.
pub async fn periods(tx: &mut ReadTx, unit: UnitId) -> Result<BTreeSet<(String, String)>> {
    const MANY: i64 = 100_000;
    let rows: Vec<(String, String)> = tx.select(PERIODS).bind(unit.0).bind(MANY).all().await?;
    Ok(rows.into_iter().collect())
}

/// Duties of a unit, the latest due first, from a place (due day, number) on.
pub async fn of_unit(
    tx: &mut ReadTx,
    unit: UnitId,
    before: (Date, i64),
    limit: i64,
) -> Result<Vec<Duty>> {
    let rows = tx
        .select(OF_UNIT)
        .bind(unit.0)
        .bind(before.0.to_sqlx())
        .bind(before.1)
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}

/// PostgreSQL knows no day before 4714 BC, and no duty is that old.
const FIRST_DAY: Date = jiff::civil::date(1, 1, 1);

/// Duties of a unit in one state, the earliest due first, after a place.
pub async fn of_unit_in_state(
    tx: &mut ReadTx,
    unit: UnitId,
    state: DutyState,
    after: (Date, i64),
    limit: i64,
) -> Result<Vec<Duty>> {
    let rows = tx
        .select(OF_UNIT_IN_STATE)
        .bind(unit.0)
        .bind(state.code())
        .bind(after.0.max(FIRST_DAY).to_sqlx())
        .bind(after.1)
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}

/// Public duties of a unit that still lack a required form, latest due first.
pub async fn with_missing_forms(tx: &mut ReadTx, unit: UnitId, limit: i64) -> Result<Vec<Duty>> {
    let rows = tx
        .select(WITH_MISSING_FORMS)
        .bind(unit.0)
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}

/// Duties of a unit that are due in a half-open span of days.
pub async fn of_unit_due_between(
    tx: &mut ReadTx,
    unit: UnitId,
    from: Date,
    to: Date,
    limit: i64,
) -> Result<Vec<Duty>> {
    let rows = tx
        .select(OF_UNIT_DUE_BETWEEN)
        .bind(unit.0)
        .bind(from.to_sqlx())
        .bind(to.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}

/// The duties of what a unit made public in a half-open span of time.
pub async fn of_publications_between(
    tx: &mut ReadTx,
    unit: UnitId,
    from: Timestamp,
    to: Timestamp,
    limit: i64,
) -> Result<Vec<Duty>> {
    let rows = tx
        .select(OF_PUBLICATIONS_BETWEEN)
        .bind(unit.0)
        .bind(from.to_sqlx())
        .bind(to.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}

/// The newest duty of a unit for each rule; looks from one rule to the next, whatever stands between.
pub async fn newest_per_rule(tx: &mut ReadTx, unit: UnitId) -> Result<Vec<Duty>> {
    let rows = tx.select(NEWEST_PER_RULE).bind(unit.0).all().await?;
    duties(rows)
}

/// Open duties of the whole city whose due day has passed, latest first.
pub async fn overdue(
    tx: &mut ReadTx,
    today: Date,
    before: (Date, i64),
    limit: i64,
) -> Result<Vec<Duty>> {
    let rows = tx
        .select(OVERDUE)
        .bind(today.to_sqlx())
        .bind(before.0.to_sqlx())
        .bind(before.1)
        .bind(limit)
        .all()
        .await?;
    duties(rows)
}
