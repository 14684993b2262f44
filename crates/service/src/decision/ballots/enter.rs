//! Two people read every paper, each on their own; a third settles what they read differently.

use dinh_domain::access::Action;
use dinh_domain::decision::{Choice, Place};
use dinh_domain::folding::clean;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision::ballots as stored;
use serde_json::json;

use super::load::{Running, running};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// More words fit on no ballot.
const LONGEST_OPINION: usize = 2_000;

/// What one person read on a paper.
#[derive(Clone, Debug)]
pub struct Read {
    /// Serial.
    pub serial: u32,
    /// What is marked.
    pub choice: Choice,
    /// Words written on it; may be empty. They are kept apart and can be erased.
    pub opinion: String,
}

/// What a third person settles.
#[derive(Clone, Debug)]
pub struct Settling {
    /// Serial.
    pub serial: u32,
    /// What the paper says.
    pub choice: Choice,
    /// Why.
    pub reason: String,
}

/// One person read a paper. Gives which reading it is.
pub async fn enter(ctx: &Context<'_>, id: DecisionId, read: Read) -> Result<Place> {
    let mut tx = ctx.write().await?;
    let place = enter_in(ctx, &mut tx, id, read).await?;
    tx.commit().await?;
    Ok(place)
}

/// The same inside a transaction of the caller.
pub async fn enter_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    read: Read,
) -> Result<Place> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    round.ballots.may_count(round.now, ctx.law(), round.on)?;
    let opinion = clean(&read.opinion);
    if opinion.chars().count() > LONGEST_OPINION {
        return Err(Error::field(
            "opinion",
            format!("Ý kiến khác tối đa {LONGEST_OPINION} ký tự; hãy ghi tóm tắt."),
        ));
    }
    let choice = read.choice.in_order();
    let place = round
        .ballots
        .enter(read.serial, round.account, choice.clone())?;
    write(ctx, tx, &round, (read.serial, place), &choice, "").await?;
    if !opinion.is_empty() {
        let which = (i64::from(read.serial), place.number());
        stored::add_opinion(tx, round.round(), which, &opinion).await?;
    }
    record(ctx, tx, &round, "enter_ballot", (read.serial, place)).await?;
    Ok(place)
}

/// A third person settles a difference.
pub async fn settle(ctx: &Context<'_>, id: DecisionId, settling: Settling) -> Result<()> {
    let mut tx = ctx.write().await?;
    settle_in(ctx, &mut tx, id, settling).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn settle_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    settling: Settling,
) -> Result<()> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    let serial = settling.serial;
    let choice = settling.choice.in_order();
    round
        .ballots
        .settle(serial, round.account, choice.clone(), &settling.reason)?;
    let which = (serial, Place::Settling);
    let reason = clean(&settling.reason);
    write(ctx, tx, &round, which, &choice, &reason).await?;
    record(ctx, tx, &round, "settle_ballot", which).await
}

/// The same person takes their own reading back.
pub async fn take_back_entry(ctx: &Context<'_>, id: DecisionId, serial: u32) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    let place = round.ballots.take_back_entry(serial, round.account)?;
    let which = (i64::from(serial), place.number());
    stored::take_back_entry(&mut tx, round.round(), which, round.account).await?;
    record(ctx, &mut tx, &round, "take_back_entry", (serial, place)).await?;
    tx.commit().await?;
    Ok(())
}

async fn write(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    round: &Running,
    (serial, place): (u32, Place),
    choice: &Choice,
    reason: &str,
) -> Result<()> {
    let entry = stored::NewEntry {
        serial: i64::from(serial),
        entry: place.number(),
        account: round.account,
        choice: &choice.code(),
        reason,
        at: ctx.now(),
    };
    stored::enter(tx, round.round(), entry).await?;
    Ok(())
}

async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    round: &Running,
    action: &'static str,
    (serial, place): (u32, Place),
) -> Result<()> {
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number,
        "serial": serial, "entry": place.number(),
    });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, action, round.decision.id, unit, detail).await
}
