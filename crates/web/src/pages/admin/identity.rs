//! `/quan-tri/tai-khoan/{id}/tai-khoan-chung`: which account elsewhere opens an account here.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::ids::AccountId;
use dinh_service::people::provider::{Linked, identities_of, link_identity, unlink_identity};
use dinh_service::{Error, people};
use serde::Deserialize;

use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::pages::disclosure::field_errors;
use crate::pages::people::authority;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/identity.html")]
struct IdentityPage {
    page: Page,
    errors: ErrorSummary,
    id: String,
    text: String,
    linked: Option<Line>,
    subject: Field,
    done: bool,
}

struct Line {
    subject: String,
    at: String,
    by_self: bool,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

fn parse(id: &str) -> Result<AccountId, Failure> {
    id.parse().map_err(|_| Error::NotFound.into())
}

/// The link, or the form for it.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> PageResult {
    let nothing = (Posted::default(), FormErrors::new());
    let mut shown = page(&state, &caller, parse(&id)?, &nothing.0, &nothing.1).await?;
    shown.done = done.xong.is_some();
    html(&shown)
}

async fn page(
    state: &AppState,
    caller: &Caller,
    id: AccountId,
    posted: &Posted,
    errors: &FormErrors,
) -> Result<IdentityPage, Failure> {
    let settings = authority(state)?.settings();
    let ctx = caller.context(state);
    let view = people::get_account(&ctx, id).await?;
    let links = identities_of(&ctx, id).await?;
    let ours = links.into_iter().find(|one| one.issuer == settings.issuer);
    let texts = caller.texts();
    let title = texts.with("provider-mine", &[("label", &settings.label)]);
    let mut page = caller
        .page(state, title)
        .crumb(texts.text("people-accounts"), "/quan-tri/tai-khoan")
        .crumb(
            view.account.name.clone(),
            format!("/quan-tri/tai-khoan/{id}"),
        );
    page.path = format!("/quan-tri/tai-khoan/{id}/tai-khoan-chung");
    page.private = true;
    page.has_errors = !errors.is_empty();
    let line = |linked: Linked| Line {
        at: texts
            .formats()
            .date_time(dinh_service::clock::local(linked.at).datetime()),
        subject: linked.subject,
        by_self: linked.by_self,
    };
    Ok(IdentityPage {
        errors: ErrorSummary::new(texts, errors),
        id: id.to_string(),
        text: texts.with(
            "provider-of-account",
            &[("label", &settings.label), ("login", &view.account.login)],
        ),
        linked: ours.map(line),
        subject: Field::text(texts, "subject", texts.text("provider-subject"))
            .hint(texts.text("provider-subject-hint"))
            .value(posted.text("subject"))
            .spellcheck(false)
            .autocomplete("off")
            .error(errors.find("subject")),
        done: false,
        page,
    })
}

/// Link it.
pub(super) async fn link(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    posted: Posted,
) -> PageResult {
    let id = parse(&id)?;
    let issuer = &authority(&state)?.settings().issuer;
    let result = link_identity(&caller.context(&state), id, issuer, posted.text("subject")).await;
    let errors = match result {
        Ok(()) => return back(id),
        Err(error) => field_errors(error)?,
    };
    let shown = page(&state, &caller, id, &posted, &errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// Take the link away.
pub(super) async fn unlink(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let id = parse(&id)?;
    let issuer = &authority(&state)?.settings().issuer;
    unlink_identity(&caller.context(&state), id, issuer).await?;
    back(id)
}

fn back(id: AccountId) -> PageResult {
    see_other(&format!("/quan-tri/tai-khoan/{id}/tai-khoan-chung?xong=co"))
}
