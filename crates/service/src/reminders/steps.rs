//! Dated steps outside the disclosure room, computed from what is there now: decisions under way, requests without an answer,
//! elections that nobody has decided. What was computed is kept, so that letters can tell of it and lists can ask for it.

use std::collections::BTreeMap;

use dinh_domain::decision::State;
use dinh_domain::ids::{DecisionId, UnitId};
use dinh_domain::reminders::{DatedStep, Party, StepKind, next_step};
use dinh_store::ReadTx;
use dinh_store::decision::{Stored, after, get, lists};
use dinh_store::disclosure::requests::{self, RequestRow};
use dinh_store::reminders::steps;
use jiff::civil::{Date, date};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::disclosure::request_rule;
use crate::error::Result;
use crate::platform::Context;

const PART: i64 = 500;
/// PostgreSQL knows no day before 4714 BC, and nothing is that old.
const FIRST_DAY: Date = date(1, 1, 1);
/// States in which a decision waits for a step that has a day.
const UNDER_WAY: [State; 5] = [
    State::Planned,
    State::Noticed,
    State::Open,
    State::Decided,
    State::Sent,
];

/// The same for the same step of the same thing by the same day, whoever computes it.
fn identity(thing: Uuid, kind: StepKind, due_on: Date) -> Uuid {
    let digest = Sha256::digest(format!("dinh/step/1\n{thing}\n{}\n{due_on}\n", kind.code()));
    let mut half = [0; 16];
    half.copy_from_slice(digest.split_at(16).0);
    Builder::from_random_bytes(half).into_uuid()
}

fn step(
    (thing, number, unit): (Uuid, i64, UnitId),
    (kind, due_on, waits_for): (StepKind, Date, Party),
    about: &str,
    citation: String,
) -> DatedStep {
    DatedStep {
        id: identity(thing, kind, due_on),
        thing,
        number,
        kind,
        unit,
        due_on,
        waits_for,
        about: about.to_owned(),
        citation,
    }
}

fn of_decision(ctx: &Context<'_>, stored: &Stored) -> Option<DatedStep> {
    let decision = &stored.decision;
    let (kind, by, party, citation) = next_step(decision, ctx.law())?;
    Some(step(
        (decision.id.0, decision.number, decision.unit),
        (kind, by, party),
        decision.proposal.subject.label(),
        citation,
    ))
}

fn of_request(ctx: &Context<'_>, row: &RequestRow) -> Result<DatedStep> {
    let due_on = row.due_on.to_jiff();
    let rule = request_rule(ctx, due_on)?;
    Ok(step(
        (row.id, row.number, UnitId(row.unit_id)),
        (StepKind::Answer, due_on, Party::InCharge),
        &rule.title,
        rule.deadline_citation.to_string(),
    ))
}

fn of_election(ctx: &Context<'_>, election: &after::NewElection) -> Result<DatedStep> {
    let rule = ctx.law().procedure("new_election", election.since)?;
    Ok(step(
        (election.decision.0, 0, election.unit),
        (StepKind::NewElection, election.due, Party::Head),
        &rule.title,
        rule.citation.to_string(),
    ))
}

/// Every step that is due by a day.
async fn compute(ctx: &Context<'_>, tx: &mut ReadTx, until: Date) -> Result<Vec<DatedStep>> {
    let mut found = Vec::new();
    for state in UNDER_WAY {
        let mut last = 0;
        loop {
            let part = lists::in_state(tx, state.code(), last, PART).await?;
            let Some(stored) = part.last() else { break };
            last = stored.decision.number;
            let steps = part.iter().filter_map(|stored| of_decision(ctx, stored));
            found.extend(steps.filter(|step| step.due_on <= until));
        }
    }
    let mut last = (FIRST_DAY, 0);
    loop {
        let part = requests::open_until(tx, until, last, PART).await?;
        let Some(row) = part.last() else { break };
        last = (row.due_on.to_jiff(), row.number);
        for row in &part {
            found.push(of_request(ctx, row)?);
        }
    }
    for election in after::new_elections_of_city(tx).await? {
        if election.due <= until {
            found.push(of_election(ctx, &election)?);
        }
    }
    Ok(found)
}

/// Compute every step that is due by a day, and write down what changed since the last time, if anything did.
pub(super) async fn mend(ctx: &Context<'_>, until: Date) -> Result<Vec<DatedStep>> {
    let mut tx = ctx.read().await?;
    let found = compute(ctx, &mut tx, until).await?;
    let mut known: BTreeMap<Uuid, DatedStep> = BTreeMap::new();
    let mut after = (FIRST_DAY, Uuid::nil());
    loop {
        let part = steps::open(&mut tx, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = (last.due_on, last.id);
        known.extend(part.into_iter().map(|step| (step.id, step)));
    }
    drop(tx);
    let mut changed = Vec::new();
    for step in &found {
        if known.remove(&step.id).as_ref() != Some(step) {
            changed.push(step);
        }
    }
    if changed.is_empty() && known.is_empty() {
        return Ok(found);
    }
    let mut tx = ctx.write().await?;
    for step in changed {
        steps::save(&mut tx, step).await?;
    }
    for gone in known.into_keys() {
        steps::close(&mut tx, gone).await?;
    }
    tx.commit().await?;
    Ok(found)
}

/// Whether a step is still to be done by the day of which a letter tells.
pub(super) async fn still_waits(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    step: &DatedStep,
) -> Result<bool> {
    let now = match step.kind {
        StepKind::Answer => {
            let row = requests::find_by_number(tx, step.number).await?;
            return Ok(row.is_some_and(|row| row.id == step.thing && row.state == "received"));
        }
        StepKind::NewElection => {
            let open = after::new_elections_of_city(tx).await?;
            return Ok(open
                .iter()
                .any(|election| election.decision.0 == step.thing));
        }
        _ => get(tx, DecisionId(step.thing)).await?,
    };
    Ok(of_decision(ctx, &now).is_some_and(|now| now.id == step.id))
}
