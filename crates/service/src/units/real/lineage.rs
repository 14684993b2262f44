//! Edges between the units of the real city.

use std::collections::BTreeMap;

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Lineage, LineageKind, Part, Unit};
use jiff::civil::Date;

use super::SINCE;
use super::plan::{PROVINCES_BASIS, Version};
use super::rows::{ChangeRow, changes};
use crate::error::{Error, Result};

/// Versions of one code follow each other; on 1 July 2025 the resolution decides instead.
pub(super) fn of_communes(versions: &[Version]) -> Result<Vec<Lineage>> {
    let mut by_code: BTreeMap<&str, Vec<&Version>> = BTreeMap::new();
    for version in versions {
        by_code.entry(&version.row.code).or_default().push(version);
    }
    let mut edges = Vec::new();
    for chain in by_code.values() {
        for pair in chain.windows(2) {
            if let [before, after] = pair
                && let Some(day) = after.row.valid_from
                && day != SINCE
            {
                let same = before.row.full_name == after.row.full_name;
                edges.push(whole(before.id, after.id, same, day, &after.row.doc_from));
            }
        }
    }
    for row in changes()? {
        edges.push(of_change(&row, &by_code)?);
    }
    Ok(edges)
}

fn of_change(row: &ChangeRow, by_code: &BTreeMap<&str, Vec<&Version>>) -> Result<Lineage> {
    let day = row.effective_date;
    let version = |code: &str, fits: &dyn Fn(&Version) -> bool| {
        by_code
            .get(code)
            .into_iter()
            .flatten()
            .find(|version| fits(version))
            .map(|version| version.id)
            .ok_or_else(|| Error::Internal(format!("no unit {code} at {day}")))
    };
    // The successor may be older than the change: it was only enlarged.
    let there = |version: &Version| {
        version.row.valid_from.is_none_or(|from| from <= day)
            && version.row.valid_to.is_none_or(|to| day < to)
    };
    let damaged = || Error::Internal(format!("change {} {}", row.kind, row.part));
    Ok(Lineage {
        predecessor: version(&row.old_code, &|version| version.row.valid_to == Some(day))?,
        successor: version(&row.new_code, &there)?,
        kind: LineageKind::find(&row.kind).ok_or_else(damaged)?,
        part: Part::find(&row.part).ok_or_else(damaged)?,
        effective_on: day,
        legal_basis: row.legal_basis.clone(),
        clause: row.clause.clone(),
        note: row.note.clone(),
    })
}

/// The three provinces became the city.
pub(super) fn of_provinces(before: &[Unit], city: UnitId) -> Vec<Lineage> {
    before
        .iter()
        .map(|province| Lineage {
            kind: LineageKind::Full,
            ..whole(province.id, city, false, SINCE, PROVINCES_BASIS)
        })
        .collect()
}

/// Districts that changed their name or rank and kept their code.
pub(super) fn of_districts(districts: &[Unit]) -> Vec<Lineage> {
    let mut edges = Vec::new();
    for before in districts {
        for after in districts {
            if before.code == after.code
                && before.id != after.id
                && let (Some(end), Some(start)) = (before.valid_to, after.valid_from)
                && end == start
            {
                edges.push(whole(before.id, after.id, false, start, &after.legal_basis));
            }
        }
    }
    edges
}

fn whole(before: UnitId, after: UnitId, same: bool, day: Date, basis: &str) -> Lineage {
    Lineage {
        predecessor: before,
        successor: after,
        kind: if same {
            LineageKind::Unchanged
        } else {
            LineageKind::Renamed
        },
        part: Part::Whole,
        effective_on: day,
        legal_basis: basis.to_owned(),
        clause: String::new(),
        note: String::new(),
    }
}
