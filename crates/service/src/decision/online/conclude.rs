//! Conclude an online vote: every household counted once, the root over the sealed lines in the register.

use dinh_domain::access::Action;
use dinh_domain::decision::{Closing, Count, Decision, Outcome, State};
use dinh_domain::ids::DecisionId;
use dinh_law::Threshold;
use dinh_store::WriteTx;
use dinh_store::decision::{self as decisions, online as stored};

use super::load::{Votes, running, votes};
use super::seal::box_text;
use crate::clock::local;
use crate::decision::conclude::conclude_in;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

/// Hours after the end in which the team can still enter papers that were handed in before it and settle conflicts;
/// then the platform concludes by itself, if nothing is open.
const GRACE_HOURS: i64 = 24;

/// What the result would be now; refused like the conclusion itself.
pub async fn check_online_result(
    ctx: &Context<'_>,
    id: DecisionId,
) -> Result<(Count, Outcome, Threshold)> {
    let mut tx = ctx.write().await?;
    let (mut decision, _) = running(ctx, &mut tx, id, Action::RunDecision).await?;
    let votes = votes(&mut tx, &decision).await?;
    let closing = closing(ctx, &votes);
    let count = closing.count.clone();
    let outcome = decision.conclude(closing, ctx.law())?.clone();
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    Ok((count, outcome, threshold))
}

/// Conclude.
pub async fn conclude_online(ctx: &Context<'_>, id: DecisionId) -> Result<Outcome> {
    let mut tx = ctx.write().await?;
    let outcome = conclude_online_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The same inside a transaction of the caller.
pub async fn conclude_online_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
) -> Result<Outcome> {
    let (mut decision, _) = running(ctx, tx, id, Action::RunDecision).await?;
    close(ctx, tx, &mut decision).await
}

async fn close(ctx: &Context<'_>, tx: &mut WriteTx, decision: &mut Decision) -> Result<Outcome> {
    let votes = votes(tx, decision).await?;
    let (content, size, _) = box_text(decision, &votes)?;
    let closing = closing(ctx, &votes);
    if closing.unresolved == 0 && closing.count.represented != size {
        return Err(Error::Internal(
            "the tree of a vote does not hold what is counted".into(),
        ));
    }
    conclude_in(ctx, tx, decision, closing, vec![content]).await
}

fn closing(ctx: &Context<'_>, votes: &Votes) -> Closing {
    Closing {
        now: local(ctx.now()).datetime(),
        count: votes.merged.count.clone(),
        witnesses: Vec::new(),
        unresolved: u64::try_from(votes.merged.conflicts.len()).unwrap_or(u64::MAX),
    }
}

/// Conclude votes whose time was over a day ago and that nobody concluded; gives how many. Only the clockwork calls it.
/// A vote with an open conflict waits for its counting team. It runs once a day.
pub async fn close_forgotten(ctx: &Context<'_>) -> Result<u64> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        return Err(Error::Forbidden);
    }
    let mut tx = ctx.read().await?;
    let mut forgotten = Vec::new();
    for id in stored::running(&mut tx, 2000).await? {
        if is_forgotten(ctx, &decisions::get(&mut tx, id).await?.decision) {
            forgotten.push(id);
        }
    }
    drop(tx);
    let mut closed = 0;
    for id in forgotten {
        let mut tx = ctx.write().await?;
        let mut decision = decisions::get(&mut tx, id).await?.decision;
        if !is_forgotten(ctx, &decision) {
            continue;
        }
        if !votes(&mut tx, &decision).await?.merged.conflicts.is_empty() {
            continue;
        }
        close(ctx, &mut tx, &mut decision).await?;
        tx.commit().await?;
        closed += 1;
    }
    Ok(closed)
}

fn is_forgotten(ctx: &Context<'_>, decision: &Decision) -> bool {
    let closes = decision.round.plan.as_ref().and_then(|plan| plan.closes);
    let now = local(ctx.now()).datetime();
    decision.state == State::Open
        && closes.is_some_and(|closes| {
            closes
                .checked_add(jiff::Span::new().hours(GRACE_HOURS))
                .is_ok_and(|end| now >= end)
        })
}
