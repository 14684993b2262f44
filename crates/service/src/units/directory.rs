//! All units in memory: a few thousand rows that every page and every search needs.
//!
//! The directory is a projection of the table: it is read again as soon as the table's
//! version differs, also when another process changed it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use dinh_domain::folding::fold;
use dinh_domain::ids::UnitId;
use dinh_domain::units::{Lineage, Unit, UnitKind};
use dinh_store::ReadTx;
use jiff::civil::Date;

use super::search::SearchName;
use crate::error::Result;
use crate::platform::Platform;

/// More units and edges than a province has.
const ALL: i64 = 100_000;

/// Units and lineage, indexed. Made by [`directory`].
#[derive(Default)]
pub struct UnitDirectory {
    version: i64,
    units: Vec<Unit>,
    pub(super) names: Vec<SearchName>,
    by_id: HashMap<UnitId, usize>,
    by_slug: HashMap<String, usize>,
    children: HashMap<UnitId, Vec<usize>>,
    predecessors: HashMap<UnitId, Vec<Lineage>>,
    successors: HashMap<UnitId, Vec<Lineage>>,
}

/// Where an installation keeps its directory between two changes.
#[derive(Default)]
pub struct DirectoryCell(Mutex<Option<Arc<UnitDirectory>>>);

/// The directory as of this snapshot: one statement when nothing changed.
pub async fn directory(platform: &Platform, tx: &mut ReadTx) -> Result<Arc<UnitDirectory>> {
    let version = dinh_store::units::version(tx).await?;
    if let Some(kept) = platform.units.find(version) {
        return Ok(kept);
    }
    let units = dinh_store::units::all(tx, ALL).await?;
    let lineage = dinh_store::units::lineage::all(tx, ALL).await?;
    let made = Arc::new(UnitDirectory::new(version, units, lineage));
    platform.units.keep(&made);
    Ok(made)
}

impl DirectoryCell {
    fn find(&self, version: i64) -> Option<Arc<UnitDirectory>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|directory| directory.version == version)
            .cloned()
    }

    fn keep(&self, made: &Arc<UnitDirectory>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(Arc::clone(made));
    }
}

impl UnitDirectory {
    /// Index units and edges. The order is made here, because engines order texts differently.
    pub fn new(version: i64, mut units: Vec<Unit>, lineage: Vec<Lineage>) -> Self {
        units.sort_by_cached_key(|unit| (fold(&unit.full_name), unit.slug.clone()));
        let mut made = Self {
            version,
            names: units.iter().map(SearchName::of).collect(),
            ..Self::default()
        };
        for (place, unit) in units.iter().enumerate() {
            made.by_id.insert(unit.id, place);
            made.by_slug.insert(unit.slug.clone(), place);
            if let Some(parent) = unit.parent {
                made.children.entry(parent).or_default().push(place);
            }
        }
        for edge in lineage {
            let into = made.predecessors.entry(edge.successor).or_default();
            into.push(edge.clone());
            made.successors
                .entry(edge.predecessor)
                .or_default()
                .push(edge);
        }
        made.units = units;
        made
    }

    /// How often units had changed when this was read.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Every unit that is or was, by folded name.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The unit with this identity.
    pub fn find(&self, id: UnitId) -> Option<&Unit> {
        self.by_id.get(&id).and_then(|place| self.units.get(*place))
    }

    /// The unit at this address.
    pub fn find_by_slug(&self, slug: &str) -> Option<&Unit> {
        self.by_slug
            .get(slug)
            .and_then(|place| self.units.get(*place))
    }

    /// The unit that carries a code on a day, of the kinds that `wanted` accepts.
    pub fn find_by_code(
        &self,
        code: &str,
        on: Date,
        wanted: impl Fn(UnitKind) -> bool,
    ) -> Option<&Unit> {
        self.units.iter().find(|unit| {
            unit.code.as_deref() == Some(code) && unit.exists_on(on) && wanted(unit.kind)
        })
    }

    /// The city that stands on a day.
    pub fn find_city(&self, on: Date) -> Option<&Unit> {
        self.units
            .iter()
            .find(|unit| unit.kind == UnitKind::City && unit.exists_on(on))
    }

    /// Units that exist on a day and whose kind is `wanted`, by name.
    pub fn as_of(&self, on: Date, wanted: impl Fn(UnitKind) -> bool) -> Vec<&Unit> {
        self.units
            .iter()
            .filter(|unit| unit.exists_on(on) && wanted(unit.kind))
            .collect()
    }

    /// How many units of each kind exist on a day.
    pub fn counts(&self, on: Date) -> BTreeMap<UnitKind, usize> {
        let mut counts = BTreeMap::new();
        for unit in self.units.iter().filter(|unit| unit.exists_on(on)) {
            *counts.entry(unit.kind).or_default() += 1;
        }
        counts
    }

    /// Units directly below one on a day, by name.
    pub fn children(&self, of: UnitId, on: Date) -> Vec<&Unit> {
        self.children
            .get(&of)
            .into_iter()
            .flatten()
            .filter_map(|place| self.units.get(*place))
            .filter(|unit| unit.exists_on(on))
            .collect()
    }

    /// The units above one, the highest first.
    pub fn path(&self, unit: &Unit) -> Vec<&Unit> {
        let mut above = Vec::new();
        let mut here = unit.parent;
        while let Some(parent) = here.and_then(|id| self.find(id)) {
            if above.len() == 8 {
                break;
            }
            above.push(parent);
            here = parent.parent;
        }
        above.reverse();
        above
    }

    /// Edges into a unit.
    pub fn predecessors(&self, of: UnitId) -> &[Lineage] {
        self.predecessors.get(&of).map_or(&[], Vec::as_slice)
    }

    /// Edges out of a unit.
    pub fn successors(&self, of: UnitId) -> &[Lineage] {
        self.successors.get(&of).map_or(&[], Vec::as_slice)
    }
}
