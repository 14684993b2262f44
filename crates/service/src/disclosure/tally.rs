//! The tally of each unit: follows each duty that changes and each day that passes, and is counted anew at start.

use dinh_domain::disclosure::{DUE_SOON_DAYS, Duty};
use dinh_domain::ids::UnitId;
use dinh_domain::units::UnitKind;
use dinh_law::WorkingDays;
use dinh_store::WriteTx;
use dinh_store::disclosure::tally;
use jiff::civil::Date;

use crate::error::Result;
use crate::platform::Context;

const ALL_UNITS: i64 = 10_000;

/// A duty stands otherwise than `before` (nothing, if it is new): the tally of its unit follows.
pub(super) async fn follow(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    before: Option<&Duty>,
    after: &Duty,
) -> Result<()> {
    if tally::shift(tx, before, after, ctx.today(), soon(ctx)?).await? {
        return Ok(());
    }
    refresh_unit(ctx, tx, after.unit).await
}

/// Move every tally to today. Before anything else happens on a day: no duty may have changed since the day before.
pub async fn advance_tallies_in(ctx: &Context<'_>, tx: &mut WriteTx) -> Result<()> {
    tally::advance(tx, ctx.today(), soon(ctx)?).await?;
    Ok(())
}

/// Count a unit anew.
pub async fn refresh_unit(ctx: &Context<'_>, tx: &mut WriteTx, unit: UnitId) -> Result<()> {
    tally::refresh(tx, unit, ctx.today(), soon(ctx)?).await?;
    Ok(())
}

/// Count every unit anew, each in a transaction of its own so that nobody waits long: at start.
pub async fn refresh_all(ctx: &Context<'_>) -> Result<()> {
    for kind in UnitKind::ALL {
        if kind.law_kind().is_none() {
            continue;
        }
        let mut tx = ctx.read().await?;
        let units = dinh_store::units::of_kind(&mut tx, *kind, ctx.today(), ALL_UNITS).await?;
        drop(tx);
        for unit in units {
            let mut tx = ctx.write().await?;
            refresh_unit(ctx, &mut tx, unit.id).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The last day that is "soon".
fn soon(ctx: &Context<'_>) -> Result<Date> {
    let calendar = ctx.law().calendar();
    Ok(calendar.working_day_after(ctx.today(), WorkingDays::new(DUE_SOON_DAYS))?)
}
