//! The real city as units and edges, before anything is stored.

use std::collections::BTreeMap;

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};

use super::districts::districts;
use super::rows::{CurrentRow, HistoryRow, current, hectares, history, provinces};
use super::{Plan, SINCE, lineage};
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::slug::Slugs;

/// Resolution of the National Assembly of 12 June 2025 on the arrangement of provinces.
pub(super) const PROVINCES_BASIS: &str = "202/2025/QH15 (12/6/2025)";
const CITY_CODE: &str = "92";
const CITY_NAME: &str = "Thành phố Cần Thơ";

/// The three provinces before: code, full name, kind.
const BEFORE: [(&str, &str, UnitKind); 3] = [
    ("92", CITY_NAME, UnitKind::City),
    ("93", "Tỉnh Hậu Giang", UnitKind::Province),
    ("94", "Tỉnh Sóc Trăng", UnitKind::Province),
];

/// A commune's version with the row it comes from.
pub(super) struct Version {
    pub row: HistoryRow,
    pub id: UnitId,
}

pub(super) fn plan(ctx: &Context<'_>) -> Result<Plan> {
    let rows = history()?;
    let mut slugs = Slugs::default();
    let city = city(ctx, &mut slugs)?;
    let mut units = vec![city.clone()];
    let versions: Vec<Version> = rows
        .into_iter()
        .map(|row| Version {
            row,
            id: UnitId(ctx.new_id()),
        })
        .collect();
    // The living take the short addresses first.
    let mut communes = living(&versions, city.id, &mut slugs)?;
    let old_provinces: Vec<Unit> = BEFORE
        .iter()
        .map(|(code, name, kind)| old_province(ctx, code, name, *kind, &mut slugs))
        .collect();
    let old_districts = districts(ctx, &versions, &old_provinces, &mut slugs)?;
    for version in versions
        .iter()
        .filter(|version| version.row.valid_to.is_some())
    {
        let parent = old_districts.find(&version.row)?;
        let mut unit = commune(version, parent)?;
        let code = unit.code.as_deref();
        unit.slug = slugs.give_dated(&unit.full_name, code, unit.valid_from);
        communes.push(unit);
    }
    let mut edges = lineage::of_communes(&versions)?;
    edges.extend(lineage::of_provinces(&old_provinces, city.id));
    edges.extend(lineage::of_districts(&old_districts.units));
    units.extend(old_provinces);
    units.extend(old_districts.units);
    units.extend(communes);
    Ok(Plan { city, units, edges })
}

fn living(versions: &[Version], city: UnitId, slugs: &mut Slugs) -> Result<Vec<Unit>> {
    let facts: BTreeMap<String, CurrentRow> = current()?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let mut units = Vec::new();
    for version in versions
        .iter()
        .filter(|version| version.row.valid_to.is_none())
    {
        let mut unit = commune(version, city)?;
        let fact = facts
            .get(&version.row.code)
            .ok_or_else(|| Error::Internal(format!("no facts of {}", version.row.code)))?;
        unit.slug = slugs.give(&unit.full_name, unit.code.as_deref(), unit.valid_from);
        unit.legal_basis.clone_from(&fact.legal_basis);
        unit.area_hectares = Some(hectares(&fact.area_km2)?);
        unit.population = fact.population;
        source(&fact.population_source).clone_into(&mut unit.population_source);
        unit.headquarters.clone_from(&fact.headquarters);
        unit.loudspeaker = true;
        unit.portal = true;
        units.push(unit);
    }
    Ok(units)
}

fn source(code: &str) -> &'static str {
    match code {
        "A" => "Hồ sơ sắp xếp đơn vị hành chính năm 2025 (sapnhap.bando.com.vn, ngày 17/7/2025)",
        "A0" => {
            "Hồ sơ sắp xếp đơn vị hành chính năm 2025 (sapnhap.bando.com.vn, ngày 17/7/2025; bản chép mất chữ số 0 cuối, đã bổ sung)"
        }
        _ => "",
    }
}

fn commune(version: &Version, parent: UnitId) -> Result<Unit> {
    let row = &version.row;
    let kind = match row.kind.as_str() {
        "xã" => UnitKind::Commune,
        "phường" => UnitKind::Ward,
        "thị trấn" => UnitKind::Township,
        other => return Err(Error::Internal(format!("kind of commune {other}"))),
    };
    Ok(Unit {
        code: Some(row.code.clone()),
        local_kind: row.kind.clone(),
        name: row.name.clone(),
        parent: Some(parent),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.doc_from.clone(),
        ended_basis: row.doc_to.clone(),
        ..Unit::named(version.id, kind, &row.full_name)
    })
}

fn city(ctx: &Context<'_>, slugs: &mut Slugs) -> Result<Unit> {
    let row = provinces()?
        .into_iter()
        .find(|row| row.code == CITY_CODE)
        .ok_or_else(|| Error::Internal("the city is not among the provinces".into()))?;
    Ok(Unit {
        code: Some(CITY_CODE.to_owned()),
        slug: slugs.give(CITY_NAME, Some(CITY_CODE), Some(SINCE)),
        local_kind: "thành phố".into(),
        name: "Cần Thơ".into(),
        valid_from: Some(SINCE),
        legal_basis: PROVINCES_BASIS.into(),
        area_hectares: Some(hectares(&row.area_km2)?),
        population: row.population,
        population_source: source("A").to_owned(),
        portal: true,
        ..Unit::named(UnitId(ctx.new_id()), UnitKind::City, CITY_NAME)
    })
}

fn old_province(
    ctx: &Context<'_>,
    code: &str,
    name: &str,
    kind: UnitKind,
    slugs: &mut Slugs,
) -> Unit {
    let (local_kind, short) = split_name(name);
    Unit {
        code: Some(code.to_owned()),
        slug: slugs.give_dated(name, Some(code), None),
        local_kind,
        name: short,
        valid_to: Some(SINCE),
        ended_basis: PROVINCES_BASIS.into(),
        ..Unit::named(UnitId(ctx.new_id()), kind, name)
    }
}

/// "Thành phố Cần Thơ" is "thành phố" and "Cần Thơ".
pub(super) fn split_name(full_name: &str) -> (String, String) {
    const KINDS: [&str; 6] = [
        "Thành phố ",
        "Thị xã ",
        "Thị trấn ",
        "Huyện ",
        "Quận ",
        "Tỉnh ",
    ];
    KINDS
        .iter()
        .find_map(|kind| {
            Some((
                kind.trim().to_lowercase(),
                full_name.strip_prefix(kind)?.to_owned(),
            ))
        })
        .unwrap_or_else(|| (String::new(), full_name.to_owned()))
}
