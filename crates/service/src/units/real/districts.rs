//! Districts, read off the versions of their communes: one version per code and name.

use std::collections::BTreeMap;

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use jiff::civil::Date;

use super::SINCE;
use super::plan::{Version, split_name};
use super::rows::HistoryRow;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::units::slug::Slugs;

/// Law on the organisation of local government of 2025: no districts any more.
const ENDED: &str = "Luật 72/2025/QH15 (kết thúc cấp huyện)";

/// The districts and how to find the one of a commune.
pub(super) struct Districts {
    pub units: Vec<Unit>,
    by_name: BTreeMap<(String, String), UnitId>,
}

struct Span {
    province: String,
    from: Option<Date>,
    to: Option<Date>,
    from_basis: String,
    to_basis: String,
}

pub(super) fn districts(
    ctx: &Context<'_>,
    versions: &[Version],
    provinces: &[Unit],
    slugs: &mut Slugs,
) -> Result<Districts> {
    let mut found = Districts {
        units: Vec::new(),
        by_name: BTreeMap::new(),
    };
    for ((code, full_name), span) in spans(versions) {
        let (local_kind, name) = split_name(&full_name);
        let parent = provinces
            .iter()
            .find(|province| province.code.as_deref() == Some(span.province.as_str()))
            .ok_or_else(|| Error::Internal(format!("no province {}", span.province)))?;
        let unit = Unit {
            code: Some(code.clone()),
            slug: slugs.give_dated(&full_name, Some(&code), span.from),
            local_kind,
            name,
            parent: Some(parent.id),
            valid_from: span.from,
            valid_to: span.to,
            legal_basis: span.from_basis,
            ended_basis: if span.to == Some(SINCE) {
                ENDED.to_owned()
            } else {
                span.to_basis
            },
            ..Unit::named(UnitId(ctx.new_id()), UnitKind::District, &full_name)
        };
        found.by_name.insert((code, full_name), unit.id);
        found.units.push(unit);
    }
    Ok(found)
}

/// From the first day of any commune under this code and name to the last.
fn spans(versions: &[Version]) -> BTreeMap<(String, String), Span> {
    let mut spans: BTreeMap<(String, String), Span> = BTreeMap::new();
    for HistoryRow {
        district_code,
        district_name,
        province_code,
        valid_from,
        valid_to,
        doc_from,
        doc_to,
        ..
    } in versions.iter().map(|version| &version.row)
    {
        if district_code.is_empty() {
            continue;
        }
        let span = spans
            .entry((district_code.clone(), district_name.clone()))
            .or_insert_with(|| Span {
                province: province_code.clone(),
                from: *valid_from,
                to: *valid_to,
                from_basis: doc_from.clone(),
                to_basis: doc_to.clone(),
            });
        if *valid_from < span.from {
            span.from = *valid_from;
            span.from_basis.clone_from(doc_from);
        }
        if *valid_to > span.to {
            span.to = *valid_to;
            span.to_basis.clone_from(doc_to);
        }
    }
    spans
}

impl Districts {
    /// The district that a commune's row names.
    pub(super) fn find(&self, row: &HistoryRow) -> Result<UnitId> {
        self.by_name
            .get(&(row.district_code.clone(), row.district_name.clone()))
            .copied()
            .ok_or_else(|| Error::Internal(format!("no district of {}", row.full_name)))
    }
}
