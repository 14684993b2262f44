//! `/lam-viec/ban/{number}/rut`: take a publication away on a legal ground. The page
//! shows first what stays: the register entry, its digests, the reason.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::disclosure::PublicationState;
use dinh_store::disclosure::Stored;

use super::decide::version;
use super::subject::{self, field_errors};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_withdraw.html")]
struct WithdrawPage {
    page: Page,
    errors: ErrorSummary,
    number: i64,
    version: i64,
    title: String,
    article: Field,
    reason: Field,
}

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::WithdrawPublication).await?;
    if found.publication.state != PublicationState::Published {
        return see_other(&subject::duty_address(&ctx, &found).await?);
    }
    html(&page(
        &state,
        &caller,
        &found,
        &Posted::default(),
        &FormErrors::new(),
    ))
}

/// Withdraw it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::WithdrawPublication).await?;
    let result = dinh_service::disclosure::withdraw(
        &ctx,
        found.publication.id,
        version(&typed),
        typed.text("article"),
        typed.text("reason"),
    )
    .await;
    let errors = match result {
        Ok(_) => return see_other(&format!("/cong-khai/{number}")),
        Err(error) => field_errors(error)?,
    };
    let page = page(&state, &caller, &found, &typed, &errors);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(
    state: &AppState,
    caller: &Caller,
    found: &Stored,
    typed: &Posted,
    errors: &FormErrors,
) -> WithdrawPage {
    let texts = caller.texts();
    let publication = &found.publication;
    let mut page = caller
        .page(state, texts.text("desk-withdraw-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(
            publication.content.title.clone(),
            format!("/cong-khai/{}", publication.number),
        );
    page.private = true;
    page.has_errors = !errors.is_empty();
    WithdrawPage {
        page,
        errors: ErrorSummary::new(texts, errors),
        number: publication.number,
        version: publication.version,
        title: publication.content.title.clone(),
        article: Field::text(texts, "article", texts.text("desk-withdraw-article"))
            .hint(texts.text("desk-withdraw-article-hint"))
            .value(typed.text("article"))
            .error(errors.find("article")),
        reason: Field::area(texts, "reason", texts.text("desk-withdraw-reason"))
            .hint(texts.text("desk-withdraw-reason-hint"))
            .rows(4)
            .value(typed.text("reason"))
            .error(errors.find("reason")),
    }
}
