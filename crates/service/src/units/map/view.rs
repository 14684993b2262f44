//! The map of a day: each unit with its standing, in words, sign and pattern.

use dinh_domain::units::Unit;

use super::map;
use crate::units::UnitDirectory;

/// How a unit stands with its duties of disclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No duty has come due yet.
    Quiet,
    /// Everything due was disclosed on time.
    OnTime,
    /// Something was disclosed late, nothing is overdue.
    Late,
    /// Something is overdue now.
    Overdue,
}

impl Standing {
    /// From the counts of a unit's tally.
    pub fn of(on_time: i64, late: i64, overdue: i64) -> Self {
        match (on_time, late, overdue) {
            (_, _, overdue) if overdue > 0 => Self::Overdue,
            (_, late, _) if late > 0 => Self::Late,
            (on_time, _, _) if on_time > 0 => Self::OnTime,
            _ => Self::Quiet,
        }
    }

    /// Stable code: the end of the class and of the pattern's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::Overdue => "overdue",
        }
    }
}

/// One unit on the map.
pub struct Shape {
    /// The unit.
    pub unit: Unit,
    /// Outline.
    pub path: &'static str,
    /// Standing.
    pub standing: Standing,
    /// Duties disclosed on time, late, and overdue now.
    pub counts: [i64; 3],
}

/// The map with the facts of its table.
pub struct MapView {
    /// Width of the view box.
    pub width: i64,
    /// Height of the view box.
    pub height: i64,
    /// Units by name.
    pub shapes: Vec<Shape>,
}

impl MapView {
    /// The living communes with the counts that `counts_of` knows: on time, late, overdue.
    pub fn new(directory: &UnitDirectory, counts_of: impl Fn(&Unit) -> [i64; 3]) -> Self {
        let drawn = map();
        let mut shapes = Vec::with_capacity(drawn.paths.len());
        for unit in directory
            .units()
            .iter()
            .filter(|unit| unit.valid_to.is_none() && unit.kind.is_commune_level())
        {
            let path = drawn
                .paths
                .iter()
                .find(|(code, _)| unit.code.as_deref() == Some(code))
                .map_or("", |(_, path)| path.as_str());
            let counts = counts_of(unit);
            let [on_time, late, overdue] = counts;
            shapes.push(Shape {
                unit: unit.clone(),
                path,
                standing: Standing::of(on_time, late, overdue),
                counts,
            });
        }
        Self {
            width: drawn.width,
            height: drawn.height,
            shapes,
        }
    }
}
