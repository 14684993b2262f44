//! The tally of each unit: how many of its duties stand how on a day. It is counted once a day and moved along with each duty
//! that changes, so that publishing costs the same however many duties a unit has.

use dinh_domain::disclosure::{Duty, DutyState, JudgedBy};
use dinh_domain::ids::UnitId;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    SAVE = "INSERT INTO unit_tally (unit_id, as_of, on_time, late, due_soon, not_due, overdue, \
               not_applicable, withdrawn, missing_forms, early_ends, waiting) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
               ON CONFLICT (unit_id) DO UPDATE SET as_of = excluded.as_of, on_time = excluded.on_time, \
               late = excluded.late, due_soon = excluded.due_soon, not_due = excluded.not_due, \
               overdue = excluded.overdue, not_applicable = excluded.not_applicable, \
               withdrawn = excluded.withdrawn, missing_forms = excluded.missing_forms, \
               early_ends = excluded.early_ends, waiting = excluded.waiting";
    ALL = "SELECT unit_id, as_of, on_time, late, due_soon, not_due, overdue, not_applicable, \
               withdrawn, missing_forms, early_ends, waiting FROM unit_tally LIMIT $1";
    FIND = "SELECT unit_id, as_of, on_time, late, due_soon, not_due, overdue, not_applicable, \
             withdrawn, missing_forms, early_ends, waiting FROM unit_tally WHERE unit_id = $1";
    VERSION = "SELECT MIN(as_of) AS as_of, CAST(COALESCE(SUM(on_time + late + due_soon + not_due \
             + overdue + not_applicable + withdrawn), 0) AS BIGINT) AS duties, \
             CAST(COALESCE(SUM(waiting), 0) AS BIGINT) AS waiting, CAST(COALESCE(SUM(late), 0) AS BIGINT) AS late \
             FROM unit_tally";
    SHIFT = "UPDATE unit_tally SET on_time = on_time + $3, late = late + $4, due_soon = due_soon + $5, \
             not_due = not_due + $6, overdue = overdue + $7, not_applicable = not_applicable + $8, \
             withdrawn = withdrawn + $9, missing_forms = missing_forms + $10, early_ends = early_ends + $11, \
             waiting = waiting + $12 WHERE unit_id = $1 AND as_of = $2";
    ADVANCE = "UPDATE unit_tally SET as_of = $1, \
             due_soon = (SELECT count(*) FROM duty WHERE duty.unit_id = unit_tally.unit_id \
             AND duty.state IN ('open', 'not_applicable_proposed') AND duty.published_on IS NULL \
             AND duty.due_on >= $1 AND duty.due_on <= $2), \
             not_due = (SELECT count(*) FROM duty WHERE duty.unit_id = unit_tally.unit_id \
             AND duty.state IN ('open', 'not_applicable_proposed') AND duty.published_on IS NULL \
             AND duty.due_on > $2), \
             overdue = due_soon + not_due + overdue - (SELECT count(*) FROM duty WHERE duty.unit_id = unit_tally.unit_id \
             AND duty.state IN ('open', 'not_applicable_proposed') AND duty.published_on IS NULL \
             AND duty.due_on >= $1), \
             missing_forms = unit_tally.missing_forms + (SELECT count(*) FROM duty WHERE duty.unit_id = unit_tally.unit_id \
             AND duty.state = 'published' AND duty.missing_forms > 0 \
             AND duty.due_on >= unit_tally.as_of AND duty.due_on < $1) \
             WHERE as_of < $1";
    COUNT = "SELECT \
        count(*) FILTER (WHERE state = 'published' AND judged_on <= due_on) AS on_time, \
        count(*) FILTER (WHERE state = 'published' AND judged_on > due_on) AS late, \
        count(*) FILTER (WHERE state = 'published' AND judged_by = 'waiting') AS waiting, \
        count(*) FILTER (WHERE published_on IS NULL AND state IN ('open', 'not_applicable_proposed') AND due_on >= $2 AND due_on <= $3) AS due_soon, \
        count(*) FILTER (WHERE published_on IS NULL AND state IN ('open', 'not_applicable_proposed') AND due_on > $3) AS not_due, \
        count(*) FILTER (WHERE published_on IS NULL AND state IN ('open', 'not_applicable_proposed') AND due_on < $2) AS overdue, \
        count(*) FILTER (WHERE state = 'not_applicable') AS not_applicable, \
        count(*) FILTER (WHERE state = 'withdrawn') AS withdrawn, \
        count(*) FILTER (WHERE state = 'published' AND missing_forms > 0 AND due_on < $2) AS missing_forms, \
        count(*) FILTER (WHERE early_ends > 0) AS early_ends \
        FROM duty WHERE unit_id = $1";
}

/// How many duties of a unit stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Public by the due day.
    pub on_time: i64,
    /// Public later.
    pub late: i64,
    /// Not public, few working days left.
    pub due_soon: i64,
    /// Not public, there is time.
    pub not_due: i64,
    /// Not public, too late.
    pub overdue: i64,
    /// Agreed not to apply.
    pub not_applicable: i64,
    /// Withdrawn on a legal ground.
    pub withdrawn: i64,
    /// Public, but a required form has no record after the due day.
    pub missing_forms: i64,
    /// A notice was taken down before its time.
    pub early_ends: i64,
    /// Of what is public, judged for now by the server's word: the witnesses have not seen it yet.
    pub waiting: i64,
}

/// The tally of a unit as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TallyRow {
    /// Unit.
    pub unit_id: Uuid,
    /// Day that the counts speak of.
    pub as_of: jiff_sqlx::Date,
    /// Counts.
    #[sqlx(flatten)]
    pub counts: Counts,
}

/// Count a unit's duties anew; `soon` is the last day that is "soon".
pub async fn refresh(tx: &mut WriteTx, unit: UnitId, today: Date, soon: Date) -> Result<Counts> {
    let counts: Counts = tx
        .select(COUNT)
        .bind(unit.0)
        .bind(today.to_sqlx())
        .bind(soon.to_sqlx())
        .one()
        .await?;
    tx.change(SAVE)
        .bind(unit.0)
        .bind(today.to_sqlx())
        .bind(counts.on_time)
        .bind(counts.late)
        .bind(counts.due_soon)
        .bind(counts.not_due)
        .bind(counts.overdue)
        .bind(counts.not_applicable)
        .bind(counts.withdrawn)
        .bind(counts.missing_forms)
        .bind(counts.early_ends)
        .bind(counts.waiting)
        .run_one()
        .await?;
    Ok(counts)
}

/// The day has changed and no duty has: every tally of an earlier day is moved to `today` by those duties that fell due since
/// or are not due yet, however many there are in all.
pub async fn advance(tx: &mut WriteTx, today: Date, soon: Date) -> Result<()> {
    tx.change(ADVANCE)
        .bind(today.to_sqlx())
        .bind(soon.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// A duty stands otherwise than before (or is new): the tally of its unit follows. Gives false when the tally was not counted
/// on `today`, so that there is nothing to follow and the unit has to be counted anew.
pub async fn shift(
    tx: &mut WriteTx,
    before: Option<&Duty>,
    after: &Duty,
    today: Date,
    soon: Date,
) -> Result<bool> {
    let left = before.map_or_else(Counts::default, |duty| Counts::of(duty, today, soon));
    let entered = Counts::of(after, today, soon);
    let shifted = tx
        .change(SHIFT)
        .bind(after.unit.0)
        .bind(today.to_sqlx())
        .bind(entered.on_time - left.on_time)
        .bind(entered.late - left.late)
        .bind(entered.due_soon - left.due_soon)
        .bind(entered.not_due - left.not_due)
        .bind(entered.overdue - left.overdue)
        .bind(entered.not_applicable - left.not_applicable)
        .bind(entered.withdrawn - left.withdrawn)
        .bind(entered.missing_forms - left.missing_forms)
        .bind(entered.early_ends - left.early_ends)
        .bind(entered.waiting - left.waiting)
        .run()
        .await?;
    Ok(shifted == 1)
}

/// The tallies of all units.
pub async fn all(tx: &mut ReadTx, limit: i64) -> Result<Vec<TallyRow>> {
    tx.select(ALL).bind(limit).all().await
}

/// The tally of one unit.
pub async fn find(tx: &mut ReadTx, unit: UnitId) -> Result<Option<TallyRow>> {
    tx.select(FIND).bind(unit.0).optional().await
}

/// What the tallies of all units speak of, for the version of a page: the day that the oldest was counted on, how many
/// duties they count, how many of these wait for witnesses, and how many were late. Opening a duty writes no entry into the
/// register, but it raises the second; a quorum changes the last two; every other change of a tally has an entry or a new
/// day.
pub async fn version(tx: &mut ReadTx) -> Result<String> {
    let row: (Option<jiff_sqlx::Date>, i64, i64, i64) = tx.select(VERSION).one().await?;
    let (as_of, duties, waiting, late) = row;
    let as_of = as_of
        .map(|day| day.to_jiff().to_string())
        .unwrap_or_default();
    Ok(format!("{as_of}-{duties}-{waiting}-{late}"))
}

impl Counts {
    /// One duty counted alone: what the statement `COUNT` says of it; `soon` is the last day that is "soon".
    fn of(duty: &Duty, today: Date, soon: Date) -> Self {
        let is_published = duty.state == DutyState::Published;
        let is_open = matches!(
            duty.state,
            DutyState::Open | DutyState::NotApplicableProposed
        ) && duty.published_on.is_none();
        let judged_on = duty.judged.filter(|_| is_published).map(|judged| judged.on);
        let waits = |day: dinh_domain::disclosure::LegalDay| day.by == JudgedBy::Waiting;
        Self {
            on_time: i64::from(judged_on.is_some_and(|on| on <= duty.due_on)),
            late: i64::from(judged_on.is_some_and(|on| on > duty.due_on)),
            due_soon: i64::from(is_open && duty.due_on >= today && duty.due_on <= soon),
            not_due: i64::from(is_open && duty.due_on > soon),
            overdue: i64::from(is_open && duty.due_on < today),
            not_applicable: i64::from(duty.state == DutyState::NotApplicable),
            withdrawn: i64::from(duty.state == DutyState::Withdrawn),
            missing_forms: i64::from(is_published && duty.missing_forms > 0 && duty.due_on < today),
            early_ends: i64::from(duty.early_ends > 0),
            waiting: i64::from(is_published && duty.judged.is_some_and(waits)),
        }
    }

    /// Every duty that was counted.
    pub fn duties(&self) -> i64 {
        self.on_time
            + self.late
            + self.due_soon
            + self.not_due
            + self.overdue
            + self.not_applicable
            + self.withdrawn
    }
}
