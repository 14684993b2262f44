//! One unit becomes several.

use std::collections::BTreeMap;

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
pub struct Split {
    /// The unit that ends.
    pub unit: UnitId,
    /// What it becomes, at least two; the last one is the remainder.
    pub into: Vec<NewUnit>,
    /// Each unit below it, and the place in `into` where it goes.
    pub below: BTreeMap<UnitId, usize>,
    /// Day and document.
    pub order: Order,
}

/// Split a unit; every unit below it must be told where it goes. Errors of a new unit
/// carry its place: `name-1`, `code-2`; those of a unit below its address: `below-ap-1`. Area and population
/// of the parts stay unknown until somebody publishes them. Gives the new units.
pub async fn split_unit(ctx: &Context<'_>, asked: Split) -> Result<Vec<UnitId>> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let mut check = Check::new(&directory);
    check.order(&asked.order);
    let before = check.living("effective_on", asked.unit, &asked.order)?;
    if asked.into.len() < 2 {
        check.wrong("into", "Hãy ghi ít nhất hai đơn vị mới.");
    }
    let mut change = Change {
        action: "split_unit",
        closed: vec![before],
        opened: Vec::new(),
        edges: Vec::new(),
        mandates: Vec::new(),
    };
    for (place, new) in asked.into.iter().enumerate() {
        let known = check.errors.len();
        let mut after = check.open(ctx, new, &asked.order, before, &[before]);
        for error in check.errors.iter_mut().skip(known) {
            error.field = field(&error.field, place);
        }
        after.headquarters = String::new();
        let part = if place + 1 == asked.into.len() {
            Part::Remainder
        } else {
            Part::OnePart
        };
        let edge = edge(before, &after, LineageKind::Partial, part, &asked.order);
        change.edges.push(edge);
        change.opened.push(after);
    }
    let ids: Vec<UnitId> = change.opened.iter().map(|unit| unit.id).collect();
    for (place, unit) in change.opened.iter().enumerate() {
        let mut earlier = change.opened.iter().take(place);
        if unit.code.is_some() && earlier.any(|other| other.code == unit.code) {
            check.wrong(
                &field("code", place),
                "Hai đơn vị mới không thể dùng chung một mã.",
            );
        }
    }
    for child in check.below(before, &asked.order)? {
        match asked.below.get(&child.id).and_then(|place| ids.get(*place)) {
            Some(parent) => check.carry_on(ctx, child, *parent, &asked.order, &mut change),
            None => check.wrong(
                &format!("below-{}", child.slug),
                format!("Hãy chọn đơn vị mới cho {}.", child.full_name),
            ),
        }
    }
    plan(&mut tx, &mut check, &mut change, &asked.order).await?;
    check.done()?;
    store(ctx, &mut tx, &asked.order, change).await?;
    tx.commit().await?;
    Ok(ids)
}

/// The field of the form for a new unit: places are counted from one.
fn field(name: &str, place: usize) -> String {
    format!("{name}-{}", place + 1)
}
