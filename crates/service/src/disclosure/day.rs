//! What is done once a day, however often a process starts on it: a start must cost the same however much is stored.

use super::{open_day, refresh_all};
use crate::error::Result;
use crate::platform::Context;

const SETTING: &str = "day_begun";

/// Open today's duties and move the tallies to today, unless that was done; after an upgrade every unit is counted anew.
pub async fn begin_day(ctx: &Context<'_>) -> Result<()> {
    let version = dinh_store::schema::newest();
    let mark = format!("{} {version}", ctx.today());
    let mut tx = ctx.read().await?;
    let begun = dinh_store::settings::find(&mut tx, SETTING).await?;
    drop(tx);
    if begun.as_ref() == Some(&mark) {
        return Ok(());
    }
    open_day(ctx).await?;
    if !begun.is_some_and(|begun| begun.ends_with(version)) {
        refresh_all(ctx).await?;
    }
    let mut tx = ctx.write().await?;
    dinh_store::settings::save(&mut tx, SETTING, &mark).await?;
    tx.commit().await?;
    Ok(())
}
