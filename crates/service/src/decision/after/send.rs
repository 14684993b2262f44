//! Send what was passed to the People's Committee and the Front of the commune (Article 20(3)).

use dinh_domain::access::Action;
use dinh_domain::ids::DecisionId;
use dinh_store::WriteTx;
use jiff::civil::Date;

use super::super::thing::{finish, read};
use super::follow::follow_in;
use super::words::{act, not_in_future, step_text};
use crate::error::Result;
use crate::platform::Context;

/// Record that it was sent on a day. Too late is shown, not forbidden: the people have decided.
pub async fn send(ctx: &Context<'_>, id: DecisionId, on: Date) -> Result<()> {
    let mut tx = ctx.write().await?;
    send_in(ctx, &mut tx, id, on).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn send_in(ctx: &Context<'_>, tx: &mut WriteTx, id: DecisionId, on: Date) -> Result<()> {
    let (mut decision, _) = read(ctx, tx, id, Action::RunDecision).await?;
    not_in_future(ctx, "sent_on", on)?;
    decision.send(ctx.law(), on)?;
    let note = match decision.send_by {
        Some(by) if on > by => format!("Gửi muộn, thời hạn là ngày {}", by.strftime("%d/%m/%Y")),
        _ => String::new(),
    };
    let rule = ctx.law().procedure("decision_sent", on)?;
    let contents = vec![step_text("send", &decision, on)];
    let public = act("send", &[&rule.citation], contents);
    finish(ctx, tx, &mut decision, "send", &note, Some(public)).await?;
    follow_in(ctx, tx, &mut decision, &[]).await
}
