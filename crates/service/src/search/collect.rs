//! What goes into the index, read from what is stored.

use std::collections::BTreeMap;

use dinh_store::ReadTx;
use dinh_store::documents::DocumentRow;
use dinh_store::projections::{self, Published, UnitName};
use jiff::civil::Date;
use uuid::Uuid;

use super::query::HitKind;
use crate::error::Result;

/// Predecessors are followed this far back.
const GENERATIONS: usize = 6;

/// One thing of the index.
pub(super) struct Indexed {
    pub key: String,
    pub kind: HitKind,
    pub title: String,
    pub body: String,
    pub address: String,
    pub unit_name: String,
    pub old_names: String,
    pub unit: String,
    pub item: String,
    pub standing: String,
    pub day: u64,
    /// To be taken out, not put in.
    pub gone: bool,
}

/// Units of all times with the names they had before.
pub(super) struct Names {
    units: Vec<UnitName>,
    before: BTreeMap<Uuid, Vec<Uuid>>,
    place: BTreeMap<Uuid, usize>,
}

impl Names {
    /// Two statements, however many units there are.
    pub(super) async fn read(tx: &mut ReadTx) -> Result<Self> {
        let units = projections::unit_names(tx).await?;
        let mut before: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
        for (old, new) in projections::lineage(tx).await? {
            before.entry(new.0).or_default().push(old.0);
        }
        let place = units
            .iter()
            .enumerate()
            .map(|(place, unit)| (unit.id, place))
            .collect();
        Ok(Self {
            units,
            before,
            place,
        })
    }

    fn get(&self, id: Uuid) -> Option<&UnitName> {
        self.place.get(&id).and_then(|place| self.units.get(*place))
    }

    /// The names of every unit from which this one came, nearest first, each once.
    fn before(&self, id: Uuid) -> String {
        let mut names: Vec<&str> = Vec::new();
        let mut line = vec![id];
        for _ in 0..GENERATIONS {
            line = line
                .iter()
                .filter_map(|id| self.before.get(id))
                .flatten()
                .copied()
                .collect();
            for name in line.iter().filter_map(|id| self.get(*id)) {
                if !names.contains(&name.full_name.as_str()) {
                    names.push(&name.full_name);
                }
            }
        }
        let own = self.get(id).map(|unit| unit.full_name.as_str());
        names.retain(|name| Some(*name) != own);
        names.join("; ")
    }

    /// The units of today as things of the index. Old ones are found by what they
    /// became, so they need no entry of their own.
    pub(super) fn units(&self, today: Date) -> Vec<Indexed> {
        self.units
            .iter()
            .filter(|unit| unit.valid_to.is_none_or(|day| today < day.to_jiff()))
            .map(|unit| Indexed {
                key: format!("u:{}", unit.slug),
                kind: HitKind::Unit,
                title: unit.full_name.clone(),
                body: String::new(),
                address: unit.slug.clone(),
                unit_name: unit.full_name.clone(),
                old_names: self.before(unit.id),
                unit: unit.slug.clone(),
                item: String::new(),
                standing: String::new(),
                day: 0,
                gone: false,
            })
            .collect()
    }

    pub(super) fn publication(&self, row: &Published) -> Indexed {
        Indexed {
            key: format!("p:{}", row.number),
            kind: HitKind::Publication,
            title: row.title.clone(),
            body: joined(&row.document_number, &row.summary),
            address: row.number.to_string(),
            unit_name: row.unit_name.clone(),
            old_names: self.before(row.unit_id),
            unit: row.unit_slug.clone(),
            item: row.item.clone(),
            standing: row.standing().to_owned(),
            day: row.published_on.map_or(0, |day| day_number(day.to_jiff())),
            gone: false,
        }
    }

    pub(super) fn document(&self, row: &DocumentRow) -> Indexed {
        let unit = self.get(row.unit_id);
        Indexed {
            key: format!("d:{}", row.slug),
            kind: HitKind::Document,
            title: row.title.clone(),
            body: joined(&row.symbol, &row.text),
            address: row.slug.clone(),
            unit_name: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
            old_names: String::new(),
            unit: unit.map(|unit| unit.slug.clone()).unwrap_or_default(),
            item: String::new(),
            standing: row.status.clone(),
            day: day_number(crate::clock::local(row.published_at.to_jiff()).date()),
            gone: false,
        }
    }
}

fn joined(number: &str, text: &str) -> String {
    if number.is_empty() {
        text.to_owned()
    } else {
        format!("{number}. {text}")
    }
}

/// A day as the number yyyymmdd.
pub(super) fn day_number(day: Date) -> u64 {
    let part = |value: i64| u64::try_from(value).unwrap_or(0);
    part(day.year().into()) * 10_000 + part(day.month().into()) * 100 + part(day.day().into())
}
