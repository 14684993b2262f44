//! The one cookie: the session of a signed-in person.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::state::AppState;

/// The prefix makes browsers insist on TLS, on this host alone, for every path.
const SECURE: &str = "__Host-dinh";
/// On this machine without TLS browsers would drop the prefixed name.
const LOCAL: &str = "dinh";

fn name(state: &AppState) -> &'static str {
    if state.secure { SECURE } else { LOCAL }
}

/// The token that the browser sent.
pub(crate) fn find_token<'h>(state: &AppState, headers: &'h HeaderMap) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name(state))
        .map(|(_, token)| token)
        .filter(|token| !token.is_empty() && token.len() <= 64)
}

/// The header that gives the browser a token.
pub(crate) fn give(state: &AppState, token: &str) -> Option<HeaderValue> {
    set(state, token, "")
}

/// The header that takes it away.
pub(crate) fn take_away(state: &AppState) -> Option<HeaderValue> {
    set(state, "", "; Max-Age=0")
}

fn set(state: &AppState, token: &str, more: &str) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let text = format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{more}",
        name(state)
    );
    HeaderValue::from_str(&text).ok()
}
