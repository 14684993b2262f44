//! Days, times and plain answers of other kinds than pages.

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use dinh_domain::units::Unit;
use dinh_service::clock::local;
use dinh_service::units::UnitDirectory;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::errors::PageResult;
use crate::kept::{self, FOR_EVERYBODY};
use crate::texts::Texts;

/// dd/mm/yyyy.
pub(crate) fn day(texts: Texts, day: Date) -> String {
    texts.formats().date(day)
}

/// dd/mm/yyyy hh:mm in Vietnamese time.
pub(crate) fn moment(texts: Texts, at: Timestamp) -> String {
    texts.formats().date_time(local(at).datetime())
}

/// Bytes of a kind that never change meaning: the browser keeps them as `name` when given.
pub(crate) fn bytes(
    kind: &'static str,
    name: Option<&str>,
    body: impl Into<axum::body::Body>,
) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, FOR_EVERYBODY);
    if let Some(name) = name
        && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
    {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The same with a tag: who has it already gets 304. `version` is known before the
/// bytes are made.
pub(crate) fn tagged(
    asked: &HeaderMap,
    version: impl std::fmt::Display,
    make: impl FnOnce() -> PageResult,
) -> PageResult {
    let tag = format!("\"{version}\"");
    let mut response = if kept::has(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        make()?
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(FOR_EVERYBODY);
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(response)
}

/// 64 hex signs of a digest.
pub(crate) fn hex(digest: &[u8]) -> String {
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Text inside XML.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0 has no place for control signs.
            sign if sign.is_control() && sign != '\n' && sign != '\t' => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// The name of a unit; a hamlet, which shares its name with many, with that of its commune.
pub(crate) fn name_with_place(units: &UnitDirectory, unit: &Unit) -> String {
    match units.path(unit).last() {
        Some(above) if unit.has_roll() => format!("{}, {}", unit.full_name, above.full_name),
        _ => unit.full_name.clone(),
    }
}
