//! The roll of a hamlet, page by page.

use dinh_domain::access::Action;
use dinh_domain::folding::fold;
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_store::roll::Entry;
use dinh_store::roll::households::{self, NOTHING, Part};
use jiff::civil::Date;

use super::place::{may_manage, require_hamlet};
use crate::access::authorise;
use crate::error::Result;
use crate::platform::Context;

/// Households on a page.
pub const PAGE: i64 = 50;

/// A page of the roll.
#[derive(Clone, Debug)]
pub struct RollPage {
    /// Hamlet.
    pub unit: Unit,
    /// Day.
    pub on: Date,
    /// Households of this page.
    pub entries: Vec<Entry>,
    /// Households that were found.
    pub found: i64,
    /// Households on the roll.
    pub total: i64,
    /// This page, from 1.
    pub page: i64,
    /// Whether this mandate may change the roll.
    pub may_manage: bool,
}

/// A page (from 1) of the roll of a hamlet on a day; `search` is a number, or words of a
/// name or an address, with or without tone marks.
pub async fn list_roll(
    ctx: &Context<'_>,
    unit: UnitId,
    on: Date,
    search: &str,
    page: i64,
) -> Result<RollPage> {
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ReadRoll, unit).await?;
    let unit = dinh_store::units::get(&mut tx, unit).await?;
    require_hamlet(&unit)?;
    let words = fold(search);
    let number = words.parse().ok();
    let part = Part {
        unit: unit.id,
        on,
        // A number alone means the household with that number, not every address with it.
        words: if number.is_some() { NOTHING } else { &words },
        number,
    };
    let found = households::count_on_day(&mut tx, &part).await?;
    let last = ((found + PAGE - 1) / PAGE).max(1);
    let page = page.clamp(1, last);
    let entries = households::on_day(&mut tx, &part, PAGE, (page - 1) * PAGE).await?;
    let total = households::in_force(&mut tx, unit.id, on).await?;
    Ok(RollPage {
        may_manage: may_manage(ctx),
        unit,
        on,
        entries,
        found,
        total,
        page,
    })
}
