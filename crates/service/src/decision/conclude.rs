//! Close a round with its numbers: the result is computed, written to the register, and its clock starts.

use dinh_domain::decision::{Closing, Decision, Outcome};
use dinh_store::WriteTx;

use super::public_text::{count_text, result_text};
use super::thing::{PublicAct, finish};
use crate::error::Result;
use crate::platform::Context;

/// Close the round inside a transaction of the caller, who has authorised and counted. `extra` joins the register
/// entry: digests of the tally, roots over ballots or votes.
pub async fn conclude_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    decision: &mut Decision,
    closing: Closing,
    extra: Vec<crate::register::ActContent>,
) -> Result<Outcome> {
    let outcome = decision.conclude(closing, ctx.law())?.clone();
    if !decision.is_thread() {
        crate::roll::close_frozen_in(tx, decision.id, decision.round.number).await?;
    }
    let threshold = decision.threshold(ctx.law(), ctx.today())?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let mut contents = vec![count_text(decision), result_text(decision, &threshold)];
    contents.extend(extra);
    let act = PublicAct {
        act: "count",
        laws: vec![
            matter.citation.register_code(),
            threshold.citation.register_code(),
        ],
        contents,
    };
    finish(ctx, tx, decision, "conclude", outcome.label(), Some(act)).await?;
    // What binds from the day it is passed does not wait for the post.
    super::after::follow_in(ctx, tx, decision, &[]).await?;
    Ok(outcome)
}
