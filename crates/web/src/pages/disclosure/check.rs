//! `/lam-viec/ban/{number}/duyet`: everything that becomes public is seen before the
//! step that cannot be undone.

use askama::Template;
use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::disclosure::PublicationState;
use dinh_service::Error;
use dinh_service::disclosure::{ItemView, find_item};

use super::decide::version;
use super::editor::{Attached, document_words, lines};
use super::form_fields::is_recorded;
use super::subject::{self, Why};
use crate::caller::Caller;
use crate::components::StatusTag;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_check.html")]
struct CheckPage {
    page: Page,
    number: i64,
    version: i64,
    unit_name: String,
    item: String,
    citation: String,
    title: String,
    document: String,
    paragraphs: Vec<String>,
    files: Vec<Attached>,
    needs: Vec<String>,
    tags: Vec<StatusTag>,
    why: Why,
    personal: bool,
    is_own: bool,
}

/// What is about to become public.
pub async fn check(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::ApprovePublication).await?;
    if found.publication.state != PublicationState::Submitted {
        return see_other(&subject::duty_address(&ctx, &found).await?);
    }
    let item = find_item(&ctx, number, true)
        .await?
        .ok_or(Error::NotFound)?;
    let is_own = ctx.account() == Some(item.stored.publication.author);
    html(&page(&state, &caller, &item, is_own))
}

fn page(state: &AppState, caller: &Caller, item: &ItemView, is_own: bool) -> CheckPage {
    let texts = caller.texts();
    let publication = &item.stored.publication;
    let mut page = caller
        .page(state, texts.text("desk-check-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    CheckPage {
        page,
        number: publication.number,
        version: publication.version,
        unit_name: item.unit.full_name.clone(),
        item: format!("{} – {}", publication.item, item.rule.title),
        citation: item.rule.citation.to_string(),
        title: publication.content.title.clone(),
        document: document_words(texts, &publication.content),
        paragraphs: lines(&publication.content.summary),
        files: item
            .files
            .iter()
            .map(|row| Attached::new(texts, publication.number, row))
            .collect(),
        needs: item
            .missing
            .iter()
            .filter(|need| is_recorded(need.form))
            .map(need_words)
            .collect(),
        tags: super::shown::tags(texts, item.standing),
        why: Why::new(texts, &item.due),
        personal: item.rule.contains_personal_data,
        is_own,
    }
}

/// A required form in words, with its place, its time and its article.
pub fn need_words(need: &dinh_domain::disclosure::FormRequirement) -> String {
    let place = need
        .place
        .map(|place| format!(" – {}", place.label()))
        .unwrap_or_default();
    format!(
        "{}{place}: {} ({})",
        need.form.label(),
        need.duration.label(),
        need.citation
    )
}

/// Approve: from here on it is public, and stays in the register for good.
pub async fn approve(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::ApprovePublication).await?;
    dinh_service::disclosure::approve(&ctx, found.publication.id, version(&typed)).await?;
    see_other(&format!("/cong-khai/{number}"))
}

/// Give it back to the clerk.
pub async fn send_back(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::ApprovePublication).await?;
    dinh_service::disclosure::send_back(&ctx, found.publication.id, version(&typed)).await?;
    see_other(&format!(
        "{}?da=tra",
        subject::duty_address(&ctx, &found).await?
    ))
}
