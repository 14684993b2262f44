//! `/lam-viec/ban/{number}/dinh-chinh`: correct what is public, with a reason; the old
//! version stays readable. And the lawful end of a publication.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::disclosure::{Draft, PublicationState, check_draft};
use dinh_service::disclosure::{Correction, correct};
use dinh_service::{Context, Error};
use dinh_store::disclosure::{self as stored, Stored};

use super::decide::version;
use super::draft::attach_all;
use super::editor::{Attached, Beside, Fields, draft_of, typed_draft};
use super::subject::{self, Rights, field_errors};
pub use super::withdraw::{form as withdraw_form, send as withdraw};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_correct.html")]
struct CorrectPage {
    page: Page,
    errors: ErrorSummary,
    number: i64,
    version: i64,
    unit_name: String,
    fields: Fields,
    reason: Field,
    files: Vec<Attached>,
    may_attach: bool,
    conflict: Option<Beside>,
    conflict_words: String,
    editable: bool,
}

struct Shown {
    draft: Draft,
    reason: String,
    errors: FormErrors,
    conflict: Option<String>,
    version: i64,
}

/// The form, filled with what is public.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::CorrectPublication).await?;
    if found.publication.state != PublicationState::Published {
        return see_other(&subject::duty_address(&ctx, &found).await?);
    }
    let shown = Shown {
        draft: draft_of(&found.publication.content),
        reason: String::new(),
        errors: FormErrors::new(),
        conflict: None,
        version: found.publication.version,
    };
    html(&page(&state, &caller, &ctx, &found, shown).await?)
}

/// Correct it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::CorrectPublication).await?;
    match store(&ctx, &found, &typed).await {
        Ok(()) => see_other(&format!("/cong-khai/{number}")),
        Err(error) => again(&state, &caller, &ctx, number, &typed, error).await,
    }
}

async fn store(ctx: &Context<'_>, found: &Stored, typed: &Posted) -> Result<(), Error> {
    let draft = typed_draft(typed);
    match attach_all(ctx, found.publication.id, typed).await {
        Ok(_) => {}
        Err(Error::Invalid(mut errors)) => {
            errors.extend(check_draft(&draft, ctx.today()).err().unwrap_or_default());
            return Err(Error::Invalid(errors));
        }
        Err(other) => return Err(other),
    }
    let input = Correction {
        draft,
        reason: typed.text("reason").to_owned(),
        version: version(typed),
    };
    correct(ctx, found.publication.id, input).await?;
    Ok(())
}

/// The form once more after a refusal, with everything that was typed.
pub async fn again(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    number: i64,
    typed: &Posted,
    error: Error,
) -> PageResult {
    let found = subject::publication(ctx, number, Action::CorrectPublication).await?;
    let mut shown = Shown {
        draft: typed_draft(typed),
        reason: typed.text("reason").to_owned(),
        errors: FormErrors::new(),
        conflict: None,
        version: version(typed),
    };
    let status = match error {
        Error::Conflict(message) => {
            shown.errors.push("", message.clone());
            shown.conflict = Some(message);
            shown.version = found.publication.version;
            StatusCode::CONFLICT
        }
        other => {
            shown.errors = field_errors(other)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    html_with(status, &page(state, caller, ctx, &found, shown).await?)
}

/// The form once more after a file came or went: nothing is wrong, all is still typed.
pub async fn kept(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    number: i64,
    typed: &Posted,
) -> PageResult {
    let found = subject::publication(ctx, number, Action::CorrectPublication).await?;
    let shown = Shown {
        draft: typed_draft(typed),
        reason: typed.text("reason").to_owned(),
        errors: FormErrors::new(),
        conflict: None,
        version: version(typed),
    };
    html(&page(state, caller, ctx, &found, shown).await?)
}

/// Take it off the portal after its time; before, the refusal names the article.
pub async fn end(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::CorrectPublication).await?;
    dinh_service::disclosure::end(&ctx, found.publication.id, version(&typed)).await?;
    see_other(&format!("/cong-khai/{number}"))
}

async fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    found: &Stored,
    shown: Shown,
) -> Result<CorrectPage, Error> {
    let texts = caller.texts();
    let publication = &found.publication;
    let number = publication.number;
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::get(&mut tx, publication.unit).await?;
    let files = stored::files::of_publication(&mut tx, publication.id).await?;
    let rights = Rights::load(ctx, &mut tx, publication.unit).await;
    drop(tx);
    let mut page = caller
        .page(state, texts.text("desk-correct-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(
            publication.content.title.clone(),
            format!("/cong-khai/{number}"),
        );
    page.private = true;
    page.has_errors = !shown.errors.is_empty();
    Ok(CorrectPage {
        page,
        errors: ErrorSummary::new(texts, &shown.errors),
        number,
        version: shown.version,
        unit_name: unit.full_name,
        fields: Fields::new(texts, &shown.draft, &shown.errors),
        reason: Field::area(texts, "reason", texts.text("desk-correct-reason"))
            .hint(texts.text("desk-correct-reason-hint"))
            .rows(3)
            .value(&shown.reason)
            .error(shown.errors.find("reason")),
        files: files
            .iter()
            .filter(|row| row.purpose == "attachment")
            .filter(|row| row.last_rev.is_none_or(|last| last == publication.rev))
            .map(|row| Attached::new(texts, number, row))
            .collect(),
        may_attach: rights.has(Action::DraftPublication),
        conflict: shown.conflict.as_ref().map(|_| Beside::new(texts, found)),
        conflict_words: shown.conflict.unwrap_or_default(),
        editable: publication.state == PublicationState::Published,
    })
}
