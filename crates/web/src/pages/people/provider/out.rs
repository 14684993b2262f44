//! `/dang-nhap/tai-khoan-chung`: off to the provider.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse as _;
use serde::Deserialize;

use super::errand::Errand;
use super::notice::{Notice, notice};
use super::{authority, back_address};
use crate::address::{encoded, local};
use crate::caller::Caller;
use crate::cookie;
use crate::errors::{Failure, PageResult};
use crate::pages::people::second_step::too_often;
use crate::state::AppState;

/// The way to the provider on the page for signing in.
pub(in crate::pages::people) struct ProviderLink {
    pub text: String,
    pub href: String,
}

/// The way, where there is a provider.
pub(in crate::pages::people) fn link(
    state: &AppState,
    caller: &Caller,
    next: &str,
) -> Option<ProviderLink> {
    let label = &state.settings.provider.as_ref()?.settings().label;
    let mut href = "/dang-nhap/tai-khoan-chung".to_owned();
    if !next.is_empty() {
        href = format!("{href}?tiep={}", encoded(next));
    }
    Some(ProviderLink {
        text: caller.texts().with("provider-sign-in", &[("label", label)]),
        href: caller.kept(&href),
    })
}

/// Where to go afterwards, and whether an account is to be linked.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wish {
    tiep: Option<String>,
    #[serde(rename = "lien-ket")]
    link: Option<String>,
}

/// Go there. Nothing is written: the browser keeps what it needs to come back.
pub(super) async fn go(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(wish): Query<Wish>,
) -> PageResult {
    let authority = authority(&state)?;
    let next = wish.tiep.as_deref().and_then(local).unwrap_or_default();
    let account = caller.context(&state).account().map(|id| id.to_string());
    let errand = Errand::new(&state, next, account.filter(|_| wish.link.is_some()));
    let walk = errand
        .walk()
        .ok_or_else(|| Failure::internal("a secret of 32 bytes"))?;
    if let Some(refused) = too_often(&state, &caller, &headers) {
        return refused;
    }
    let now = state.platform.clock.now();
    let address = match authority.way_out(&walk, &back_address(&state), now).await {
        Ok(address) => address,
        Err(error) => {
            tracing::warn!(%error, "nobody can be sent to the provider of accounts");
            return notice(&state, &caller, Notice::Down);
        }
    };
    let address = HeaderValue::from_str(&address)
        .map_err(|_| Failure::internal("the provider's address is not ASCII"))?;
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response();
    if let Some(value) = cookie::give_errand(&state, &errand.sealed(&state)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}
