//! Units: effective-dated, with lineage; the key is never a code or a name alone.

mod kind;
mod lineage;

pub use kind::UnitKind;
pub use lineage::{Lineage, LineageKind, Part};

use jiff::civil::Date;

use crate::ids::UnitId;

/// One unit as it was from `valid_from` until `valid_to` (half-open).
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that an article asks about"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// Official statistical code, with leading zeros; re-used over time.
    pub code: Option<String>,
    /// Address part: unique for ever.
    pub slug: String,
    /// Kind in the law.
    pub kind: UnitKind,
    /// The name of the kind on the ground ("ấp", "khu vực"), apart from the kind.
    pub local_kind: String,
    /// Name without its kind: "Cái Khế".
    pub name: String,
    /// Name with its kind: "Phường Cái Khế".
    pub full_name: String,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// First day, if known.
    pub valid_from: Option<Date>,
    /// First day on which it is no more.
    pub valid_to: Option<Date>,
    /// Document that made it.
    pub legal_basis: String,
    /// Document that ended it.
    pub ended_basis: String,
    /// Area in hectares.
    pub area_hectares: Option<i64>,
    /// Inhabitants, with the source beside it.
    pub population: Option<i64>,
    /// Where the figure comes from.
    pub population_source: String,
    /// Office, as free text.
    pub headquarters: String,
    /// Has a working loudspeaker network (Art. 13(3)).
    pub loudspeaker: bool,
    /// Has a portal or site (Art. 13(1)).
    pub portal: bool,
    /// Has an internal information system (Arts 48(1), 66(1)).
    pub internal_system: bool,
    /// Invented for the demo.
    pub sample: bool,
}

impl Unit {
    /// A unit of which only the name is known yet: both its names and its address are made of it, and it has nothing.
    pub fn named(id: UnitId, kind: UnitKind, full_name: &str) -> Self {
        Self {
            id,
            code: None,
            slug: crate::folding::slug(full_name),
            kind,
            local_kind: String::new(),
            name: full_name.to_owned(),
            full_name: full_name.to_owned(),
            parent: None,
            valid_from: None,
            valid_to: None,
            legal_basis: String::new(),
            ended_basis: String::new(),
            area_hectares: None,
            population: None,
            population_source: String::new(),
            headquarters: String::new(),
            loudspeaker: false,
            portal: false,
            internal_system: false,
            sample: false,
        }
    }

    /// Whether the unit exists on `day`.
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day < to)
    }

    /// Whether the unit is a community of households.
    pub fn has_roll(&self) -> bool {
        self.kind.has_roll()
    }

    /// Code and start of validity, as the register names a unit.
    pub fn register_key(&self) -> String {
        let code = self.code.as_deref().unwrap_or(&self.slug);
        match self.valid_from {
            Some(from) => format!("{code}@{from}"),
            None => format!("{code}@0001-01-01"),
        }
    }

    /// The facts that the disclosure articles ask about; `None` when the unit
    /// has no chapter of its own in the law.
    pub fn facts(&self) -> Option<dinh_law::UnitFacts> {
        Some(dinh_law::UnitFacts {
            kind: self.kind.law_kind()?,
            loudspeaker: self.loudspeaker,
            portal: self.portal,
            internal_system: self.internal_system,
        })
    }
}
