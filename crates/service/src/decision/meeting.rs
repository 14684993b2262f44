//! What the meeting decides about itself by raised hands: its secretary, how it votes, who counts.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, HandVote, TeamMember, VotingMethod};
use dinh_domain::ids::DecisionId;
use dinh_store::{ReadTx, WriteTx};

use super::arrive::attending;
use super::thing::{finish, read};
use crate::error::Result;
use crate::platform::Context;

/// The meeting chooses its secretary by raised hands among those who attend.
pub async fn choose_secretary(
    ctx: &Context<'_>,
    id: DecisionId,
    name: &str,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_secretary_in(ctx, &mut tx, id, name, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_secretary_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    name: &str,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_secretary(name, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "secretary", vote).await
}

/// The meeting chooses raised hands or a secret ballot.
pub async fn choose_method(
    ctx: &Context<'_>,
    id: DecisionId,
    method: VotingMethod,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_method_in(ctx, &mut tx, id, method, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_method_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    method: VotingMethod,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_method(method, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "method", vote).await
}

/// The meeting chooses the counting committee of a secret ballot.
pub async fn choose_committee(
    ctx: &Context<'_>,
    id: DecisionId,
    members: Vec<TeamMember>,
    approve: u64,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    choose_committee_in(ctx, &mut tx, id, members, approve).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn choose_committee_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    members: Vec<TeamMember>,
    approve: u64,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    let vote = hands(tx, &decision, approve).await?;
    decision.choose_committee(members, vote, ctx.law())?;
    done(ctx, tx, &mut decision, "committee", vote).await
}

async fn hands(tx: &mut ReadTx, decision: &Decision, approve: u64) -> Result<HandVote> {
    Ok(HandVote {
        approve,
        attending: attending(tx, decision).await?,
    })
}

async fn done(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    step: &'static str,
    vote: HandVote,
) -> Result<()> {
    let note = format!("{}/{}", vote.approve, vote.attending);
    finish(ctx, tx, decision, step, &note, None).await?;
    Ok(())
}
