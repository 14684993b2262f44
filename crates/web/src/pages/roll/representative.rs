//! `/lam-viec/ho/{id}/dai-dien`: somebody else represents the household, or what was
//! written was wrong.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_service::roll::{HouseholdView, RepresentativeForm, change_representative};

use super::fields::{
    day, draft, household, household_address, household_page, representative, text, told,
    typed_day, version,
};
use crate::caller::Caller;
use crate::components::{DateInput, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "roll/representative.html")]
struct RepresentativePage {
    page: Page,
    caption: String,
    errors: ErrorSummary,
    version: i64,
    since: String,
    day: DateInput,
    fields: Vec<Field>,
}

pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let mut typed = Posted::default();
    if let Some(present) = view.representatives.last() {
        let known = [
            ("name", &present.name),
            ("address", &present.address),
            ("phone", &present.phone),
            ("basis", &present.basis),
            ("cluster", &view.household.cluster),
        ];
        for (name, value) in known {
            typed.fields.push((name.to_owned(), value.clone()));
        }
        let capacity = present.capacity.code().to_owned();
        typed.fields.push(("capacity".to_owned(), capacity));
    }
    typed_day(&mut typed.fields, "on", caller.context(&state).today());
    let seen = view.household.version;
    html(&page(
        &state,
        &caller,
        &view,
        seen,
        &typed,
        &FormErrors::new(),
    ))
}

pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    typed: Posted,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let form = RepresentativeForm {
        version: version(&typed),
        cluster: typed.text("cluster").to_owned(),
        on: typed.date_parts("on"),
        representative: draft(&typed),
    };
    let ctx = caller.context(&state);
    match change_representative(&ctx, view.household.id, form).await {
        Ok(()) => see_other(&format!(
            "{}?xong=dai-dien",
            household_address(view.household.id)
        )),
        Err(error) => {
            let errors = told(error)?;
            let page = page(&state, &caller, &view, version(&typed), &typed, &errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &HouseholdView,
    version: i64,
    typed: &Posted,
    errors: &FormErrors,
) -> RepresentativePage {
    let texts = caller.texts();
    let title = texts.text("roll-representative-title");
    let mut page = household_page(state, caller, title, view);
    page.has_errors = !errors.is_empty();
    let since = view.representatives.last().map(|present| {
        let day = texts.formats().date(present.valid_from);
        texts.with("roll-representative-since", &[("day", &day)])
    });
    let mut fields = representative(texts, typed, errors, true);
    fields.push(
        text(texts, typed, errors, "cluster", "roll-cluster")
            .hint(texts.text("roll-cluster-hint"))
            .class("govuk-input--width-20"),
    );
    RepresentativePage {
        caption: caption(caller, view),
        errors: ErrorSummary::new(texts, errors),
        version,
        since: since.unwrap_or_default(),
        day: day(texts, typed, errors, "on", "roll-on")
            .hint(texts.text("roll-representative-day-hint")),
        fields,
        page,
    }
}

/// Number and hamlet above the title.
pub(super) fn caption(caller: &Caller, view: &HouseholdView) -> String {
    let number = caller
        .texts()
        .with("roll-household", &[("number", &view.household.number)]);
    format!("{number} · {}", view.unit.full_name)
}
