//! Whether a form is ours: sent from a page of this site, with a token that we gave.

use axum::RequestExt as _;
use axum::body::{Body, to_bytes};
use axum::extract::{Form, FromRequest as _, Request};
use axum::http::header::{self, HeaderMap};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, stream};

use crate::caller::Caller;
use crate::once;
use crate::posted::is_multipart;
use crate::state::AppState;

/// The name of the hidden field.
pub(crate) const FIELD: &str = "_csrf";
const LARGEST: usize = 1024 * 1024;
/// In a form with files the token stands within this many bytes of the beginning.
const HEAD: usize = 4096;

/// What the token says.
pub(crate) enum Checked {
    /// It is ours and holds.
    Ours,
    /// It is missing, of another session, or too old.
    Stale,
    /// The form cannot be read.
    Unreadable,
}

/// Whether the browser says that the form stands on this site. What says nothing is no
/// browser of today; the token is still asked for.
pub(crate) fn is_from_this_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, authority)| authority == host),
        (Some(_), None) => false,
    }
}

/// Read the token of a form; gives the request back whole.
pub(crate) async fn token(
    state: &AppState,
    caller: &Caller,
    request: Request,
) -> (Checked, Request) {
    let (found, request) = if is_multipart(&request) {
        first_part(request).await
    } else {
        form_field(request).await
    };
    let checked = match found {
        None => Checked::Unreadable,
        Some(token) if is_ours(state, caller, &token) => Checked::Ours,
        Some(_) => Checked::Stale,
    };
    (checked, request)
}

fn is_ours(state: &AppState, caller: &Caller, token: &str) -> bool {
    let token = once::without_number(token);
    match &caller.csrf {
        Some(expected) => !token.is_empty() && token == expected,
        None => state.form_key.accepts(token, state.platform.clock.now()),
    }
}

async fn form_field(request: Request) -> (Option<String>, Request) {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return (None, Request::from_parts(parts, Body::empty()));
    };
    let mut copy = Request::new(Body::from(bytes.clone()));
    *copy.method_mut() = parts.method.clone();
    *copy.headers_mut() = parts.headers.clone();
    let request = Request::from_parts(parts, Body::from(bytes));
    let Ok(Form(fields)) = Form::<Vec<(String, String)>>::from_request(copy, &()).await else {
        return (None, request);
    };
    let token = fields
        .into_iter()
        .find(|(name, _)| name == FIELD)
        .map(|(_, value)| value);
    (Some(token.unwrap_or_default()), request)
}

/// The value of the first part, if it is the token, without reading what follows.
async fn first_part(request: Request) -> (Option<String>, Request) {
    let (parts, body) = request.with_limited_body().into_parts();
    let mut stream = body.into_data_stream();
    let mut head = BytesMut::new();
    let mut token = None;
    while token.is_none() && head.len() < HEAD {
        match stream.next().await {
            Some(Ok(chunk)) => head.extend_from_slice(&chunk),
            Some(Err(_)) => return (None, Request::from_parts(parts, Body::empty())),
            None => break,
        }
        token = in_head(&head);
    }
    let first: Result<Bytes, axum::Error> = Ok(head.freeze());
    let body = Body::from_stream(stream::once(std::future::ready(first)).chain(stream));
    (
        Some(token.unwrap_or_default()),
        Request::from_parts(parts, body),
    )
}

fn in_head(head: &[u8]) -> Option<String> {
    let (fields, rest) = cut(head, b"\r\n\r\n")?;
    let (value, _) = cut(rest, b"\r\n")?;
    let named = std::str::from_utf8(fields)
        .ok()?
        .contains(&format!("name=\"{FIELD}\""));
    if named {
        String::from_utf8(value.to_vec()).ok()
    } else {
        Some(String::new())
    }
}

fn cut<'b>(bytes: &'b [u8], mark: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes
        .windows(mark.len())
        .position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn a_form_of_another_site_is_recognised() {
        assert!(!is_from_this_site(&headers(&[(
            "sec-fetch-site",
            "cross-site"
        )])));
        assert!(!is_from_this_site(&headers(&[(
            "sec-fetch-site",
            "same-site"
        )])));
        assert!(is_from_this_site(&headers(&[(
            "sec-fetch-site",
            "same-origin"
        )])));
        let foreign = [("origin", "https://evil.example"), ("host", "dinh.example")];
        assert!(!is_from_this_site(&headers(&foreign)));
        assert!(!is_from_this_site(&headers(&[
            ("origin", "null"),
            ("host", "dinh.example")
        ])));
        let own = [("origin", "https://dinh.example"), ("host", "dinh.example")];
        assert!(is_from_this_site(&headers(&own)));
    }

    #[test]
    fn the_token_of_a_form_with_files_is_its_first_part() {
        let good = b"--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nabc\r\n--x\r\n";
        assert_eq!(in_head(good).as_deref(), Some("abc"));
        let other = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--x\r\n";
        assert_eq!(in_head(other).as_deref(), Some(""));
        assert_eq!(in_head(b"--x\r\nContent-Disp"), None);
    }
}
