//! The community has been told: the notice is public from here on.

use dinh_domain::access::Action;
use dinh_domain::decision::Notice;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;

use super::public_text::{notice_text, question};
use super::thing::{PublicAct, finish, read};
use crate::error::Result;
use crate::platform::Context;

/// Record that, how and when the community was told.
pub async fn notify(ctx: &Context<'_>, id: DecisionId, notice: Notice) -> Result<()> {
    let mut tx = ctx.write().await?;
    notify_in(ctx, &mut tx, id, notice).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn notify_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: DecisionId,
    notice: Notice,
) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    let note = notice.ways.join(", ");
    decision.notify(notice, ctx.law(), ctx.today())?;
    let matter = decision.matter(ctx.law(), ctx.today())?;
    let act = PublicAct {
        act: "notify",
        laws: vec![matter.citation.register_code()],
        contents: vec![notice_text(&decision), question(&decision)],
    };
    finish(ctx, tx, &mut decision, "notify", &note, Some(act)).await?;
    Ok(())
}
