//! The audit row that accompanies every change, and the trail they form.

use dinh_domain::access::Action;
use dinh_domain::ids::{AuditId, UnitId};
use dinh_store::WriteTx;
use dinh_store::audit::{AuditLine, AuditRow};
use serde_json::Value;

use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Write down what this call does; `detail` holds no personal data.
pub async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    action: &str,
    thing: impl ToString,
    unit: Option<UnitId>,
    detail: Value,
) -> Result<()> {
    dinh_store::audit::add(
        tx,
        AuditRow {
            id: AuditId(ctx.new_id()),
            at: ctx.now(),
            account: ctx.account(),
            mandate: ctx.mandate().map(|mandate| mandate.id),
            action: action.to_owned(),
            thing: thing.to_string(),
            unit,
            detail,
        },
    )
    .await?;
    Ok(())
}

/// Lines on a page of the trail.
pub const PAGE: i64 = 50;

/// A page of the trail (from 1), newest first, and how many lines there are in all.
pub async fn trail(ctx: &Context<'_>, page: i64) -> Result<(Vec<AuditLine>, i64)> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::ReadAudit, unit).await?;
    let count = dinh_store::audit::count(&mut tx).await?;
    let offset = (page.clamp(1, 1_000_000) - 1) * PAGE;
    Ok((
        dinh_store::audit::newest(&mut tx, PAGE, offset).await?,
        count,
    ))
}
