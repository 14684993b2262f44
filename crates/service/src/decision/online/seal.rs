//! The box as the register sees it: every ten minutes while votes come in, and at the end.

use dinh_domain::decision::{Decision, State, VoteChannel};
use dinh_store::WriteTx;
use dinh_store::decision::{
    self as decisions,
    online::{self as stored, BoxRow},
};
use serde_json::json;

use super::load::{Votes, damaged, round_of, votes};
use crate::audit;
use crate::clock::local;
use crate::decision::thing::{ROOM, community_of};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// Name of the content that holds the root over the votes.
pub(super) const BOX_TEXT: &str = "bieu-quyet.txt";
/// Seconds between two entries of one box.
const BETWEEN: i64 = 600;
/// Votes that run at once in a city.
const MOST: i64 = 2000;

/// Number, root and channels of the votes that count now; no household and no choice.
pub(super) fn box_text(decision: &Decision, votes: &Votes) -> Result<(ActContent, u64, [u8; 32])> {
    let tree = votes.tree()?;
    let root = tree.root().map_err(|_| damaged("root"))?;
    let sums = votes.by_channel();
    let of = |channel| sums.get(&channel).copied().unwrap_or(0);
    let text = format!(
        "dinh/decision-votes/1\ndecision {}\nround {}\nvotes {}\nonline {}\non_behalf {}\npaper {}\nconflicts {}\nroot {}\n",
        decision.number,
        decision.round.number,
        tree.size(),
        of(VoteChannel::Online),
        of(VoteChannel::OnBehalf),
        of(VoteChannel::Paper),
        votes.merged.conflicts.len(),
        dinh_register::hex(&root),
    );
    let content = ActContent {
        name: BOX_TEXT.to_owned(),
        media_type: "text/plain".to_owned(),
        bytes: Bytes::Text(text),
        sealed: false,
    };
    Ok((content, tree.size(), root))
}

/// Write the entries that are due; gives how many. Only the clockwork calls it.
pub async fn seal_boxes(ctx: &Context<'_>) -> Result<u64> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        return Err(Error::Forbidden);
    }
    let mut tx = ctx.read().await?;
    let since = jiff::Timestamp::from_second(ctx.now().as_second() - BETWEEN)
        .map_err(|_| damaged("time"))?;
    let due: Vec<_> = stored::boxes_due(&mut tx, since, MOST).await?;
    drop(tx);
    let mut sealed = 0;
    for id in due {
        let mut tx = ctx.write().await?;
        let decision = decisions::get(&mut tx, id).await?.decision;
        let last = stored::last_box(&mut tx, round_of(&decision)).await?;
        if decision.state == State::Open && !last.is_some_and(|last| is_last(&decision, &last)) {
            sealed += u64::from(seal_box_in(ctx, &mut tx, &decision).await?);
            tx.commit().await?;
        }
    }
    Ok(sealed)
}

/// It was written after the time was over: nothing comes after it but the count.
fn is_last(decision: &Decision, last: &BoxRow) -> bool {
    let closes = decision.round.plan.as_ref().and_then(|plan| plan.closes);
    closes.is_some_and(|closes| local(last.at.to_jiff()).datetime() >= closes)
}

/// Write one entry, inside a transaction of the caller. A box that is as the register saw it last is noted and makes no
/// entry; gives whether there is one.
pub async fn seal_box_in(ctx: &Context<'_>, tx: &mut WriteTx, decision: &Decision) -> Result<bool> {
    let votes = votes(tx, decision).await?;
    let (content, size, root) = box_text(decision, &votes)?;
    let round = round_of(decision);
    let last = stored::last_box(tx, round).await?;
    let now = ctx.now();
    if last.as_ref().is_some_and(|last| last.at.to_jiff() == now) {
        return Ok(false);
    }
    let number = i64::try_from(size).map_err(|_| damaged("count"))?;
    if last.is_some_and(|last| last.votes == number && last.root == root) {
        stored::add_box(tx, round, (number, root), (now, None)).await?;
        return Ok(false);
    }
    let unit = community_of(tx, decision).await?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let new = NewAct {
        unit: &unit,
        room: ROOM,
        act: "box",
        thing: decision.id.0,
        laws: vec![matter.citation.register_code()],
        contents: vec![content],
    };
    let position = record_act(ctx, tx, new).await?;
    decisions::mark(tx, decision.id, position).await?;
    stored::add_box(tx, round, (number, root), (now, Some(position))).await?;
    let detail = json!({ "number": decision.number, "round": round.1, "votes": number });
    audit::record(
        ctx,
        tx,
        "seal_box",
        decision.id,
        Some(decision.unit),
        detail,
    )
    .await?;
    Ok(true)
}
