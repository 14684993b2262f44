//! Units as CSV: UTF-8, comma, LF, safe to open in a spreadsheet program.

use std::collections::HashMap;

use dinh_domain::units::{Unit, UnitKind};
use dinh_store::ReadTx;

use super::columns::{COLUMNS, cells};
use super::directory::directory;
use crate::error::Result;
use crate::platform::Context;
use crate::spreadsheet::guard;

/// Every unit of the kinds given, of all times, by name; all kinds when none is given.
pub async fn export_units(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    kinds: &[UnitKind],
) -> Result<String> {
    let directory = directory(ctx.platform, tx).await?;
    let wanted = |unit: &&Unit| kinds.is_empty() || kinds.contains(&unit.kind);
    Ok(lines(directory.units().iter().filter(wanted), |id| {
        directory.find(id).map(|unit| unit.slug.as_str())
    }))
}

/// The file of units whose parents are among them.
pub(super) fn table<'u>(units: impl Iterator<Item = &'u Unit> + Clone) -> String {
    let slugs: HashMap<_, _> = units
        .clone()
        .map(|unit| (unit.id, unit.slug.as_str()))
        .collect();
    lines(units, |id| slugs.get(&id).copied())
}

pub(super) fn lines<'u, 'd>(
    units: impl Iterator<Item = &'u Unit>,
    slug_of: impl Fn(dinh_domain::ids::UnitId) -> Option<&'d str>,
) -> String {
    let mut text = line(COLUMNS.iter().map(|column| column.code.to_owned()));
    for unit in units {
        let parent = unit.parent.and_then(&slug_of).unwrap_or_default();
        text.push_str(&line(cells(unit, parent)));
    }
    text
}

fn line(cells: impl IntoIterator<Item = String>) -> String {
    let mut text = String::new();
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let cell = guard(&cell);
        if cell.contains(['"', ',', '\n', '\r', ';']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push('\n');
    text
}
