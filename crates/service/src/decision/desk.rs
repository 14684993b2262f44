//! The desk of the room: what is under way, the earliest day of the law first.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, NextDue};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_store::decision as stored;
use dinh_store::decision::lists;
use jiff::civil::Date;

use crate::access::authorise;
use crate::error::Result;
use crate::platform::Context;

const UNDER_WAY: i64 = 200;
const OVER: i64 = 20;

/// A decision on the desk.
#[derive(Clone, Debug)]
pub struct DeskDecision {
    /// The decision.
    pub decision: Decision,
    /// Name of its community.
    pub unit_name: String,
    /// What is to be done next, if anything is.
    pub due: Option<NextDue>,
}

/// The desk of a community or a commune.
pub struct DecisionDesk {
    /// The unit.
    pub unit: Unit,
    /// What waits for a step, the earliest day first, then what has no day.
    pub under_way: Vec<DeskDecision>,
    /// More is under way than is shown.
    pub more: bool,
    /// The newest of those whose way is at its end.
    pub over: Vec<DeskDecision>,
}

/// What a community, or a commune with its communities, is deciding.
pub async fn decision_desk(ctx: &Context<'_>, unit: UnitId) -> Result<DecisionDesk> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ReadDecisions, unit).await?;
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let unit = units.find(unit).cloned().ok_or(crate::Error::NotFound)?;
    let (found, newest) = if unit.kind.is_commune_level() {
        (
            lists::under_way_of_commune(&mut tx, unit.id, UNDER_WAY + 1).await?,
            stored::of_commune(&mut tx, unit.id, i64::MAX, OVER).await?,
        )
    } else {
        (
            lists::under_way_of_unit(&mut tx, unit.id, UNDER_WAY + 1).await?,
            stored::of_unit(&mut tx, unit.id, i64::MAX, OVER).await?,
        )
    };
    let more = i64::try_from(found.len()).is_ok_and(|count| count > UNDER_WAY);
    let line = |stored: stored::Stored| DeskDecision {
        unit_name: units
            .find(stored.decision.unit)
            .map(|unit| unit.full_name.clone())
            .unwrap_or_default(),
        due: stored.decision.next_due(ctx.law()),
        decision: stored.decision,
    };
    let mut under_way: Vec<DeskDecision> = found
        .into_iter()
        .take(usize::try_from(UNDER_WAY).unwrap_or(usize::MAX))
        .map(line)
        .filter(|line| line.due.is_some())
        .collect();
    under_way.sort_by_key(|line| {
        let by = line.due.and_then(|due| due.by).unwrap_or(Date::MAX);
        (by, line.decision.number)
    });
    let over = newest
        .into_iter()
        .map(line)
        .filter(|line| line.due.is_none())
        .collect();
    Ok(DecisionDesk {
        unit,
        under_way,
        more,
        over,
    })
}
