//! Form VIII: in how many communities all households met, how often. Every attempt counts that was a meeting of all,
//! whatever came of it; a meeting counts once a day, however many matters it decided.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::decision::{Decision, Outcome, Round};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_law::{DecisionForm, Scope};
use dinh_report::VillageMeetingRow;
use dinh_store::{ReadTx, decision as stored};
use jiff::civil::{Date, date};

use super::{StatisticsPeriod, decided};
use crate::error::Result;
use crate::platform::Context;
use crate::units::UnitDirectory;

const ROUNDS: i64 = 5_000;

/// The meetings of one community.
#[derive(Default)]
struct Held {
    days: BTreeSet<Date>,
    in_clusters: bool,
}

impl Held {
    /// VIII.4 takes what VIII.2 and VIII.3 do not name.
    fn is_once(&self, times: usize) -> bool {
        self.days.len() == times && !self.in_clusters
    }

    fn words(&self, name: &str) -> String {
        let clusters = if self.in_clusters {
            ", có cuộc họp theo cụm"
        } else {
            ""
        };
        format!("{name}: {} lần{clusters}", self.days.len())
    }
}

/// The row of a commune for the year so far.
pub(super) async fn village_meetings(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    units: &UnitDirectory,
    commune: &Unit,
    period: StatisticsPeriod,
) -> Result<VillageMeetingRow> {
    let (_, end) = period.span()?;
    let held = held(tx, commune.id, (date(period.year(), 1, 1), end)).await?;
    let on = end.yesterday().unwrap_or(end).min(ctx.today());
    let communities = units
        .children(commune.id, on)
        .into_iter()
        .filter(|unit| unit.has_roll())
        .count();
    let with = |wanted: &dyn Fn(&Held) -> bool| {
        let count = held.values().filter(|held| wanted(held)).count();
        i64::try_from(count).ok()
    };
    let is_other = |held: &Held| !held.is_once(1) && !held.is_once(2);
    let mut note = vec!["Chỉ tính cuộc họp bàn, quyết định có ghi trên hệ thống.".to_owned()];
    for (unit, held) in held.iter().filter(|(_, held)| is_other(held)) {
        let name = units.find(*unit).map_or("", |unit| unit.full_name.as_str());
        note.push(held.words(name));
    }
    Ok(VillageMeetingRow {
        commune: commune.full_name.clone(),
        communities: i64::try_from(communities).ok(),
        met_once: with(&|held| held.is_once(1)),
        met_twice: with(&|held| held.is_once(2)),
        met_otherwise: with(&is_other),
        note: note.join(" "),
    })
}

/// The meetings of each community whose result stands in the span.
async fn held(
    tx: &mut ReadTx,
    commune: UnitId,
    span: (Date, Date),
) -> Result<BTreeMap<UnitId, Held>> {
    let over = stored::rounds_of_commune(tx, commune, span.1, ROUNDS).await?;
    let last = decided(tx, commune, span).await?;
    let rounds = last
        .iter()
        .map(|decision| (decision, &decision.round))
        .chain(over.iter().map(|(decision, round)| (decision, round)));
    let mut found: BTreeMap<UnitId, Held> = BTreeMap::new();
    for (decision, round) in rounds {
        let inside = round
            .decided_on
            .is_some_and(|on| span.0 <= on && on < span.1);
        if let Some(plan) = round
            .plan
            .as_ref()
            .filter(|_| inside && met(decision, round))
        {
            let held = found.entry(decision.unit).or_default();
            held.days.insert(plan.starts.date());
            held.in_clusters |= !plan.clusters.is_empty();
        }
    }
    Ok(found)
}

/// Whether all households of the community met; a meeting that was too small is no meeting of all.
fn met(decision: &Decision, round: &Round) -> bool {
    let meeting = round
        .plan
        .as_ref()
        .is_some_and(|plan| plan.form == DecisionForm::Meeting);
    meeting
        && decision.proposal.scope != Scope::Workplace
        && !decision.is_thread()
        && !matches!(round.outcome, None | Some(Outcome::NotEnoughHouseholds))
}
