//! The facts of a unit and its place in history: what it was made of, what became of it.

use askama::Template;
use dinh_domain::units::{Lineage, LineageKind, Part, Unit};
use dinh_service::units::UnitDirectory;
use jiff::civil::Date;

use super::kinds;
use crate::components::{SummaryList, SummaryRow};
use crate::page::Page;
use crate::texts::{Argument, Texts};

/// A part of the unit's page; a template shows it with `{{ panel }}`.
#[derive(Debug, Clone, Template)]
#[template(path = "units/panel.html")]
pub struct UnitPanel {
    texts: Texts,
    facts: SummaryList,
    ended: Option<Ended>,
    formed: Vec<Step>,
}

impl askama::filters::HtmlSafe for UnitPanel {}

/// What became of a unit that is no more.
#[derive(Debug, Clone)]
struct Ended {
    sentence: String,
    heading: String,
    into: Vec<Step>,
    now: Vec<Step>,
}

/// One unit before or after, with how much of it went over.
#[derive(Debug, Clone)]
struct Step {
    href: String,
    name: String,
    note: String,
}

impl UnitPanel {
    /// The panel of a unit as of `today`, in the language of the page.
    pub fn new(page: &Page, directory: &UnitDirectory, unit: &Unit, today: Date) -> Self {
        let formed = directory
            .predecessors(unit.id)
            .iter()
            .filter_map(|edge| {
                let before = directory.find(edge.predecessor)?;
                Some(step(page, before, today, &how(page.texts, edge)))
            })
            .collect();
        Self {
            texts: page.texts,
            facts: facts(page, directory, unit),
            ended: ended(page, directory, unit, today),
            formed,
        }
    }

    /// Whether the unit is no more.
    pub fn has_ended(&self) -> bool {
        self.ended.is_some()
    }
}

fn step(page: &Page, unit: &Unit, today: Date, note: &str) -> Step {
    let name = name_on(page.texts, unit, today);
    Step {
        href: page.link(&format!("/don-vi/{}", unit.slug)),
        name,
        note: note.to_owned(),
    }
}

/// The full name, marked as former when the unit is no more.
pub(super) fn name_on(texts: Texts, unit: &Unit, today: Date) -> String {
    if unit.valid_to.is_some_and(|to| to <= today) {
        texts.with("units-former", &[("unit", &unit.full_name)])
    } else {
        unit.full_name.clone()
    }
}

/// "một phần (khoản 2, 1668/NQ-UBTVQH15 (16/6/2025))".
fn how(texts: Texts, edge: &Lineage) -> String {
    let extent = texts.text(match (edge.kind, edge.part) {
        (LineageKind::Full, _) => "units-lineage-full",
        (LineageKind::Partial, Part::Remainder) => "units-lineage-remainder",
        (LineageKind::Partial, _) => "units-lineage-partial",
        (LineageKind::Unchanged, _) => "units-lineage-unchanged",
        (LineageKind::Renamed, _) => "units-lineage-renamed",
    });
    match (edge.legal_basis.as_str(), edge.clause.as_str()) {
        ("", _) => extent,
        (basis, "") => format!("{extent}; {basis}"),
        (basis, clause) => {
            let clause = texts.with("units-clause", &[("clause", &clause)]);
            format!("{extent}; {clause}, {basis}")
        }
    }
}

fn ended(page: &Page, directory: &UnitDirectory, unit: &Unit, today: Date) -> Option<Ended> {
    let texts = page.texts;
    let end = unit.valid_to?;
    let day = texts.formats().date(end);
    let arguments: [(&str, &dyn Argument); 3] = [
        ("unit", &unit.full_name),
        ("day", &day),
        ("basis", &unit.ended_basis),
    ];
    let sentence = match (end <= today, unit.ended_basis.is_empty()) {
        (true, true) => texts.with("units-ended", &arguments),
        (true, false) => texts.with("units-ended-by", &arguments),
        (false, _) => texts.with("units-will-end", &arguments),
    };
    let heading = texts.text(if end <= today {
        "units-went-into"
    } else {
        "units-will-go-into"
    });
    let edges = directory.successors(unit.id);
    let into: Vec<Step> = edges
        .iter()
        .filter_map(|edge| {
            Some(step(
                page,
                directory.find(edge.successor)?,
                today,
                &how(texts, edge),
            ))
        })
        .collect();
    let now = directory.now(unit);
    let further = now
        .iter()
        .any(|next| edges.iter().all(|edge| edge.successor != next.unit.id));
    let now = now
        .iter()
        .filter(|_| further)
        .map(|next| {
            let note = if next.partial {
                "units-lineage-partial"
            } else {
                "units-lineage-full"
            };
            step(page, next.unit, today, &texts.text(note))
        })
        .collect();
    Some(Ended {
        sentence,
        heading,
        into,
        now,
    })
}

fn facts(page: &Page, directory: &UnitDirectory, unit: &Unit) -> SummaryList {
    let texts = page.texts;
    let formats = texts.formats();
    let mut list = SummaryList::new();
    list = list.row(SummaryRow::text(
        texts.text("units-kind"),
        &kind(texts, unit),
    ));
    if let Some(code) = &unit.code {
        list = list.row(SummaryRow::text(texts.text("units-code"), code));
    }
    if let Some(above) = unit.parent.and_then(|id| directory.find(id)) {
        let href = page.link(&format!("/don-vi/{}", above.slug));
        list = list.row(SummaryRow::link(
            texts.text("units-above"),
            &href,
            &above.full_name,
        ));
    }
    let since = match unit.valid_from {
        Some(day) => formats.date(day),
        None => texts.text("units-since-unknown"),
    };
    let since = if unit.legal_basis.is_empty() {
        since
    } else {
        format!("{since} ({})", unit.legal_basis)
    };
    list = list.row(SummaryRow::text(texts.text("units-since"), &since));
    if let Some(hectares) = unit.area_hectares {
        let area = area(texts, hectares);
        list = list.row(SummaryRow::text(texts.text("units-area"), &area));
    }
    if unit.valid_to.is_none() && (unit.kind.is_commune_level() || unit.population.is_some()) {
        let people = match unit.population {
            Some(number) => format!("{}. {}", formats.number(number), unit.population_source),
            None => texts.text("units-population-unknown"),
        };
        list = list.row(SummaryRow::text(texts.text("units-population"), &people));
    }
    if !unit.headquarters.is_empty() {
        list = list.row(SummaryRow::text(
            texts.text("units-headquarters"),
            &unit.headquarters,
        ));
    }
    list
}

/// The kind of the law, and what people call it where that is something else.
fn kind(texts: Texts, unit: &Unit) -> String {
    let name = kinds::name(texts, unit.kind);
    let local = &unit.local_kind;
    if local.is_empty() || name.to_lowercase().starts_with(local.as_str()) {
        name
    } else {
        format!("{name} ({local})")
    }
}

/// Hectares as square kilometres with two decimals: "10,04 km²".
pub(super) fn area(texts: Texts, hectares: i64) -> String {
    let whole = texts.formats().number(hectares / 100);
    let mark = texts.text("units-decimal-mark");
    format!("{whole}{mark}{:02} km²", hectares.rem_euclid(100))
}
