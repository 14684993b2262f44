//! From when a decision binds: the day of recognition, the day that the People's Committee sets for a commune-wide
//! matter, the day on which it settles a dismissal.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State};
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use dinh_store::decision::after;
use jiff::civil::Date;

use super::super::thing::{finish, read};
use super::follow::follow_in;
use super::words::{act, not_in_future, step_text};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

const A_DAY: i64 = 500;

/// What was recognised binds, once its day has come, and has what follows from it.
pub async fn take_effect_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    logins: &[String],
) -> Result<()> {
    let come = decision
        .effective_on
        .is_some_and(|from| from <= ctx.today());
    if decision.state != State::Recognised || !come {
        return Ok(());
    }
    decision.take_effect(ctx.today())?;
    finish(ctx, tx, decision, "effect", "", None).await?;
    follow_in(ctx, tx, decision, logins).await
}

/// The start of a day: what was recognised for today binds from today on.
pub async fn start_day(ctx: &Context<'_>) -> Result<()> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        return Err(Error::Forbidden);
    }
    let mut tx = ctx.write().await?;
    for found in after::recognised_by(&mut tx, ctx.today(), A_DAY).await? {
        let mut decision = found.decision;
        take_effect_in(ctx, &mut tx, &mut decision, &[]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The People's Committee sets from when a commune-wide decision binds (Article 21(2)).
pub async fn set_effect(
    ctx: &Context<'_>,
    id: DecisionId,
    document: &str,
    from: Date,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    set_effect_in(ctx, &mut tx, id, document, from).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn set_effect_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    document: &str,
    from: Date,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RecogniseDecision).await?;
    decision.set_effect(document, from, ctx.law())?;
    let matter = decision.matter(ctx.law(), from)?;
    let citation = matter
        .effect(decision.proposal.scope)
        .map_or(&matter.citation, |effect| &effect.citation);
    let public = act(
        "effect",
        &[citation],
        vec![step_text("effect", &decision, ctx.today())],
    );
    let note = format!("Có hiệu lực từ ngày {}", from.strftime("%d/%m/%Y"));
    finish(ctx, tx, &mut decision, "effect", &note, Some(public)).await?;
    follow_in(ctx, tx, &mut decision, &[]).await
}

/// The meeting did not agree on the dismissal of the head; the People's Committee dismisses after agreeing with the
/// Front (Decree 59 Article 9(3)).
pub async fn settle_dismissal(
    ctx: &Context<'_>,
    id: DecisionId,
    document: &str,
    on: Date,
    front_agrees: bool,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    settle_dismissal_in(ctx, &mut tx, id, document, on, front_agrees).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn settle_dismissal_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    document: &str,
    on: Date,
    front_agrees: bool,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RecogniseDecision).await?;
    not_in_future(ctx, "on", on)?;
    decision.settle_dismissal(document, on, front_agrees)?;
    let rule = ctx.law().procedure("dismissal_settled", on)?;
    let public = act(
        "effect",
        &[&rule.citation],
        vec![step_text("effect", &decision, on)],
    );
    finish(ctx, tx, &mut decision, "effect", &rule.title, Some(public)).await?;
    follow_in(ctx, tx, &mut decision, &[]).await
}
