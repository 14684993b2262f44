//! What waits for the commune: decisions to be recognised, elections to be decided.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::{DecisionId, UnitId};
use dinh_law::{Explanation, Recogniser};
use dinh_store::decision::{self as stored, after};
use jiff::civil::Date;

use super::super::statistics::StatisticsPeriod;
use super::recognise::body;
use crate::access::authorise;
use crate::disclosure::Quarter;
use crate::error::{Error, Result};
use crate::platform::Context;

const WAITING: i64 = 500;

/// A decision that waits for its recognition.
#[derive(Clone, Debug)]
pub struct Awaiting {
    /// The decision.
    pub decision: Decision,
    /// Name of its community.
    pub unit_name: String,
    /// Last day.
    pub due: Date,
    /// How that day is computed.
    pub explanation: Explanation,
    /// Article.
    pub citation: String,
}

/// A head was dismissed; another election is to be decided by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueElection {
    /// The community.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The day of the dismissal.
    pub since: Date,
    /// Last day.
    pub due: Date,
    /// Article.
    pub citation: String,
}

/// What waits for one body of a commune.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// For which body.
    pub body: Recogniser,
    /// Decisions to recognise or refuse, the earliest last day first.
    pub decisions: Vec<Awaiting>,
    /// Elections of heads to be decided; for the People's Committee alone.
    pub elections: Vec<DueElection>,
}

/// The numbers of the last quarter that is over, for a commune that hands them in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStatistics {
    /// The quarter.
    pub period: StatisticsPeriod,
    /// Matters that have their result in it.
    pub decided: i64,
}

/// What waits on the desk of a commune beside single steps; each part for who may do it.
#[derive(Clone, Debug, Default)]
pub struct DeskWaiting {
    /// Recognitions, elections.
    pub recognition: Option<Waiting>,
    /// Statistics.
    pub statistics: Option<DueStatistics>,
}

/// What waits on the desk of this commune for the caller.
pub async fn waiting_on_desk(ctx: &Context<'_>, commune: UnitId) -> Result<DeskWaiting> {
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::get(&mut tx, commune).await?;
    if !unit.kind.is_commune_level() {
        return Ok(DeskWaiting::default());
    }
    let exports = authorise(ctx, &mut tx, Action::ExportStatistics, commune).await;
    let statistics = if exports.is_ok() {
        let period = StatisticsPeriod::Quarter(Quarter::of(ctx.today()).previous());
        let decided = stored::count_decided(&mut tx, commune, period.span()?).await?;
        Some(DueStatistics { period, decided })
    } else {
        None
    };
    drop(tx);
    let recognition = match body(ctx) {
        Ok(_) if ctx.unit() == Some(commune) => Some(waiting_for_recognition(ctx).await?),
        _ => None,
    };
    Ok(DeskWaiting {
        recognition,
        statistics,
    })
}

/// What waits for the body for which the caller acts.
pub async fn waiting_for_recognition(ctx: &Context<'_>) -> Result<Waiting> {
    let (body, action) = body(ctx)?;
    let commune = ctx.unit().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, action, commune).await?;
    let units = crate::units::directory(ctx.platform, &mut tx).await?;
    let name = |unit: UnitId| {
        units
            .find(unit)
            .map(|unit| unit.full_name.clone())
            .unwrap_or_default()
    };
    let sent =
        stored::of_commune_in_state(&mut tx, commune, State::Sent.code(), 0, WAITING).await?;
    let mut decisions = Vec::new();
    for found in sent {
        let decision = found.decision;
        if let Some(waits) = awaiting(ctx, decision, body, &name)? {
            decisions.push(waits);
        }
    }
    decisions.sort_by_key(|waits| (waits.due, waits.decision.number));
    let elections = if body == Recogniser::PeoplesCommittee {
        let rule = ctx.law().procedure("new_election", ctx.today())?;
        after::new_elections(&mut tx, commune)
            .await?
            .into_iter()
            .map(|election| DueElection {
                unit: election.unit,
                unit_name: name(election.unit),
                since: election.since,
                due: election.due,
                citation: rule.citation.to_string(),
            })
            .collect()
    } else {
        Vec::new()
    };
    Ok(Waiting {
        body,
        decisions,
        elections,
    })
}

fn awaiting(
    ctx: &Context<'_>,
    decision: Decision,
    body: Recogniser,
    name: &impl Fn(UnitId) -> String,
) -> Result<Option<Awaiting>> {
    let today = ctx.today();
    if decision.recogniser(ctx.law(), today)? != Some(body) {
        return Ok(None);
    }
    let matter = decision.matter(ctx.law(), today)?;
    let (Some(rule), Some(sent), Some(due)) =
        (&matter.recognition, decision.sent_on, decision.recognise_by)
    else {
        return Ok(None);
    };
    let explanation = ctx
        .law()
        .calendar()
        .end_of_term(sent, rule.term, None, &[])?;
    Ok(Some(Awaiting {
        unit_name: name(decision.unit),
        due,
        explanation,
        citation: rule.citation.to_string(),
        decision,
    }))
}

/// The duties of disclosure that a decision made for its commune; public.
pub async fn duties_of_decision(ctx: &Context<'_>, id: DecisionId) -> Result<Vec<Duty>> {
    let mut tx = ctx.read().await?;
    Ok(after::duties_of(&mut tx, id).await?)
}
