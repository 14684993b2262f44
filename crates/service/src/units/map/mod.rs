//! The map of the communes: one SVG path per unit, made once from the boundaries that
//! the product carries. Neighbours share their line, so no gap and no overlap appears.
//!
//! The map is for display, not for legal questions of boundary, and never the only
//! way in: a table with the same facts stands beside it.

mod topology;
mod view;

use std::sync::OnceLock;

pub use view::{MapView, Shape, Standing};

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

/// Code and outline (`d`) of each unit, in the order of the data file.
pub fn svg_paths() -> &'static [(String, String)] {
    &map().paths
}
