//! `/tai-khoan/xac-thuc/ung-dung`: a secret is shown as a square code, and kept when a code of it was typed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use dinh_service::people::{ConfirmTotp, NewTotp, begin_totp, confirm_totp, show_totp};
use dinh_service::{Error, Result};

use super::codes;
use super::second_step::form_errors;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "people/application.html")]
struct ApplicationPage {
    page: Page,
    errors: ErrorSummary,
    square: String,
    new: NewTotp,
    code: Field,
    password: Field,
}

fn page(
    state: &AppState,
    caller: &Caller,
    new: NewTotp,
    errors: &FormErrors,
) -> Result<ApplicationPage> {
    let texts = caller.texts();
    let mut page = caller
        .form_page(state, texts.text("account-app-add"))
        .crumb(texts.text("people-account"), "/tai-khoan")
        .crumb(texts.text("account-factors"), "/tai-khoan/xac-thuc");
    page.private = true;
    page.has_errors = !errors.is_empty();
    let square = dinh_report::qr::draw(&new.address)
        .map_err(|error| Error::Internal(format!("square code: {error}")))?;
    Ok(ApplicationPage {
        errors: ErrorSummary::new(texts, errors),
        square,
        new,
        code: Field::text(texts, "code", texts.text("account-app-code"))
            .hint(texts.text("account-app-code-hint"))
            .class("govuk-input--width-5")
            .input_mode("numeric")
            .spellcheck(false)
            .autocomplete("one-time-code")
            .error(errors.find("code")),
        password: Field::password(texts, "password", texts.text("people-old-password"))
            .error(errors.find("password")),
        page,
    })
}

/// A new secret.
pub(super) async fn form(State(state): State<AppState>, caller: Caller) -> PageResult {
    let new = begin_totp(&caller.context(&state)).await?;
    html(&page(&state, &caller, new, &FormErrors::new())?)
}

/// Keep it.
pub(super) async fn confirm(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let input = ConfirmTotp {
        sealed: posted.text("sealed").to_owned(),
        code: posted.text("code").to_owned(),
        password: posted.text("password").to_owned(),
        session: caller.session.unwrap_or_default(),
    };
    let found = match confirm_totp(&ctx, input).await {
        Ok(made) => return codes::show(&state, &caller, "account-app-added", made),
        Err(Error::Invalid(found)) => found,
        Err(error) => return Err(error.into()),
    };
    // The same square code again: the application has it already.
    let new = match show_totp(&ctx, posted.text("sealed")).await? {
        Some(new) => new,
        None => begin_totp(&ctx).await?,
    };
    let shown = page(&state, &caller, new, &form_errors(found))?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}
