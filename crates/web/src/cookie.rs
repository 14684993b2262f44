//! The cookies: the session of a signed-in person, the machine on which somebody signed in once, and the code of a
//! household while its vote page is open.

use axum::http::{HeaderMap, HeaderValue, header};

use dinh_service::people::KnownDevice;

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
    find(headers, name(state)).filter(|token| token.len() <= 64)
}

fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty())
}

/// By which a machine is known on which somebody signed in: it opens nothing and names nobody.
const SECURE_DEVICE: &str = "__Host-dinh-may";
const LOCAL_DEVICE: &str = "dinh-may";

fn device_name(state: &AppState) -> &'static str {
    if state.secure {
        SECURE_DEVICE
    } else {
        LOCAL_DEVICE
    }
}

/// What the browser kept of earlier sign-ins.
pub(crate) fn device(state: &AppState, headers: &HeaderMap) -> KnownDevice {
    let text = find(headers, device_name(state)).filter(|text| text.len() <= 400);
    text.map(KnownDevice::read).unwrap_or_default()
}

/// The header by which the browser keeps it for a year.
pub(crate) fn give_device(state: &AppState, device: &str) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let text = format!(
        "{}={device}; Path=/; HttpOnly; SameSite=Strict{secure}; Max-Age=31536000",
        device_name(state)
    );
    HeaderValue::from_str(&text).ok()
}

/// The code of a card, gone after a quarter of an hour or when its holder leaves. The prefix asks for the path of the whole
/// site; only the pages of the vote look for it.
const SECURE_CODE: &str = "__Host-dinh-phieu";
const LOCAL_CODE: &str = "dinh-phieu";

fn code_name(state: &AppState) -> &'static str {
    if state.secure {
        SECURE_CODE
    } else {
        LOCAL_CODE
    }
}

/// The code that the browser sent.
pub(crate) fn find_code<'h>(state: &AppState, headers: &'h HeaderMap) -> Option<&'h str> {
    find(headers, code_name(state)).filter(|code| code.len() <= 20)
}

/// The header that gives the browser a code; it holds letters and digits alone.
pub(crate) fn give_code(state: &AppState, code: &str) -> Option<HeaderValue> {
    set_code(state, code, 900)
}

/// The header that takes it away.
pub(crate) fn take_code_away(state: &AppState) -> Option<HeaderValue> {
    set_code(state, "", 0)
}

fn set_code(state: &AppState, code: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let name = code_name(state);
    let text = format!("{name}={code}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}");
    HeaderValue::from_str(&text).ok()
}

/// Why the browser went to the provider of accounts, only for the pages of signing in, gone when it is back.
const ERRAND: &str = "dinh-di";

/// The errand that the browser sent.
pub(crate) fn find_errand(headers: &HeaderMap) -> Option<&str> {
    find(headers, ERRAND).filter(|sealed| sealed.len() <= 4096)
}

/// The header that gives the browser an errand; it comes back with the way from the provider.
pub(crate) fn give_errand(state: &AppState, sealed: &str) -> Option<HeaderValue> {
    set_errand(state, sealed, 600)
}

/// The header that takes it away.
pub(crate) fn take_errand_away(state: &AppState) -> Option<HeaderValue> {
    set_errand(state, "", 0)
}

fn set_errand(state: &AppState, sealed: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if state.secure { "; Secure" } else { "" };
    let text = format!(
        "{ERRAND}={sealed}; Path=/dang-nhap; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}"
    );
    HeaderValue::from_str(&text).ok()
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
