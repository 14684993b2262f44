//! Conclude a round of household ballots before two household representatives (Decree 59 Article 4(6)).

use dinh_domain::access::Action;
use dinh_domain::decision::{Closing, Count, Outcome};
use dinh_domain::folding::clean;
use dinh_domain::ids::DecisionId;
use dinh_law::Threshold;
use dinh_store::WriteTx;

use super::load::{Loaded, Running, load, running};
use super::texts;
use crate::decision::conclude::conclude_in;
use crate::error::Result;
use crate::platform::Context;

/// The exact result, before it is made public.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The numbers.
    pub count: Count,
    /// What comes out.
    pub outcome: Outcome,
    /// How many must agree.
    pub threshold: Threshold,
    /// The witnesses as they will be kept.
    pub witnesses: Vec<String>,
}

/// What the result would be now; refused like the conclusion itself.
pub async fn check_result(
    ctx: &Context<'_>,
    id: DecisionId,
    witnesses: &[String],
) -> Result<Checked> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::RunDecision).await?;
    let closing = closing(&round, witnesses);
    let (count, witnesses) = (closing.count.clone(), closing.witnesses.clone());
    let outcome = round.decision.conclude(closing, ctx.law())?.clone();
    let threshold = round.decision.threshold(ctx.law(), ctx.today())?;
    Ok(Checked {
        count,
        outcome,
        threshold,
        witnesses,
    })
}

/// Conclude.
pub async fn conclude_ballots(
    ctx: &Context<'_>,
    id: DecisionId,
    witnesses: &[String],
) -> Result<Outcome> {
    let mut tx = ctx.write().await?;
    let outcome = conclude_ballots_in(ctx, &mut tx, id, witnesses).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The same inside a transaction of the caller.
pub async fn conclude_ballots_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    witnesses: &[String],
) -> Result<Outcome> {
    let mut round = running(ctx, tx, id, Action::RunDecision).await?;
    let closing = closing(&round, witnesses);
    let loaded: Loaded = load(tx, &round.decision).await?;
    let extra = texts::contents(&round.decision, &loaded)?;
    conclude_in(ctx, tx, &mut round.decision, closing, extra).await
}

fn closing(round: &Running, witnesses: &[String]) -> Closing {
    Closing {
        now: round.now,
        count: round.ballots.count(),
        witnesses: witnesses
            .iter()
            .map(|name| clean(name))
            .filter(|name| !name.is_empty())
            .collect(),
        unresolved: round.ballots.unresolved(),
    }
}
