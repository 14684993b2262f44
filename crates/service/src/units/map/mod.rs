//! The map of the communes: one SVG path per unit, made once from the boundaries that
//! the product carries. Neighbours share their line, so no gap and no overlap appears.
//!
//! The map is for display, not for legal questions of boundary, and never the only
//! way in: a table with the same facts stands beside it.

mod standing;
mod topology;

use std::sync::OnceLock;

pub use standing::Standing;

/// The drawn map.
pub struct Map {
    /// Width of the view box.
    pub width: i64,
    /// Height of the view box.
    pub height: i64,
    /// Code of the unit and its outline.
    pub paths: Vec<(String, String)>,
}

/// The map, drawn on the first call.
pub fn map() -> &'static Map {
    static MAP: OnceLock<Map> = OnceLock::new();
    MAP.get_or_init(topology::draw)
}
