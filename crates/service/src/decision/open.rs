//! Open: freeze the roll, put its total and root into the register before the first hand is raised.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, Opening, Roll};
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision::households;

use super::deliver::DeliveryKind;
use super::plan::unsigned;
use super::public_text::{opening_text, question, roll_text};
use super::thing::{PublicAct, finish, read};
use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::roll::{FrozenRoll, RollCorrection, correct_frozen_in, freeze_in};

/// Open the round that is planned and noticed.
pub async fn open(ctx: &Context<'_>, id: DecisionId) -> Result<()> {
    let mut tx = ctx.write().await?;
    open_in(ctx, &mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn open_in(ctx: &Context<'_>, tx: &mut WriteTx, id: DecisionId) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    if decision.is_thread() {
        return super::after::open_thread_in(ctx, tx, decision).await;
    }
    let papers = papers_in_time(ctx, tx, &decision).await?;
    let frozen = freeze_in(
        ctx,
        tx,
        id,
        decision.round.number,
        decision.unit,
        ctx.today(),
    )
    .await?;
    let opening = Opening {
        now: local(ctx.now()).datetime(),
        roll: roll_of(&frozen),
        papers_in_time: papers,
    };
    decision.open(opening, ctx.law())?;
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let act = PublicAct {
        act: "open",
        laws: vec![
            matter.citation.register_code(),
            threshold.citation.register_code(),
        ],
        contents: vec![opening_text(&decision, &threshold), question(&decision)],
    };
    let note = format!("{} hộ", frozen.total);
    finish(ctx, tx, &mut decision, "open", &note, Some(act)).await?;
    Ok(())
}

async fn papers_in_time(ctx: &Context<'_>, tx: &mut WriteTx, decision: &Decision) -> Result<u64> {
    let Some(plan) = &decision.round.plan else {
        return Ok(0);
    };
    let on = plan.starts.date();
    let rule = ctx.law().procedure("meeting_papers", on)?;
    let Some(dinh_law::Term::CalendarDays(days)) = rule.term() else {
        return Err(Error::Internal(
            "meeting_papers is not a term in calendar days".into(),
        ));
    };
    let last = ctx.law().calendar().calendar_days_before(on, days)?.end;
    let round = (decision.id, decision.round.number);
    let here = (decision.unit, ctx.today());
    unsigned(households::count_delivered(tx, round, DeliveryKind::Papers.code(), last, here).await?)
}

fn roll_of(frozen: &FrozenRoll) -> Roll {
    Roll {
        total: frozen.total,
        root: dinh_register::hex(&frozen.root),
        corrections: frozen.corrections,
    }
}

/// Correct the roll while the round is open; reason and new root are public.
pub async fn correct_roll(
    ctx: &Context<'_>,
    id: DecisionId,
    correction: RollCorrection,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    correct_roll_in(ctx, &mut tx, id, correction).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn correct_roll_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    correction: RollCorrection,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    let reason = dinh_domain::folding::clean(&correction.reason);
    let frozen = correct_frozen_in(ctx, tx, id, decision.round.number, correction).await?;
    decision.correct_roll(roll_of(&frozen), local(ctx.now()).datetime())?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let act = PublicAct {
        act: "correct",
        laws: vec![matter.citation.register_code()],
        contents: vec![roll_text(&decision, &reason)],
    };
    let note = format!("{} hộ", frozen.total);
    finish(ctx, tx, &mut decision, "correct", &note, Some(act)).await?;
    Ok(())
}
