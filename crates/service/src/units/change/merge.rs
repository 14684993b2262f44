//! Several units become one.

use dinh_domain::ids::UnitId;
use dinh_domain::units::{LineageKind, Part, Unit};

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
pub struct Merge {
    /// The units that end, at least two.
    pub units: Vec<UnitId>,
    /// What they become.
    pub into: NewUnit,
    /// Day and document.
    pub order: Order,
}

/// Merge whole units into a new one; the units below them are carried on under it.
/// Population and area are summed where all of them are known. Gives the new unit.
pub async fn merge_units(ctx: &Context<'_>, asked: Merge) -> Result<UnitId> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let mut check = Check::new(&directory);
    check.order(&asked.order);
    let mut ids = asked.units.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() < 2 {
        check.wrong("units", "Hãy chọn ít nhất hai đơn vị để nhập.");
        return check.done().map(|()| UnitId(uuid::Uuid::nil()));
    }
    let mut merged = Vec::new();
    for id in &ids {
        merged.push(check.living("effective_on", *id, &asked.order)?);
    }
    let first = merged[0];
    let alike = merged.iter().all(|unit| {
        unit.kind == first.kind || (unit.kind.is_commune_level() && first.kind.is_commune_level())
    });
    if !alike || merged.iter().any(|unit| unit.parent != first.parent) {
        check.wrong(
            "units",
            "Chỉ nhập được các đơn vị cùng cấp, cùng trực thuộc một đơn vị.",
        );
    }
    let mut after = check.open(ctx, &asked.into, &asked.order, first, &merged);
    add_up(&mut after, &merged);
    let id = after.id;
    let whole = |unit: &&Unit| edge(unit, &after, LineageKind::Full, Part::Whole, &asked.order);
    let mut change = Change {
        action: "merge_units",
        edges: merged.iter().map(whole).collect(),
        closed: merged.clone(),
        opened: vec![after],
        mandates: Vec::new(),
    };
    for unit in merged {
        for child in check.below(unit, &asked.order)? {
            check.carry_on(ctx, child, id, &asked.order, &mut change);
        }
    }
    plan(&mut tx, &mut check, &mut change, &asked.order).await?;
    check.done()?;
    store(ctx, &mut tx, &asked.order, change).await?;
    tx.commit().await?;
    Ok(id)
}

/// Land and people of the new unit: sums where every part is known.
fn add_up(after: &mut Unit, merged: &[&Unit]) {
    after.area_hectares = merged.iter().map(|unit| unit.area_hectares).sum();
    after.population = merged.iter().map(|unit| unit.population).sum();
    if after.population.is_some() {
        after.population_source = "Cộng số dân của các đơn vị được nhập".into();
    }
    after.headquarters = String::new();
    after.loudspeaker = merged.iter().any(|unit| unit.loudspeaker);
    after.portal = merged.iter().any(|unit| unit.portal);
    after.internal_system = merged.iter().any(|unit| unit.internal_system);
    after.sample = merged.iter().any(|unit| unit.sample);
}
