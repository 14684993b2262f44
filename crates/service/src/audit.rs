//! The audit row that accompanies every change.

use dinh_domain::ids::{AuditId, UnitId};
use dinh_store::WriteTx;
use dinh_store::audit::AuditRow;
use serde_json::Value;

use crate::error::Result;
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
