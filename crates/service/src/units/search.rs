//! Finding units by name or code, with and without tone marks, old names included.
//!
//! A unit that is no more answers with the units it went into; when only parts of it
//! moved, with all of them, because the old name does not decide between them.

use dinh_domain::folding::fold;
use dinh_domain::units::{LineageKind, Unit};
use jiff::civil::Date;

use super::directory::UnitDirectory;
use super::spelling::{has_marks, marked};

/// No lineage in sight is longer than this many steps.
const STEPS: usize = 24;
/// Nobody reads more answers than this; a narrower query helps.
const ANSWERS: usize = 50;

/// The forms of a unit's name that a query is held against.
pub(super) struct SearchName {
    folded: String,
    folded_full: String,
    marked: String,
    code: String,
}

impl SearchName {
    pub(super) fn of(unit: &Unit) -> Self {
        Self {
            folded: fold(&unit.name),
            folded_full: fold(&unit.full_name),
            marked: marked(&unit.full_name),
            code: unit.code.clone().unwrap_or_default(),
        }
    }
}

/// A unit that a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Successor<'d> {
    /// The unit that took over.
    pub unit: &'d Unit,
    /// Whether only a part of the old unit went there.
    pub partial: bool,
}

/// One answer of a search.
#[derive(Clone, Debug)]
pub struct Answer<'d> {
    /// The unit with this name or code.
    pub unit: &'d Unit,
    /// When it is no more: the units of today it went into.
    pub now: Vec<Successor<'d>>,
}

/// How well a name answers a query; the smaller the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Start,
    Word,
    Inside,
}

impl UnitDirectory {
    /// Units that answer to `query`, best first. With a day, only units that existed
    /// then; without, the living before the ended. Of a unit that was carried on
    /// under the same name only the newest answers.
    pub fn search(&self, query: &str, on: Option<Date>) -> Vec<Answer<'_>> {
        let folded = fold(query);
        if folded.is_empty() {
            return Vec::new();
        }
        let exact = has_marks(query).then(|| marked(query));
        let mut hits = Vec::new();
        for (unit, name) in self.units().iter().zip(&self.names) {
            if on.is_some_and(|day| !unit.exists_on(day)) || (on.is_none() && self.goes_on(unit)) {
                continue;
            }
            let Some(fit) = name.fit(&folded) else {
                continue;
            };
            let strange = exact
                .as_ref()
                .is_some_and(|query| !name.marked.contains(query));
            let ended = on.is_none() && unit.valid_to.is_some();
            hits.push(((strange, fit != Fit::Exact, ended, fit, unit.kind), unit));
        }
        hits.sort_by_key(|(rank, unit)| (*rank, std::cmp::Reverse(unit.valid_from)));
        hits.truncate(ANSWERS);
        hits.into_iter()
            .map(|(_, unit)| Answer {
                unit,
                now: self.now(unit),
            })
            .collect()
    }

    /// The units of today that a unit of the past went into, by name; empty for a
    /// living unit and where the sources name no successor.
    pub fn now<'d>(&'d self, unit: &'d Unit) -> Vec<Successor<'d>> {
        if unit.valid_to.is_none() {
            return Vec::new();
        }
        let mut ends: Vec<Successor<'d>> = Vec::new();
        let mut open = vec![Successor {
            unit,
            partial: false,
        }];
        for _ in 0..STEPS {
            let mut next = Vec::new();
            for step in open {
                for edge in self.successors(step.unit.id) {
                    let Some(unit) = self.find(edge.successor) else {
                        continue;
                    };
                    let partial = step.partial || edge.kind == LineageKind::Partial;
                    next.push(Successor { unit, partial });
                }
            }
            let (living, ended): (Vec<_>, Vec<_>) = next
                .into_iter()
                .partition(|step| step.unit.valid_to.is_none());
            for found in living {
                if !ends.iter().any(|end| end.unit.id == found.unit.id) {
                    ends.push(found);
                }
            }
            open = ended;
            if open.is_empty() {
                break;
            }
        }
        ends.sort_by_key(|end| fold(&end.unit.full_name));
        ends
    }

    /// Whether the unit was carried on under the same full name and code, so that the
    /// newer one speaks for it.
    fn goes_on(&self, unit: &Unit) -> bool {
        self.successors(unit.id).iter().any(|edge| {
            self.find(edge.successor).is_some_and(|next| {
                edge.kind == LineageKind::Unchanged && next.full_name == unit.full_name
            })
        })
    }
}

impl SearchName {
    fn fit(&self, query: &str) -> Option<Fit> {
        let forms = [&self.folded, &self.folded_full, &self.code];
        if forms.iter().any(|form| form.as_str() == query) {
            Some(Fit::Exact)
        } else if forms.iter().any(|form| form.starts_with(query)) {
            Some(Fit::Start)
        } else if self.folded_full.contains(&format!(" {query}")) {
            Some(Fit::Word)
        } else if self.folded_full.contains(query) {
            Some(Fit::Inside)
        } else {
            None
        }
    }
}
