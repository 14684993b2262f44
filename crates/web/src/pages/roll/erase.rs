//! `/lam-viec/ho/{id}/xoa-du-lieu`: personal data are erased on request.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_service::roll::{EraseScope, HouseholdView, erase_household};

use super::fields::{household, household_address, household_page, reason, told, version};
use super::representative::caption;
use crate::caller::Caller;
use crate::components::{Choice, Choices, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "roll/erase.html")]
struct ErasePage {
    page: Page,
    caption: String,
    errors: ErrorSummary,
    version: i64,
    scope: Choices,
    reason: Field,
    back: String,
}

pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let seen = view.household.version;
    html(&page(
        &state,
        &caller,
        &view,
        seen,
        &Posted::default(),
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
    let ctx = caller.context(&state);
    let seen = version(&typed);
    let answer = match EraseScope::find(typed.text("scope")) {
        Some(scope) => {
            let why = typed.text("reason");
            erase_household(&ctx, view.household.id, seen, scope, why).await
        }
        None => Err(dinh_service::Error::field(
            "scope",
            caller.texts().text("roll-erase-choose"),
        )),
    };
    match answer {
        Ok(()) => see_other(&format!(
            "{}?xong=xoa",
            household_address(view.household.id)
        )),
        Err(error) => {
            let errors = told(error)?;
            let page = page(&state, &caller, &view, seen, &typed, &errors);
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
) -> ErasePage {
    let texts = caller.texts();
    let mut page = household_page(state, caller, texts.text("roll-erase-title"), view);
    page.has_errors = !errors.is_empty();
    ErasePage {
        caption: caption(caller, view),
        errors: ErrorSummary::new(texts, errors),
        version,
        scope: Choices::radios(texts, "scope", texts.text("roll-erase-scope"))
            .item(Choice::new("past", texts.text("roll-erase-past")))
            .item(
                Choice::new("all", texts.text("roll-erase-all"))
                    .hint(texts.text("roll-erase-all-hint")),
            )
            .chosen([typed.text("scope")])
            .error(errors.find("scope")),
        reason: reason(texts, typed, errors),
        back: page.link(&household_address(view.household.id)),
        page,
    }
}
