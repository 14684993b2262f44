//! `/quan-tri/don-vi/{slug}`: the facts of one unit, and its new name.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::units::Unit;
use dinh_service::Error;
use dinh_service::units::change::{Facts, Rename, change_facts, rename_unit};
use dinh_service::units::directory;

use super::form::{NewFields, add_all, confirm, new_unit, order};
use super::panel::UnitPanel;
use crate::caller::Caller;
use crate::components::{Choice, Choices, ErrorSummary, Field, FormErrors};
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "units/change.html")]
struct ChangePage {
    page: Page,
    errors: ErrorSummary,
    panel: UnitPanel,
    facts_action: String,
    rename_action: String,
    split_href: String,
    area: Field,
    population: Field,
    source: Field,
    headquarters: Field,
    means: Choices,
    new: NewFields,
}

pub(super) async fn get(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    show(&state, &caller, &slug, None, &FormErrors::new()).await
}

/// Save area, population, office and means of disclosure.
pub(super) async fn facts(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let unit = find(&state, &caller, &slug).await?;
    let mut errors = FormErrors::new();
    let mut number = |name: &str| whole(caller.texts(), &typed, name, &mut errors);
    let (area_hectares, population) = (number("area_hectares"), number("population"));
    let has = |means: &str| typed.all("means").contains(&means);
    let asked = Facts {
        area_hectares,
        population,
        population_source: typed.text("population_source").to_owned(),
        headquarters: typed.text("headquarters").to_owned(),
        loudspeaker: has("loudspeaker"),
        portal: has("portal"),
        internal_system: has("internal_system"),
    };
    if errors.is_empty() {
        match change_facts(&ctx, unit.id, asked).await {
            Ok(()) => return see_other(&format!("/quan-tri/don-vi/{slug}")),
            Err(Error::Invalid(found)) => add_all(&mut errors, found),
            Err(other) => return Err(other.into()),
        }
    }
    show(&state, &caller, &slug, Some(&typed), &errors).await
}

/// First show what will be done, then, confirmed, do it.
pub(super) async fn rename(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let unit = find(&state, &caller, &slug).await?;
    let mut errors = FormErrors::new();
    let new = new_unit(texts, &typed, &mut errors);
    let order = order(&typed, &mut errors);
    let (Some(new), Some(order)) = (new, order) else {
        return show(&state, &caller, &slug, Some(&typed), &errors).await;
    };
    if typed.text("confirmed").is_empty() {
        let page = caller.form_page(&state, texts.text("units-rename-title"));
        return confirm(page, &typed, &unit.full_name, &new, &order);
    }
    let asked = Rename {
        unit: unit.id,
        new,
        order,
    };
    match rename_unit(&ctx, asked).await {
        Ok(id) => {
            let mut tx = ctx.read().await?;
            let unit = dinh_store::units::get(&mut tx, id).await?;
            see_other(&format!("/quan-tri/don-vi/{}", unit.slug))
        }
        Err(Error::Invalid(found)) => {
            add_all(&mut errors, found);
            show(&state, &caller, &slug, Some(&typed), &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn find(state: &AppState, caller: &Caller, slug: &str) -> Result<Unit, Failure> {
    let ctx = caller.context(state);
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, slug).await?;
    Ok(unit.ok_or(Error::NotFound)?)
}

/// A whole number, with or without dots between the thousands; nothing typed is `None`.
fn whole(texts: Texts, typed: &Posted, name: &str, errors: &mut FormErrors) -> Option<i64> {
    let given = typed.text(name).trim().replace('.', "");
    if given.is_empty() {
        return None;
    }
    let read = given.parse().ok().filter(|number| *number >= 0);
    if read.is_none() {
        errors.push(name, texts.text("units-number-wrong"));
    }
    read
}

/// What is stored, as if it had been typed.
fn stored(unit: &Unit) -> Posted {
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut fields = vec![
        ("area_hectares".to_owned(), number(unit.area_hectares)),
        ("population".to_owned(), number(unit.population)),
        (
            "population_source".to_owned(),
            unit.population_source.clone(),
        ),
        ("headquarters".to_owned(), unit.headquarters.clone()),
        ("kind".to_owned(), unit.kind.code().to_owned()),
        ("local_kind".to_owned(), unit.local_kind.clone()),
        ("code".to_owned(), unit.code.clone().unwrap_or_default()),
    ];
    let means = [
        ("loudspeaker", unit.loudspeaker),
        ("portal", unit.portal),
        ("internal_system", unit.internal_system),
    ];
    for (name, has) in means {
        if has {
            fields.push(("means".to_owned(), name.to_owned()));
        }
    }
    Posted {
        fields,
        files: Vec::new(),
    }
}

async fn show(
    state: &AppState,
    caller: &Caller,
    slug: &str,
    typed: Option<&Posted>,
    errors: &FormErrors,
) -> PageResult {
    let ctx = caller.context(state);
    let mut tx = ctx.read().await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let unit = directory.find_by_slug(slug).ok_or(Error::NotFound)?;
    let texts = caller.texts();
    let mut page = caller.form_page(state, unit.full_name.clone());
    page.private = true;
    page.has_errors = !errors.is_empty();
    let page = page.crumb(texts.text("units-manage-title"), "/quan-tri/don-vi");
    // What the other form of the page did not send stays as it is stored.
    let mut shown = stored(unit);
    if let Some(typed) = typed {
        let sent = |name: &str| typed.fields.iter().any(|(key, _)| key == name);
        let facts_sent = sent("headquarters");
        shown
            .fields
            .retain(|(name, _)| !(sent(name) || name == "means" && facts_sent));
        shown.fields.extend(typed.fields.iter().cloned());
    }
    let field = |name: &str, label: String| {
        Field::text(texts, name, label)
            .value(shown.text(name))
            .error(errors.find(name))
    };
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &ChangePage {
            errors: ErrorSummary::new(texts, errors),
            panel: UnitPanel::new(&page, &directory, unit, ctx.today()),
            facts_action: page.link(&format!("/quan-tri/don-vi/{slug}/so-lieu")),
            rename_action: page.link(&format!("/quan-tri/don-vi/{slug}/doi-ten")),
            split_href: page.link(&format!("/quan-tri/don-vi/{slug}/chia")),
            area: field("area_hectares", texts.text("units-area-hectares"))
                .class("govuk-input--width-10"),
            population: field("population", texts.text("units-population"))
                .class("govuk-input--width-10"),
            source: field("population_source", texts.text("units-population-source")),
            headquarters: field("headquarters", texts.text("units-headquarters")),
            means: means(texts, &shown),
            new: NewFields::new(texts, &shown, errors),
            page,
        },
    )
}

fn means(texts: Texts, typed: &Posted) -> Choices {
    Choices::checkboxes(texts, "means", texts.text("units-means"))
        .item(Choice::new(
            "loudspeaker",
            texts.text("units-means-loudspeaker"),
        ))
        .item(Choice::new("portal", texts.text("units-means-portal")))
        .item(Choice::new(
            "internal_system",
            texts.text("units-means-internal-system"),
        ))
        .chosen(typed.all("means"))
}
