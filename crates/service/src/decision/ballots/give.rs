//! Give each household of the frozen roll its one ballot (Article 19(3)).

use dinh_domain::access::Action;
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::households::{self, Delivery, Recorded};
use jiff::civil::{Date, DateTime};
use serde_json::json;

use super::load::{Running, running};
use crate::audit;
use crate::decision::deliver::{DeliveryKind, Handed};
use crate::error::{Error, Result};
use crate::platform::Context;

/// A household was given its ballot.
pub async fn give(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    on: Date,
    way: &str,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let handed = handed(on, way);
    give_in(ctx, &mut tx, id, household, &handed).await?;
    tx.commit().await?;
    Ok(())
}

fn handed(on: Date, way: &str) -> Handed {
    Handed {
        kind: DeliveryKind::Ballot,
        on,
        way: way.to_owned(),
    }
}

/// The same inside a transaction of the caller.
pub async fn give_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    household: HouseholdId,
    handed: &Handed,
) -> Result<()> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    check(ctx, &round, handed)?;
    round.ballots.give(household)?;
    write(ctx, tx, &round, household, handed).await?;
    let detail = json!({ "number": round.decision.number, "round": round.decision.round.number });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, "give_ballot", id, unit, detail).await
}

/// Every household that had none was given its ballot; gives how many.
pub async fn give_to_all(ctx: &Context<'_>, id: DecisionId, on: Date, way: &str) -> Result<u64> {
    let mut tx = ctx.write().await?;
    let count = give_to_all_in(ctx, &mut tx, id, &handed(on, way)).await?;
    tx.commit().await?;
    Ok(count)
}

/// The same inside a transaction of the caller.
pub async fn give_to_all_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    handed: &Handed,
) -> Result<u64> {
    let mut round = running(ctx, tx, id, Action::CountVotes).await?;
    check(ctx, &round, handed)?;
    let waiting: Vec<HouseholdId> = round
        .ballots
        .roll
        .difference(&round.ballots.given)
        .copied()
        .collect();
    for household in &waiting {
        round.ballots.give(*household)?;
        write(ctx, tx, &round, *household, handed).await?;
    }
    let detail = json!({
        "number": round.decision.number, "round": round.decision.round.number,
        "households": waiting.len(),
    });
    let unit = Some(round.decision.unit);
    audit::record(ctx, tx, "give_ballots", id, unit, detail).await?;
    Ok(u64::try_from(waiting.len()).unwrap_or(u64::MAX))
}

/// A household did not get its ballot after all.
pub async fn take_back_giving(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let mut round = running(ctx, &mut tx, id, Action::CountVotes).await?;
    round.ballots.take_back_giving(household)?;
    let kind = DeliveryKind::Ballot.code();
    households::take_back_delivery(&mut tx, round.round(), kind, household).await?;
    let detail = json!({ "number": round.decision.number, "round": round.decision.round.number });
    let unit = Some(round.decision.unit);
    audit::record(ctx, &mut tx, "take_back_ballot", id, unit, detail).await?;
    tx.commit().await?;
    Ok(())
}

async fn write(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    round: &Running,
    household: HouseholdId,
    handed: &Handed,
) -> Result<()> {
    let (decision, number) = round.round();
    let delivery = Delivery {
        decision,
        round: number,
        kind: DeliveryKind::Ballot.code(),
        on: handed.on,
        way: &handed.way,
    };
    let recorded = Recorded {
        household,
        by: Some(round.account),
        at: ctx.now(),
    };
    households::deliver(tx, delivery, recorded).await?;
    Ok(())
}

fn check(ctx: &Context<'_>, round: &Running, handed: &Handed) -> Result<()> {
    let opened = round.decision.round.opened.map(DateTime::date);
    if handed.on > ctx.today() || opened.is_some_and(|opened| handed.on < opened) {
        return Err(Error::field(
            "on",
            "Ngày phát phiếu phải từ ngày mở lấy ý kiến đến hôm nay.",
        ));
    }
    if handed.way.trim().is_empty() {
        return Err(Error::field(
            "way",
            "Hãy ghi cách phát, ví dụ “tận tay từng hộ”.",
        ));
    }
    Ok(())
}
