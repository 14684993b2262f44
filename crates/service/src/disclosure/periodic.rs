//! Duties that come back by themselves: each quarter, half year, year, and the
//! permanent items that every unit must always show.

use dinh_domain::disclosure::Duty;
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{Event, EventKind, Rule, periods};
use dinh_store::WriteTx;
use jiff::civil::Date;
use serde_json::json;

use super::open::add_duty;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

const MANY: i64 = 10_000;
/// Nothing is asked for periods before the law was a year and a half old: older
/// registers were kept on paper.
const FIRST_PERIOD: Date = Date::constant(2025, 1, 1);
/// Period key of a permanent item: there is one for the life of the unit.
const PERMANENT: &str = "permanent";

/// Open every recurring duty of a unit whose period has ended by today and which is
/// not there yet. Doing it again changes nothing.
pub async fn open_periodic(ctx: &Context<'_>, unit: &Unit, since: Date) -> Result<Vec<Duty>> {
    let mut tx = ctx.write().await?;
    let opened = open_periodic_in(ctx, &mut tx, unit, since).await?;
    tx.commit().await?;
    Ok(opened)
}

/// The start of a day: everyone's tally, every unit's recurring duties, and nobody kept
/// in memory who asked and was answered long ago.
pub async fn open_day(ctx: &Context<'_>) -> Result<()> {
    let today = ctx.today();
    let mut tx = ctx.write().await?;
    super::advance_tallies_in(ctx, &mut tx).await?;
    tx.commit().await?;
    for kind in UnitKind::ALL {
        if kind.law_kind().is_none() {
            continue;
        }
        let mut tx = ctx.read().await?;
        let units = dinh_store::units::of_kind(&mut tx, *kind, today, MANY).await?;
        drop(tx);
        // Each in a transaction of its own, so that nobody waits long.
        for unit in units {
            let since = unit.valid_from.unwrap_or(FIRST_PERIOD).max(FIRST_PERIOD);
            open_periodic(ctx, &unit, since).await?;
        }
    }
    super::forget_askers(ctx).await?;
    crate::register::sweep_erased_files(ctx).await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn open_periodic_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    unit: &Unit,
    since: Date,
) -> Result<Vec<Duty>> {
    let Some(kind) = unit.kind.law_kind() else {
        return Ok(Vec::new());
    };
    let start = unit.valid_from.map_or(since, |from| from.max(since));
    let known = dinh_store::disclosure::duties::periods(tx, unit.id).await?;
    let mut opened = Vec::new();
    for rule in ctx.law().catalogue(kind, ctx.today()) {
        for (key, title, event) in occasions(rule, start, ctx.today()) {
            if !known.contains(&(rule.code.clone(), key.clone())) {
                let duty = add_duty(ctx, tx, unit, rule, event, Some(key), &title, "").await?;
                let detail =
                    json!({ "rule": duty.rule_code, "number": duty.number, "due": duty.due_on });
                audit::record(ctx, tx, "open_periodic", duty.id, Some(unit.id), detail).await?;
                opened.push(duty);
            }
        }
    }
    if !opened.is_empty() {
        super::refresh_unit(ctx, tx, unit.id).await?;
    }
    Ok(opened)
}

fn occasions(rule: &Rule, start: Date, today: Date) -> Vec<(String, String, Event)> {
    if rule.permanent {
        let event = Event {
            kind: rule.trigger,
            date: start,
        };
        return vec![(PERMANENT.to_owned(), rule.title.clone(), event)];
    }
    let (Some(recurrence), EventKind::PeriodEnded) = (rule.recurrence, rule.trigger) else {
        return Vec::new();
    };
    periods(recurrence, start, today)
        .into_iter()
        .filter(|period| period.end < today && period.end >= start)
        .map(|period| {
            let event = Event {
                kind: EventKind::PeriodEnded,
                date: period.end,
            };
            let title = format!("{} – {}", rule.title, period.label);
            (period.key, title, event)
        })
        .collect()
}
