//! `/dang-xuat/tai-khoan-chung`: signed out here; the session at the provider goes on unless it is ended there.

use askama::Template;
use axum::extract::State;
use dinh_service::Result;
use dinh_service::people::provider::came_by_provider;

use super::authority;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "people/provider_signed_out.html")]
struct SignedOutPage {
    page: Page,
    text: String,
    button: String,
    there: Option<String>,
}

/// Where whoever signs out goes.
pub(in crate::pages::people) async fn after_sign_out(
    state: &AppState,
    caller: &Caller,
) -> Result<&'static str> {
    let (Some(_), Some(session)) = (&state.settings.provider, caller.session) else {
        return Ok("/");
    };
    let by_provider = came_by_provider(&caller.context(state), session).await?;
    Ok(if by_provider {
        "/dang-xuat/tai-khoan-chung"
    } else {
        "/"
    })
}

/// The page.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let authority = authority(&state)?;
    let texts = caller.texts();
    let label = &authority.settings().label;
    let home = format!("{}/", state.platform.base_url.trim_end_matches('/'));
    let now = state.platform.clock.now();
    // A provider that does not answer is no reason to keep anybody here.
    let there = authority
        .way_to_sign_out(&home, now)
        .await
        .unwrap_or_default();
    let mut page = caller.page(&state, texts.text("provider-out-title"));
    page.private = true;
    html(&SignedOutPage {
        page,
        text: texts.with("provider-out-text", &[("label", label)]),
        button: texts.with("provider-out-button", &[("label", label)]),
        there,
    })
}
