//! What goes into the index, read from what is stored.

use std::sync::Arc;

use dinh_domain::ids::UnitId;
use dinh_store::ReadTx;
use dinh_store::decision::Stored;
use dinh_store::documents::DocumentRow;
use dinh_store::projections::Published;
use jiff::civil::Date;

use super::query::HitKind;
use crate::error::Result;
use crate::platform::Context;
use crate::units::{UnitDirectory, directory};

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
    /// Address parts: its own unit, the commune above a hamlet, and what became of them.
    pub units: Vec<String>,
    /// Number of the document.
    pub number: String,
    pub item: String,
    pub standing: String,
    pub day: u64,
    /// Second key of the order.
    pub place: u64,
    /// To be taken out, not put in.
    pub gone: bool,
}

/// Units of all times with the names they had before.
pub(super) struct Names(Arc<UnitDirectory>);

impl Names {
    pub(super) async fn read(ctx: &Context<'_>, tx: &mut ReadTx) -> Result<Self> {
        Ok(Self(directory(ctx.platform, tx).await?))
    }

    /// The names of every unit from which this one came, nearest first, each once.
    fn before(&self, id: UnitId) -> String {
        let own = self.0.find(id).map(|unit| unit.full_name.as_str());
        let mut names: Vec<&str> = Vec::new();
        let mut line = vec![id];
        for _ in 0..GENERATIONS {
            line = line
                .iter()
                .flat_map(|id| self.0.predecessors(*id))
                .map(|edge| edge.predecessor)
                .collect();
            for unit in line.iter().filter_map(|id| self.0.find(*id)) {
                let name = unit.full_name.as_str();
                if Some(name) != own && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.join("; ")
    }

    /// The address parts of a unit and of every unit that it became.
    fn now(&self, id: UnitId) -> Vec<String> {
        let mut slugs: Vec<String> = Vec::new();
        let mut line = vec![id];
        for _ in 0..GENERATIONS {
            for unit in line.iter().filter_map(|id| self.0.find(*id)) {
                if !slugs.contains(&unit.slug) {
                    slugs.push(unit.slug.clone());
                }
            }
            line = line
                .iter()
                .flat_map(|id| self.0.successors(*id))
                .map(|edge| edge.successor)
                .collect();
        }
        slugs
    }

    /// The units of today as things of the index. Old ones are found by what they
    /// became, so they need no entry of their own.
    pub(super) fn units(&self, today: Date) -> Vec<Indexed> {
        self.0
            .units()
            .iter()
            .filter(|unit| unit.valid_to.is_none_or(|day| today < day))
            .map(|unit| Indexed {
                key: format!("u:{}", unit.slug),
                kind: HitKind::Unit,
                title: unit.full_name.clone(),
                body: String::new(),
                address: unit.slug.clone(),
                unit_name: unit.full_name.clone(),
                old_names: self.before(unit.id),
                units: vec![unit.slug.clone()],
                number: String::new(),
                item: String::new(),
                standing: String::new(),
                day: 0,
                place: place(&unit.slug),
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
            number: row.document_number.clone(),
            place: u64::try_from(row.number).unwrap_or(0),
            address: row.number.to_string(),
            unit_name: row.unit_name.clone(),
            old_names: self.before(UnitId(row.unit_id)),
            units: self.now(UnitId(row.unit_id)),
            item: row.item.clone(),
            standing: row.standing().to_owned(),
            day: row.published_on.map_or(0, |day| day_number(day.to_jiff())),
            gone: false,
        }
    }

    /// A decision, found by its title and by the names of its community and commune. Who chooses a commune finds what
    /// its communities decide. The text of the question is not searched: it may name people.
    pub(super) fn decision(&self, row: &Stored) -> Indexed {
        let decision = &row.decision;
        let name_of = |id| self.0.find(id).map(|unit| unit.full_name.clone());
        let own = name_of(decision.unit).unwrap_or_default();
        let commune = name_of(row.commune).unwrap_or_default();
        let unit_name = if own.contains(&commune) {
            own
        } else {
            format!("{own}, {commune}")
        };
        let before = [self.before(decision.unit), self.before(row.commune)];
        let mut units = self.now(decision.unit);
        units.extend(self.now(row.commune));
        units.dedup();
        let day = decision.round.decided_on.or(decision.round.law_day());
        Indexed {
            key: format!("q:{}", decision.number),
            kind: HitKind::Decision,
            title: decision.proposal.title.clone(),
            body: String::new(),
            address: decision.number.to_string(),
            unit_name,
            old_names: before.join("; "),
            units,
            number: String::new(),
            place: u64::try_from(decision.number).unwrap_or(0),
            item: String::new(),
            standing: decision.state.code().to_owned(),
            day: day.map_or(0, day_number),
            gone: false,
        }
    }

    pub(super) fn document(&self, row: &DocumentRow) -> Indexed {
        let unit = self.0.find(UnitId(row.unit_id));
        Indexed {
            key: format!("d:{}", row.slug),
            kind: HitKind::Document,
            title: row.title.clone(),
            body: joined(&row.symbol, &row.text),
            address: row.slug.clone(),
            unit_name: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
            old_names: String::new(),
            units: self.now(UnitId(row.unit_id)),
            number: row.symbol.clone(),
            place: place(&row.slug),
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

/// A place for what has no number; it only has to differ from others of the same day.
fn place(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |place, byte| {
        (place ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A day as the number yyyymmdd.
pub(super) fn day_number(day: Date) -> u64 {
    let part = |value: i64| u64::try_from(value).unwrap_or(0);
    part(day.year().into()) * 10_000 + part(day.month().into()) * 100 + part(day.day().into())
}
