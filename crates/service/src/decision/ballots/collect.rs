//! The collection list: which household handed its ballot in. It never knows a serial.

use dinh_domain::access::Action;
use dinh_domain::decision::Collected;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::ballots as stored;
use serde_json::json;

use super::load::running;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// What became of the ballot of a household.
#[derive(Clone, Copy, Debug)]
pub struct Collecting {
    /// Household.
    pub household: HouseholdId,
    /// What became of it.
    pub state: Collected,
    /// Somebody vouches that it was collected before the time was over, though it is written down later.
    pub in_time: bool,
}

/// Write it down.
pub async fn collect(ctx: &Context<'_>, id: DecisionId, collecting: Collecting) -> Result<()> {
    let mut tx = ctx.write().await?;
    collect_in(ctx, &mut tx, id, collecting).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn collect_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    collecting: Collecting,
) -> Result<()> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    let Collecting {
        household,
        state,
        in_time,
    } = collecting;
    let time = (round.now, in_time);
    let rules = (ctx.law(), round.on);
    round.ballots.collect(household, state, time, rules)?;
    let by = (Some(round.account), ctx.now());
    stored::collect(tx, round.round(), (household, state.code()), by).await?;
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number,
        "late": round.ballots.is_over(round.now),
    });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, "collect_ballot", id, unit, detail).await
}

/// Nothing is known of a household's ballot after all.
pub async fn take_back_collection(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    round.ballots.take_back_collection(household)?;
    stored::take_back_collection(&mut tx, round.round(), household).await?;
    let detail = json!({ "number": round.decision.number, "round": round.decision.round.number });
    let unit = Some(round.decision.unit);
    audit::record(ctx, &mut tx, "take_back_collection", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}
