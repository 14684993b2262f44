//! `/quan-tri/don-vi/sap-nhap`: several units become one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use dinh_domain::ids::UnitId;
use dinh_domain::units::UnitKind;
use dinh_service::Error;
use dinh_service::units::change::{Merge, merge_units};
use dinh_service::units::directory;

use super::form::{NewFields, add_all, confirm, new_unit, order};
use crate::caller::Caller;
use crate::components::{Choice, Choices, ErrorSummary, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "units/merge.html")]
struct MergePage {
    page: Page,
    errors: ErrorSummary,
    units: Choices,
    new: NewFields,
}

pub(super) async fn get(State(state): State<AppState>, caller: Caller) -> PageResult {
    show(&state, &caller, &Posted::default(), &FormErrors::new()).await
}

/// First show what will be done, then, confirmed, do it.
pub(super) async fn post(
    State(state): State<AppState>,
    caller: Caller,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let mut errors = FormErrors::new();
    let mut names = Vec::new();
    let mut units: Vec<UnitId> = Vec::new();
    {
        let mut tx = ctx.read().await?;
        let directory = directory(ctx.platform, &mut tx).await?;
        for slug in typed.all("units") {
            let unit = directory.find_by_slug(slug).ok_or(Error::NotFound)?;
            units.push(unit.id);
            names.push(unit.full_name.clone());
        }
    }
    if units.len() < 2 {
        errors.push("units", texts.text("units-merge-two"));
    }
    let into = new_unit(texts, &typed, &mut errors);
    let order = order(&typed, &mut errors);
    let (true, Some(into), Some(order)) = (errors.is_empty(), into, order) else {
        return show(&state, &caller, &typed, &errors).await;
    };
    if typed.text("confirmed").is_empty() {
        let page = caller.form_page(&state, texts.text("units-merge-title"));
        return confirm(page, &typed, &names.join(", "), &into, &order);
    }
    match merge_units(&ctx, Merge { units, into, order }).await {
        Ok(id) => {
            let mut tx = ctx.read().await?;
            let unit = dinh_store::units::get(&mut tx, id).await?;
            see_other(&format!("/quan-tri/don-vi/{}", unit.slug))
        }
        Err(Error::Invalid(found)) => {
            add_all(&mut errors, found);
            show(&state, &caller, &typed, &errors).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(
    state: &AppState,
    caller: &Caller,
    typed: &Posted,
    errors: &FormErrors,
) -> PageResult {
    let ctx = caller.context(state);
    let texts = caller.texts();
    let mut tx = ctx.read().await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let mut page = caller.form_page(state, texts.text("units-merge-title"));
    page.private = true;
    page.has_errors = !errors.is_empty();
    let page = page.crumb(texts.text("units-manage-title"), "/quan-tri/don-vi");
    let mut units = Choices::checkboxes(texts, "units", texts.text("units-merge-which"))
        .hint(texts.text("units-merge-hint"))
        .class("govuk-checkboxes--small")
        .error(errors.find("units"))
        .chosen(typed.all("units"));
    for unit in directory.as_of(ctx.today(), UnitKind::is_commune_level) {
        units = units.item(Choice::new(unit.slug.clone(), unit.full_name.clone()));
    }
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(
        status,
        &MergePage {
            errors: ErrorSummary::new(texts, errors),
            units,
            new: NewFields::new(texts, typed, errors),
            page,
        },
    )
}
