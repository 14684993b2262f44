//! Print ballots: serials for as many households as the frozen roll has, and others in the place of spoiled ones.

use dinh_domain::access::Action;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision::ballots as stored;
use serde_json::json;

use super::load::{Running, running};
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// Print the ballots that are missing; gives their serials.
pub async fn print(ctx: &Context<'_>, id: DecisionId) -> Result<Vec<u32>> {
    let mut tx = ctx.write().await?;
    let serials = print_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(serials)
}

/// The same inside a transaction of the caller.
pub async fn print_in(ctx: &Context<'_>, tx: &mut WriteTx, id: DecisionId) -> Result<Vec<u32>> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    let serials = round.ballots.print(ctx.law(), round.on)?;
    for serial in &serials {
        add(ctx, tx, &round, *serial).await?;
    }
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number,
        "first": serials.first(), "last": serials.last(),
    });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, "print_ballots", id, unit, detail).await?;
    Ok(serials)
}

async fn add(ctx: &Context<'_>, tx: &mut WriteTx, round: &Running, serial: u32) -> Result<()> {
    let ballot = (i64::from(serial), ctx.platform.random.bytes());
    stored::add(tx, round.round(), ballot, Some(round.account), ctx.now()).await?;
    Ok(())
}

/// A ballot is spoiled or lost: it is void, another takes its place. Gives the new serial.
pub async fn replace(ctx: &Context<'_>, id: DecisionId, serial: u32, reason: &str) -> Result<u32> {
    let mut tx = ctx.write().await?;
    let new = replace_in(ctx, &mut tx, id, serial, reason).await?;
    tx.commit().await?;
    Ok(new)
}

/// The same inside a transaction of the caller.
pub async fn replace_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    serial: u32,
    reason: &str,
) -> Result<u32> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    let new = round.ballots.replace(serial, reason)?;
    add(ctx, tx, &round, new).await?;
    write_void(ctx, tx, &round, serial).await?;
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number,
        "serial": serial, "replaced_by": new,
    });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, "replace_ballot", id, unit, detail).await?;
    Ok(new)
}

/// A ballot is too many: one person asks that it be void with no other in its place.
pub async fn ask_void(ctx: &Context<'_>, id: DecisionId, serial: u32, reason: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    round.ballots.ask_void(serial, reason, round.account)?;
    let asked = round.ballots.ballots.get(&serial);
    if let Some((reason, by)) = asked.and_then(|ballot| ballot.asked.as_ref()) {
        stored::ask_void(&mut tx, round.round(), i64::from(serial), (reason, *by)).await?;
    }
    trail(ctx, &mut tx, &round, "ask_void_ballot", serial).await?;
    tx.commit().await?;
    Ok(())
}

/// A second person agrees: the ballot is void, and no other is printed for it.
pub async fn confirm_void(ctx: &Context<'_>, id: DecisionId, serial: u32) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    round.ballots.confirm_void(serial, round.account)?;
    write_void(ctx, &mut tx, &round, serial).await?;
    trail(ctx, &mut tx, &round, "void_ballot", serial).await?;
    tx.commit().await?;
    Ok(())
}

/// It was asked for by mistake; the ballot stays good.
pub async fn withdraw_void(ctx: &Context<'_>, id: DecisionId, serial: u32) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    round.ballots.withdraw_void(serial)?;
    stored::withdraw_void(&mut tx, round.round(), i64::from(serial)).await?;
    trail(ctx, &mut tx, &round, "withdraw_void_ballot", serial).await?;
    tx.commit().await?;
    Ok(())
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    round: &Running,
    action: &'static str,
    serial: u32,
) -> Result<()> {
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number, "serial": serial,
    });
    let (id, unit) = (round.decision.id, Some(round.decision.unit));
    audit::record(ctx, tx, action, id, unit, detail).await
}

async fn write_void(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    round: &Running,
    serial: u32,
) -> Result<()> {
    let Some(ballot) = round.ballots.ballots.get(&serial) else {
        return Ok(());
    };
    let reason = ballot.void.as_deref().unwrap_or_default();
    let which = (i64::from(serial), ballot.replaced_by.map(i64::from));
    let by = (Some(round.account), ctx.now());
    stored::void(tx, round.round(), which, reason, by).await?;
    Ok(())
}
