//! A household said different things on different channels: a person of the counting team decides which one counts, and
//! says why. The law gives no channel precedence.

use dinh_domain::access::Action;
use dinh_domain::decision::VoteChannel;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_domain::roll::require_reason;
use dinh_store::WriteTx;
use dinh_store::decision::online as stored;
use serde_json::json;

use super::load::{heard, round_of, running};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Decide.
pub async fn settle_conflict(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    channel: VoteChannel,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    settle_conflict_in(ctx, &mut tx, id, household, (channel, reason)).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn settle_conflict_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    household: HouseholdId,
    (channel, reason): (VoteChannel, &str),
) -> Result<()> {
    let (decision, account) = running(ctx, tx, id, Action::CountVotes).await?;
    let reason = require_reason("reason", reason).map_err(|error| Error::Invalid(vec![error]))?;
    let round = round_of(&decision);
    let mut heard = heard(tx, round, household).await?;
    heard.voice.settle(channel)?;
    let what = (channel.code(), reason.as_str());
    stored::resolve_conflict(tx, round, household, what, (account, ctx.now())).await?;
    let detail = json!({
        "number": decision.number, "round": round.1, "channel": channel.code(),
    });
    audit::record(
        ctx,
        tx,
        "settle_vote_conflict",
        id,
        Some(decision.unit),
        detail,
    )
    .await
}
