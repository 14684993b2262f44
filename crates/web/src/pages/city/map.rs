//! The picture of the city: each unit with its standing, a link and a title. The table
//! beside it says the same in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_service::units::map::{Standing, map};
use dinh_store::disclosure::tally::Counts;

use super::shown::xml;
use crate::texts::Texts;

/// The map as SVG; nothing when no unit of the page is on it.
pub(super) fn svg(texts: Texts, units: &[&Unit], tallies: &BTreeMap<UnitId, Counts>) -> String {
    let by_code: BTreeMap<&str, &Unit> = units
        .iter()
        .filter_map(|unit| Some((unit.code.as_deref()?, *unit)))
        .collect();
    let map = map();
    let mut shapes = String::new();
    for (code, path) in &map.paths {
        let Some(unit) = by_code.get(code.as_str()) else {
            continue;
        };
        let counts = tallies.get(&unit.id).copied().unwrap_or_default();
        let standing = Standing::of(counts.on_time, counts.late, counts.overdue);
        let words = texts.with(
            "city-map-unit",
            &[
                ("unit", &unit.full_name),
                ("ontime", &counts.on_time),
                ("late", &counts.late),
                ("overdue", &counts.overdue),
            ],
        );
        // Writing into a String cannot fail.
        let (tone, pattern) = look(standing);
        let _ = write!(
            shapes,
            "<a href=\"/don-vi/{}\"><path class=\"dinh-area dinh-area--{tone}\" d=\"{path}\">\
             <title>{}</title></path>",
            xml(&unit.slug),
            xml(&words),
        );
        if !pattern.is_empty() {
            let _ = write!(
                shapes,
                "<path d=\"{path}\" fill=\"url(#{pattern})\" pointer-events=\"none\"/>"
            );
        }
        shapes.push_str("</a>");
    }
    if shapes.is_empty() {
        return shapes;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" \
         role=\"group\" aria-label=\"{}\">{}{shapes}</svg>",
        map.width,
        map.height,
        xml(&texts.text("city-map-label")),
        PATTERNS,
    )
}

/// Tone and pattern: never colour alone.
fn look(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Quiet => ("quiet", ""),
        Standing::OnTime => ("good", ""),
        Standing::Late => ("late", "dinh-dots"),
        Standing::Overdue => ("bad", "dinh-hatch"),
    }
}

/// Late is dotted, overdue is hatched.
const PATTERNS: &str = "<defs>\
    <pattern id=\"dinh-dots\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
    <circle cx=\"4\" cy=\"4\" r=\"1.5\" fill=\"#ffffff\"/></pattern>\
    <pattern id=\"dinh-hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
    <path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" stroke=\"#ffffff\" stroke-width=\"1.5\"/></pattern>\
    </defs>";
