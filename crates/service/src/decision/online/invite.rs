//! Invite households to the online vote: a card with a code for each, printed once. A lost card is replaced, and its
//! code opens nothing any more.

use std::collections::BTreeSet;

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_store::decision::vote_cards;
use dinh_store::roll::households::{self, Part};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::code::VoteCode;
use super::load::round_of;
use crate::audit;
use crate::decision::ballots::lines_of;
use crate::decision::thing::read;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::MOST_HOUSEHOLDS;

/// A card to be printed. Its code is not kept: it cannot be printed a second time.
#[derive(Clone, Debug)]
pub struct Card {
    /// Household.
    pub household: HouseholdId,
    /// Its number in the hamlet.
    pub number: i64,
    /// Its cluster; may be empty.
    pub cluster: String,
    /// Who represents it.
    pub representative: String,
    /// Where it lives.
    pub address: String,
    /// The code.
    pub code: VoteCode,
}

/// Cards for every household that has none.
pub async fn invite(ctx: &Context<'_>, id: DecisionId) -> Result<Vec<Card>> {
    let mut tx = ctx.write().await?;
    let cards = invite_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(cards)
}

/// The same inside a transaction of the caller.
pub async fn invite_in(ctx: &Context<'_>, tx: &mut WriteTx, id: DecisionId) -> Result<Vec<Card>> {
    let (decision, _) = read(ctx, tx, id, Action::CountVotes).await?;
    may_invite(&decision)?;
    let round = round_of(&decision);
    let have: BTreeSet<HouseholdId> = vote_cards::households_with_card(tx, round)
        .await?
        .into_iter()
        .collect();
    let mut cards = Vec::new();
    for invited in invited(ctx, tx, &decision).await? {
        if !have.contains(&invited.household) {
            cards.push(add(ctx, tx, &decision, invited).await?);
        }
    }
    if cards.is_empty() {
        return Err(Error::Conflict(
            "Mọi hộ đã có thẻ còn hiệu lực. Mã không được giữ lại nên không in lại được; hộ nào mất thẻ thì cấp thẻ khác cho riêng hộ đó."
                .into(),
        ));
    }
    let detail = json!({ "number": decision.number, "round": round.1, "cards": cards.len() });
    audit::record(
        ctx,
        tx,
        "invite_households",
        id,
        Some(decision.unit),
        detail,
    )
    .await?;
    Ok(cards)
}

/// Another card for one household: the one before is no longer good.
pub async fn replace_card(
    ctx: &Context<'_>,
    id: DecisionId,
    household: HouseholdId,
) -> Result<Card> {
    let mut tx = ctx.write().await?;
    let (decision, _) = read(ctx, &mut tx, id, Action::CountVotes).await?;
    may_invite(&decision)?;
    let round = round_of(&decision);
    let invited = invited(ctx, &mut tx, &decision)
        .await?
        .into_iter()
        .find(|invited| invited.household == household)
        .ok_or_else(|| {
            Error::field(
                "household",
                "Hộ này không có trong danh sách của lần biểu quyết; hãy chọn lại hộ.",
            )
        })?;
    let revoked = vote_cards::revoke(&mut tx, round, household, ctx.now()).await?;
    let card = add(ctx, &mut tx, &decision, invited).await?;
    let detail = json!({ "number": decision.number, "round": round.1, "revoked": revoked });
    let unit = Some(decision.unit);
    audit::record(ctx, &mut tx, "replace_vote_card", id, unit, detail).await?;
    tx.commit().await?;
    Ok(card)
}

async fn add(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &Decision,
    invited: Invited,
) -> Result<Card> {
    let code = VoteCode::new(ctx.platform.random.as_ref());
    let made = (ctx.account(), ctx.now());
    let round = round_of(decision);
    vote_cards::add(
        tx,
        ctx.new_id(),
        round,
        invited.household,
        code.digest(),
        made,
    )
    .await?;
    Ok(Card {
        household: invited.household,
        number: invited.number,
        cluster: invited.cluster,
        representative: invited.representative,
        address: invited.address,
        code,
    })
}

fn may_invite(decision: &Decision) -> Result<()> {
    if !decision.is_online() {
        return Err(Error::Conflict(
            "Việc này không lấy ý kiến bằng biểu quyết trực tuyến.".into(),
        ));
    }
    if matches!(
        decision.state,
        State::Planned | State::Noticed | State::Open
    ) {
        return Ok(());
    }
    Err(Error::Conflict(
        "Việc này đã có kết quả, nên không cấp thẻ nữa.".into(),
    ))
}

pub(super) struct Invited {
    pub household: HouseholdId,
    pub number: i64,
    pub cluster: String,
    pub representative: String,
    pub address: String,
}

/// The frozen roll once there is one; before, the roll of today.
pub(super) async fn invited(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    decision: &Decision,
) -> Result<Vec<Invited>> {
    if decision.round.roll.is_some() {
        let lines = lines_of(tx, decision).await?;
        return Ok(lines
            .into_iter()
            .filter_map(|line| {
                let text = line.text?;
                Some(Invited {
                    household: line.household,
                    number: text.number,
                    cluster: text.cluster,
                    representative: text.representative,
                    address: text.address,
                })
            })
            .collect());
    }
    let part = Part {
        unit: decision.unit,
        on: ctx.today(),
        words: "",
        number: None,
    };
    let entries = households::on_day(tx, &part, MOST_HOUSEHOLDS, 0).await?;
    Ok(entries
        .into_iter()
        .map(|entry| Invited {
            household: entry.household.id,
            number: entry.household.number,
            cluster: entry.household.cluster,
            representative: entry.representative.name,
            address: entry.representative.address,
        })
        .collect())
}
