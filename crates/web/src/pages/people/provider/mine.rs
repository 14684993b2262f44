//! `/tai-khoan/tai-khoan-chung`: the account elsewhere that opens one's own account here.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dinh_service::people::provider::{Identity, LinkMine, link_mine, my_identity, unlink_mine};
use dinh_service::{Error, Result};
use serde::Deserialize;

use super::errand::Named;
use super::notice::{Notice, notice};
use super::{MINE, authority};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::disclosure::field_errors;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "people/provider_mine.html")]
struct MinePage {
    page: Page,
    text: String,
    /// Subject, and since when it is linked.
    linked: Option<(String, String)>,
    done: bool,
}

#[derive(Template)]
#[template(path = "people/provider_confirm.html")]
struct ConfirmPage {
    page: Page,
    errors: ErrorSummary,
    text: String,
    subject: String,
    name: String,
    sealed: String,
    password: Field,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

fn frame(state: &AppState, caller: &Caller, label: &str) -> Page {
    let texts = caller.texts();
    let title = texts.with("provider-mine", &[("label", &label)]);
    let mut page = caller
        .form_page(state, title)
        .crumb(texts.text("people-account"), "/tai-khoan");
    page.private = true;
    MINE.clone_into(&mut page.path);
    page
}

/// The link, or how to make it.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let settings = authority(&state)?.settings();
    let linked = my_identity(&caller.context(&state), &settings.issuer).await?;
    let formats = caller.texts().formats();
    html(&MinePage {
        page: frame(&state, &caller, &settings.label),
        text: caller
            .texts()
            .with("provider-link-text", &[("label", &settings.label)]),
        linked: linked.map(|linked| {
            let at = dinh_service::clock::local(linked.at).datetime();
            (linked.subject, formats.date_time(at))
        }),
        done: done.xong.is_some(),
    })
}

/// The provider named somebody: is it them? Linking needs their password here.
pub(super) fn confirm(
    state: &AppState,
    caller: &Caller,
    identity: &Identity,
    account: &str,
) -> PageResult {
    let here = caller.context(state).account().map(|id| id.to_string());
    if here.as_deref() != Some(account) {
        return notice(state, caller, Notice::Stale);
    }
    let sealed = Named::seal(state, identity, account, state.platform.clock.now());
    html(&confirm_page(
        state,
        caller,
        identity,
        sealed,
        &FormErrors::new(),
    )?)
}

fn confirm_page(
    state: &AppState,
    caller: &Caller,
    identity: &Identity,
    sealed: String,
    errors: &FormErrors,
) -> std::result::Result<ConfirmPage, crate::errors::Failure> {
    let texts = caller.texts();
    let label = &authority(state)?.settings().label;
    let mut page = frame(state, caller, label);
    page.has_errors = !errors.is_empty();
    Ok(ConfirmPage {
        errors: ErrorSummary::new(texts, errors),
        text: texts.with("provider-confirm-text", &[("label", label)]),
        subject: identity.subject.clone(),
        name: identity.name.clone(),
        sealed,
        password: Field::password(texts, "password", texts.text("people-old-password"))
            .hint(texts.text("provider-password-hint"))
            .autocomplete("current-password")
            .error(errors.find("password")),
        page,
    })
}

/// It is them.
pub(super) async fn link(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    authority(&state)?;
    let ctx = caller.context(&state);
    let account = ctx.account().ok_or(Error::Forbidden)?.to_string();
    let sealed = posted.text("identity").to_owned();
    let Some(identity) = Named::open(&state, &sealed, &account) else {
        return notice(&state, &caller, Notice::Stale);
    };
    let input = LinkMine {
        identity: identity.clone(),
        password: posted.text("password").to_owned(),
    };
    let result: Result<()> = link_mine(&ctx, input).await;
    let errors = match result {
        Ok(()) => return see_other(&caller.kept(&format!("{MINE}?xong=co"))),
        Err(error) => field_errors(error)?,
    };
    let shown = confirm_page(&state, &caller, &identity, sealed, &errors)?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// Take the link away.
pub(super) async fn unlink(State(state): State<AppState>, caller: Caller) -> PageResult {
    let issuer = &authority(&state)?.settings().issuer;
    unlink_mine(&caller.context(&state), issuer).await?;
    see_other(&caller.kept(&format!("{MINE}?xong=co")))
}
