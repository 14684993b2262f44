//! The tally of each unit: made again when one of its duties changes or a day passes.

use dinh_domain::disclosure::DUE_SOON_DAYS;
use dinh_domain::ids::UnitId;
use dinh_domain::units::UnitKind;
use dinh_law::WorkingDays;
use dinh_store::WriteTx;

use crate::error::Result;
use crate::platform::Context;

const ALL_UNITS: i64 = 10_000;

/// Count a unit anew.
pub async fn refresh_unit(ctx: &Context<'_>, tx: &mut WriteTx, unit: UnitId) -> Result<()> {
    let today = ctx.today();
    let soon = ctx
        .law()
        .calendar()
        .working_day_after(today, WorkingDays::new(DUE_SOON_DAYS))?;
    dinh_store::disclosure::duties::refresh_tally(tx, unit, today, soon).await?;
    Ok(())
}

/// Count every unit anew: at start and when the day changes.
pub async fn refresh_all(ctx: &Context<'_>) -> Result<()> {
    let mut tx = ctx.write().await?;
    for kind in UnitKind::ALL {
        if kind.law_kind().is_none() {
            continue;
        }
        for unit in dinh_store::units::of_kind(&mut tx, *kind, ctx.today(), ALL_UNITS).await? {
            refresh_unit(ctx, &mut tx, unit.id).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
