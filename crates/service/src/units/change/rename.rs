//! A unit gets another name or kind.

use dinh_domain::ids::UnitId;
use dinh_domain::units::{LineageKind, Part};

use super::check::Check;
use super::mandates::plan;
use super::store::{Change, edge, store};
use super::{NewUnit, Order};
use crate::error::Result;
use crate::platform::Context;
use crate::units::directory::directory;
use crate::units::import_csv::may_manage;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The unit.
    pub unit: UnitId,
    /// What it is called from then on; without a code it keeps its own.
    pub new: NewUnit,
    /// Day and document.
    pub order: Order,
}

/// Rename a unit; the units below it are carried on under the new name. Gives the
/// identity of the unit from the effective day on.
pub async fn rename_unit(ctx: &Context<'_>, asked: Rename) -> Result<UnitId> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let mut check = Check::new(&directory);
    check.order(&asked.order);
    let before = check.living("effective_on", asked.unit, &asked.order)?;
    let mut new = asked.new;
    if new
        .code
        .as_deref()
        .is_none_or(|code| code.trim().is_empty())
    {
        new.code.clone_from(&before.code);
    }
    let mut after = check.open(ctx, &new, &asked.order, before, &[before]);
    if after.full_name == before.full_name && after.kind == before.kind {
        check.wrong("name", "Tên mới giống tên đang dùng; hãy ghi tên mới.");
    }
    // A new name changes neither land nor people.
    after.area_hectares = before.area_hectares;
    after.population = before.population;
    after
        .population_source
        .clone_from(&before.population_source);
    let id = after.id;
    let mut change = Change {
        action: "rename_unit",
        closed: vec![before],
        edges: vec![edge(
            before,
            &after,
            LineageKind::Renamed,
            Part::Whole,
            &asked.order,
        )],
        opened: vec![after],
        mandates: Vec::new(),
    };
    for child in check.below(before, &asked.order)? {
        check.carry_on(ctx, child, id, &asked.order, &mut change);
    }
    plan(&mut tx, &mut check, &mut change, &asked.order).await?;
    check.done()?;
    store(ctx, &mut tx, &asked.order, change).await?;
    tx.commit().await?;
    Ok(id)
}
