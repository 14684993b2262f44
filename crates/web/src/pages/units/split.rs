//! `/quan-tri/don-vi/{slug}/chia`: one unit becomes several.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_service::Error;
use dinh_service::units::change::{NewUnit, Split, split_unit};
use dinh_service::units::{UnitDirectory, directory};

use super::form::{OrderFields, UnitFields, add_all, confirm_all, new_unit_at, order};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors, SelectOption};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

const FEWEST: usize = 2;
const MOST: usize = 10;

/// One of the new units.
struct Part {
    title: String,
    fields: UnitFields,
}

#[derive(Template)]
#[template(path = "units/split.html")]
struct SplitPage {
    page: Page,
    errors: ErrorSummary,
    parts: Vec<Part>,
    count: usize,
    may_add: bool,
    below: Vec<Field>,
    order: OrderFields,
}

pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let typed = Posted::default();
    show(&state, &caller, &slug, &typed, &FormErrors::new()).await
}

/// A further unit is asked for, or everything is shown once more, or, confirmed, done.
pub(super) async fn post(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let mut errors = FormErrors::new();
    if !typed.text("add").is_empty() {
        return show(&state, &caller, &slug, &typed, &errors).await;
    }
    let directory = {
        let mut tx = ctx.read().await?;
        directory(ctx.platform, &mut tx).await?
    };
    let unit = directory.find_by_slug(&slug).ok_or(Error::NotFound)?;
    let into: Vec<NewUnit> = (1..=count(&typed))
        .filter_map(|place| new_unit_at(texts, &typed, &mut errors, &format!("-{place}")))
        .collect();
    let mut below = BTreeMap::new();
    let mut places = Vec::new();
    for child in living_below(&directory, unit) {
        match chosen(&typed, child).filter(|place| *place < count(&typed)) {
            Some(place) => {
                below.insert(child.id, place);
                let name = into.get(place).map(|new| new.name.clone());
                places.push((child.full_name.clone(), name.unwrap_or_default()));
            }
            None => errors.push(field_of(child), texts.text("units-split-below-missing")),
        }
    }
    let order = order(&typed, &mut errors);
    let (true, Some(order)) = (errors.is_empty(), order) else {
        return show(&state, &caller, &slug, &typed, &errors).await;
    };
    if typed.text("confirmed").is_empty() {
        let page = caller.form_page(&state, texts.text("units-split-title"));
        return confirm_all(page, &typed, &unit.full_name, &into, places, &order);
    }
    let asked = Split {
        unit: unit.id,
        into,
        below,
        order,
    };
    match split_unit(&ctx, asked).await {
        Ok(ids) => see_first(&state, &caller, &ids).await,
        Err(Error::Invalid(found)) => {
            add_all(&mut errors, found);
            show(&state, &caller, &slug, &typed, &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn see_first(state: &AppState, caller: &Caller, ids: &[UnitId]) -> PageResult {
    let ctx = caller.context(state);
    let mut tx = ctx.read().await?;
    let id = *ids.first().ok_or(Error::NotFound)?;
    let unit = dinh_store::units::get(&mut tx, id).await?;
    see_other(&format!("/quan-tri/don-vi/{}", unit.slug))
}

/// How many new units the form asks for, counting the one just added.
fn count(typed: &Posted) -> usize {
    let shown: usize = typed.text("parts").parse().unwrap_or(FEWEST);
    let added = usize::from(!typed.text("add").is_empty());
    shown.saturating_add(added).clamp(FEWEST, MOST)
}

fn field_of(child: &Unit) -> String {
    format!("below-{}", child.slug)
}

/// The place of the new unit that was chosen for a unit below, from 0.
fn chosen(typed: &Posted, child: &Unit) -> Option<usize> {
    let place: usize = typed.text(&field_of(child)).parse().ok()?;
    place.checked_sub(1)
}

fn living_below<'d>(directory: &'d UnitDirectory, of: &Unit) -> Vec<&'d Unit> {
    let units = directory.units().iter();
    units
        .filter(|unit| unit.parent == Some(of.id) && unit.valid_to.is_none())
        .collect()
}

/// What a new unit is called in the lists of the form.
fn title(texts: Texts, typed: &Posted, place: usize) -> String {
    let name = typed.text(&format!("name-{place}")).trim();
    let number = texts.with("units-split-part", &[("number", &place.to_string())]);
    if name.is_empty() {
        number
    } else {
        format!("{number}: {name}")
    }
}

async fn show(
    state: &AppState,
    caller: &Caller,
    slug: &str,
    typed: &Posted,
    errors: &FormErrors,
) -> PageResult {
    let ctx = caller.context(state);
    let texts = caller.texts();
    let mut tx = ctx.read().await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let unit = directory
        .find_by_slug(slug)
        .filter(|unit| unit.valid_to.is_none())
        .ok_or(Error::NotFound)?;
    let mut page = caller.form_page(state, texts.text("units-split-title"));
    page.private = true;
    page.has_errors = !errors.is_empty();
    let page = page
        .crumb(texts.text("units-manage-title"), "/quan-tri/don-vi")
        .crumb(unit.full_name.clone(), format!("/quan-tri/don-vi/{slug}"));
    let count = count(typed);
    let parts = (1..=count)
        .map(|place| Part {
            title: texts.with("units-split-part", &[("number", &place.to_string())]),
            fields: UnitFields::new(texts, typed, errors, &format!("-{place}")),
        })
        .collect();
    let below = living_below(&directory, unit)
        .into_iter()
        .map(|child| {
            let name = field_of(child);
            let mut options = vec![SelectOption::new("", texts.text("units-split-choose"))];
            options.extend(
                (1..=count)
                    .map(|place| SelectOption::new(place.to_string(), title(texts, typed, place))),
            );
            Field::select(texts, &name, child.full_name.clone(), options)
                .value(typed.text(&name))
                .error(errors.find(&name))
        })
        .collect();
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &SplitPage {
            errors: ErrorSummary::new(texts, errors),
            parts,
            count,
            may_add: count < MOST,
            below,
            order: OrderFields::new(texts, typed, errors),
            page,
        },
    )
}
