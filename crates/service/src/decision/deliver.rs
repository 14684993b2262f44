//! What reached which household: the notice, the papers, the ballot, the card.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::WriteTx;
use dinh_store::decision::households::{self, Delivery, Recorded};
use jiff::civil::Date;
use serde_json::json;

use super::ballots;
use super::thing::read;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryKind {
    /// The notice of the meeting or the ballots.
    Notice,
    /// The papers to be decided on (Decree 59 Article 3(4)).
    Papers,
    /// The ballot (Article 19(3)).
    Ballot,
    /// The card with the code of the online vote.
    Card,
}

impl DeliveryKind {
    /// Stable code, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Papers => "papers",
            Self::Ballot => "ballot",
            Self::Card => "card",
        }
    }

    /// The kind with this code.
    pub fn find(code: &str) -> Option<Self> {
        [Self::Notice, Self::Papers, Self::Ballot, Self::Card]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// How and when it was handed over.
#[derive(Clone, Debug)]
pub struct Handed {
    /// What.
    pub kind: DeliveryKind,
    /// Day.
    pub on: Date,
    /// How: "tận tay", "nhóm Zalo của ấp".
    pub way: String,
}

/// It reached one household.
pub async fn deliver(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    handed: Handed,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    deliver_in(ctx, &mut tx, id, household, handed).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn deliver_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    household: HouseholdId,
    handed: Handed,
) -> Result<()> {
    if handed.kind == DeliveryKind::Ballot {
        return ballots::give_in(ctx, tx, id, household, &handed).await;
    }
    let (decision, account) = read(ctx, tx, id, Action::CountVotes).await?;
    check(ctx, &decision, &handed)?;
    of_this_community(ctx, tx, &decision, household).await?;
    let recorded = Recorded {
        household,
        by: Some(account),
        at: ctx.now(),
    };
    households::deliver(tx, delivery(&decision, &handed), recorded).await?;
    let detail = json!({ "number": decision.number, "kind": handed.kind.code() });
    audit::record(
        ctx,
        tx,
        "deliver_to_household",
        id,
        Some(decision.unit),
        detail,
    )
    .await
}

/// It reached every household that it had not reached before; gives how many.
pub async fn deliver_to_all(ctx: &Context<'_>, id: DecisionId, handed: Handed) -> Result<u64> {
    let mut tx = ctx.write().await?;
    let count = deliver_to_all_in(ctx, &mut tx, id, handed).await?;
    tx.commit().await?;
    Ok(count)
}

/// The same inside a transaction of the caller.
pub async fn deliver_to_all_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    handed: Handed,
) -> Result<u64> {
    if handed.kind == DeliveryKind::Ballot {
        return ballots::give_to_all_in(ctx, tx, id, &handed).await;
    }
    let (decision, account) = read(ctx, tx, id, Action::CountVotes).await?;
    check(ctx, &decision, &handed)?;
    let delivery = delivery(&decision, &handed);
    let count =
        households::deliver_to_all(tx, delivery, decision.unit, Some(account), ctx.now()).await?;
    let detail =
        json!({ "number": decision.number, "kind": handed.kind.code(), "households": count });
    audit::record(ctx, tx, "deliver_to_all", id, Some(decision.unit), detail).await?;
    Ok(count)
}

/// It did not reach the household after all.
pub async fn take_back_delivery(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
    kind: DeliveryKind,
) -> Result<()> {
    if kind == DeliveryKind::Ballot {
        return ballots::take_back_giving(ctx, id, household).await;
    }
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    let round = (id, decision.round.number);
    households::take_back_delivery(&mut tx, round, kind.code(), household).await?;
    let detail = json!({ "number": decision.number, "kind": kind.code() });
    audit::record(
        ctx,
        &mut tx,
        "take_back_delivery",
        id,
        Some(decision.unit),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn delivery<'a>(decision: &Decision, handed: &'a Handed) -> Delivery<'a> {
    Delivery {
        decision: decision.id,
        round: decision.round.number,
        kind: handed.kind.code(),
        on: handed.on,
        way: &handed.way,
    }
}

fn check(ctx: &Context<'_>, decision: &Decision, handed: &Handed) -> Result<()> {
    if !matches!(
        decision.state,
        State::Planned | State::Noticed | State::Open
    ) {
        return Err(Error::Conflict(
            "Việc này chưa có kế hoạch hoặc đã có kết quả, nên không ghi nhận việc gửi.".into(),
        ));
    }
    if handed.on > ctx.today() {
        return Err(Error::field(
            "on",
            "Ngày gửi ở tương lai; hãy ghi nhận sau khi đã gửi.",
        ));
    }
    if handed.way.trim().is_empty() {
        return Err(Error::field(
            "way",
            "Hãy ghi cách gửi, ví dụ “tận tay từng hộ”.",
        ));
    }
    Ok(())
}

/// The household belongs to the community of the decision today.
pub(super) async fn of_this_community(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    household: HouseholdId,
) -> Result<()> {
    let found = dinh_store::roll::households::get(tx, household).await?;
    let here = found.unit == decision.unit && found.is_in_force_on(ctx.today());
    if here {
        Ok(())
    } else {
        Err(Error::field(
            "household",
            "Hộ này không thuộc thôn, tổ dân phố của việc đang bàn; hãy chọn lại hộ.",
        ))
    }
}
