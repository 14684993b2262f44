//! The audit row that accompanies every change, and the trail they form.

use dinh_domain::access::Action;
use dinh_domain::ids::{AuditId, UnitId};
use dinh_store::WriteTx;
use dinh_store::audit::{AuditLine, AuditRow};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

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

/// A page of the trail, newest first, from the line behind `before` on; how many lines there are in all; and where the next page
/// goes on.
pub async fn trail(
    ctx: &Context<'_>,
    before: Option<(Timestamp, Uuid)>,
) -> Result<(Vec<AuditLine>, i64, Option<(Timestamp, Uuid)>)> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::ReadAudit, unit).await?;
    let count = dinh_store::audit::count(&mut tx).await?;
    let mut lines = match before {
        None => dinh_store::audit::newest(&mut tx, PAGE + 1).await?,
        Some(line) => dinh_store::audit::before(&mut tx, line, PAGE + 1).await?,
    };
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    let last = lines.last().filter(|_| more);
    let next = last.map(|line| (line.at.to_jiff(), line.id));
    Ok((lines, count, next))
}
