//! `/lam-viec/so-cai/{position}/xoa`: ask that a sealed content of an entry be erased, on a legal ground.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::erasing::check_erasure;
use dinh_domain::ids::UnitId;
use dinh_service::Error;
use dinh_service::access::authorise;
use dinh_service::register::ask_erasure;
use dinh_store::register::{self, ContentRow};

use crate::caller::Caller;
use crate::components::{Choice, Choices, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::disclosure::field_errors;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "register/erase.html")]
struct ErasePage {
    page: Page,
    errors: ErrorSummary,
    position: i64,
    contents: Option<Choices>,
    article: Field,
    reason: Field,
}

/// The form.
pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(position): Path<i64>,
) -> PageResult {
    let contents = contents(&state, &caller, position).await?;
    let nothing = FormErrors::new();
    html(&page(
        &state,
        &caller,
        position,
        &contents,
        &Posted::default(),
        &nothing,
    ))
}

/// Ask for it.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(position): Path<i64>,
    typed: Posted,
) -> PageResult {
    let contents = contents(&state, &caller, position).await?;
    let ctx = caller.context(&state);
    let (article, reason) = (typed.text("article"), typed.text("reason"));
    let result = if let Ok(place) = typed.text("place").parse() {
        ask_erasure(&ctx, position, place, article, reason).await
    } else {
        // Everything that is wrong is told at once.
        let words = caller.texts().text("register-erase-choose");
        let mut errors = vec![FieldError::new("place", words)];
        errors.extend(check_erasure(article, reason).err().unwrap_or_default());
        Err(Error::Invalid(errors))
    };
    let errors = match result {
        Ok(_) => return see_other(super::asked::LIST),
        Err(error) => field_errors(error)?,
    };
    let page = page(&state, &caller, position, &contents, &typed, &errors);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the entry names, for whoever may ask.
async fn contents(
    state: &AppState,
    caller: &Caller,
    position: i64,
) -> Result<Vec<ContentRow>, Error> {
    let ctx = caller.context(state);
    let mut tx = ctx.read().await?;
    let entry = register::find(&mut tx, position)
        .await?
        .ok_or(Error::NotFound)?;
    authorise(&ctx, &mut tx, Action::AskErasure, UnitId(entry.unit_id)).await?;
    Ok(register::contents(&mut tx, position).await?)
}

fn page(
    state: &AppState,
    caller: &Caller,
    position: i64,
    contents: &[ContentRow],
    typed: &Posted,
    errors: &FormErrors,
) -> ErasePage {
    let texts = caller.texts();
    let mut page = caller
        .page(state, texts.text("register-erase-title"))
        .crumb(texts.text("register-title"), "/so-cai")
        .crumb(
            texts.with("register-entry-number", &[("number", &position)]),
            format!("/so-cai/{position}"),
        );
    page.private = true;
    page.has_errors = !errors.is_empty();
    ErasePage {
        errors: ErrorSummary::new(texts, errors),
        position,
        contents: choices(texts, contents, typed, errors),
        article: Field::text(texts, "article", texts.text("register-erase-article"))
            .hint(texts.text("register-erase-article-hint"))
            .value(typed.text("article"))
            .error(errors.find("article")),
        reason: Field::area(texts, "reason", texts.text("register-erase-reason"))
            .hint(texts.text("register-erase-reason-hint"))
            .value(typed.text("reason"))
            .error(errors.find("reason")),
        page,
    }
}

/// The sealed contents that are still there; nothing when there are none.
fn choices(
    texts: Texts,
    contents: &[ContentRow],
    typed: &Posted,
    errors: &FormErrors,
) -> Option<Choices> {
    let sealed: Vec<&ContentRow> = contents.iter().filter(|one| one.salt.is_some()).collect();
    if sealed.is_empty() {
        return None;
    }
    let all = Choices::radios(texts, "place", texts.text("register-erase-which"));
    let all = sealed.iter().fold(all, |all, row| {
        let size = texts.formats().size(u64::try_from(row.size).unwrap_or(0));
        all.item(Choice::new(
            row.place.to_string(),
            format!("{} · {size}", row.name),
        ))
    });
    // One alone needs no choosing.
    let only = match sealed.as_slice() {
        [one] => one.place.to_string(),
        _ => typed.text("place").to_owned(),
    };
    Some(all.chosen([only]).error(errors.find("place")))
}
