//! The People's Committee annuls a decision, or asks the community to mend it (Article 22(1), 22(2)).

use dinh_domain::access::Action;
use dinh_domain::decision::AnnulmentGround;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use jiff::civil::Date;

use super::super::thing::{finish, read};
use super::term::end_of_election_in;
use super::words::{act, not_in_future, reason_text, step_text};
use crate::error::Result;
use crate::platform::Context;

/// Annul it: nothing binds by it any more, and what an election began ends.
pub async fn annul(
    ctx: &Context<'_>,
    id: DecisionId,
    ground: AnnulmentGround,
    document: &str,
    reason: &str,
    on: Date,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    annul_in(ctx, &mut tx, id, ground, document, reason, on).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn annul_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    ground: AnnulmentGround,
    document: &str,
    reason: &str,
    on: Date,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::AnnulDecision).await?;
    not_in_future(ctx, "on", on)?;
    decision.annul(document, reason, on)?;
    let rule = ctx.law().procedure("annulment", on)?;
    let public = act(
        "annul",
        &[&rule.citation],
        vec![step_text("annul", &decision, on), reason_text(&decision)],
    );
    finish(
        ctx,
        tx,
        &mut decision,
        "annul",
        ground.label(),
        Some(public),
    )
    .await?;
    end_of_election_in(ctx, tx, &decision, on).await
}

/// Ask the community to mend it; it mends it itself, by another decision.
pub async fn ask_to_mend(
    ctx: &Context<'_>,
    id: DecisionId,
    ground: AnnulmentGround,
    document: &str,
    reason: &str,
    on: Date,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    ask_to_mend_in(ctx, &mut tx, id, ground, document, reason, on).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn ask_to_mend_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    ground: AnnulmentGround,
    document: &str,
    reason: &str,
    on: Date,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::AnnulDecision).await?;
    not_in_future(ctx, "on", on)?;
    decision.ask_to_mend(ground, document, reason, on)?;
    let rule = ctx.law().procedure("annulment", on)?;
    let public = act(
        "mend",
        &[&rule.citation],
        vec![step_text("mend", &decision, on), reason_text(&decision)],
    );
    finish(ctx, tx, &mut decision, "mend", ground.label(), Some(public)).await?;
    Ok(())
}
