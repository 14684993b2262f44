//! Kept files on their way to a reader: in pieces, in part when a part is asked for, and never so that they could run.

use std::ops::Range;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use dinh_service::Error;
use dinh_store::file_care;

use crate::errors::{Failure, PageResult};
use crate::headers::{self, OwnRules};
use crate::pages::city::Incompressible;
use crate::state::AppState;

/// What somebody gave runs nothing, loads nothing and stands in no frame.
const FILE_POLICY: &str =
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

/// A kept file under its own name.
pub(crate) struct KeptFile<'a> {
    /// Digest, 64 hex signs.
    pub digest: &'a str,
    /// Media type found by content.
    pub media_type: &'a str,
    /// Name.
    pub name: &'a str,
    /// Whether everyone may have it.
    pub open: bool,
}

/// The file, or the part of it that is asked for, or nothing when the reader has it already. A browser shows what it can show,
/// without letting it run anything.
pub(crate) async fn kept_file(
    state: &AppState,
    asked: &HeaderMap,
    file: KeptFile<'_>,
) -> PageResult {
    refuse_infected(state, file.digest).await?;
    let tag = format!("\"{}\"", file.digest);
    let mut response = if has_it(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(state, asked, &file, &tag).await?
    };
    let fields = response.headers_mut();
    let value = HeaderValue::from_str(&tag);
    fields.insert(
        header::ETAG,
        value.map_err(|_| Failure::internal("a digest is not ASCII"))?,
    );
    fields.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let keeping = if file.open {
        "public, max-age=0, must-revalidate"
    } else {
        "private, no-store"
    };
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeping));
    let marks = response.extensions_mut();
    // Its tag names these bytes and no others.
    marks.insert(Incompressible);
    marks.insert(OwnRules {
        content: HeaderValue::from_static(FILE_POLICY),
        permissions: HeaderValue::from_static(headers::PERMISSIONS),
    });
    Ok(response)
}

async fn refuse_infected(state: &AppState, digest: &str) -> Result<(), Failure> {
    let mut tx = state.platform.store.read().await?;
    if file_care::is_infected(&mut tx, &bytes_of(digest)).await? {
        return Err(Error::Conflict(
            "Tệp này bị phát hiện có mã độc nên không mở được nữa. Đơn vị đã đăng cần thay bằng tệp sạch; người quản trị hệ thống đã được báo."
                .into(),
        )
        .into());
    }
    Ok(())
}

fn bytes_of(digest: &str) -> Vec<u8> {
    let value = |sign: u8| char::from(sign).to_digit(16).unwrap_or(0);
    let pairs = digest.as_bytes().chunks_exact(2);
    let byte = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(value(*high) * 16 + value(*low)).unwrap_or(0),
        _ => 0,
    };
    pairs.map(byte).collect()
}

fn has_it(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter();
    known
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

async fn content(
    state: &AppState,
    asked: &HeaderMap,
    file: &KeptFile<'_>,
    tag: &str,
) -> PageResult {
    let files = &state.platform.files;
    let part = match wanted(asked, tag) {
        Some(value) => {
            let size = files.size(file.digest).await?.ok_or_else(missing)?;
            match part(value, size) {
                Part::Whole => None,
                Part::Some(range) => Some(range),
                Part::Outside => return Ok(outside(size)),
            }
        }
        None => None,
    };
    let is_part = part.is_some();
    let content = files.open(file.digest, part).await?.ok_or_else(missing)?;
    let Range { start, end } = content.range;
    let mut response = Response::new(Body::from_stream(content.stream));
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_LENGTH, HeaderValue::from(end - start));
    if is_part {
        let range = format!("bytes {start}-{}/{}", end - 1, content.size);
        let value = HeaderValue::from_str(&range);
        fields.insert(
            header::CONTENT_RANGE,
            value.map_err(|_| Failure::internal("a range is not ASCII"))?,
        );
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    named(&mut response, file)?;
    Ok(response)
}

fn missing() -> Failure {
    Failure::internal("a kept file is not there")
}

fn named(response: &mut Response, file: &KeptFile<'_>) -> Result<(), Failure> {
    let fields = response.headers_mut();
    let kind = HeaderValue::from_str(file.media_type)
        .map_err(|_| Failure::internal("a media type is not ASCII"))?;
    fields.insert(header::CONTENT_TYPE, kind);
    let inline = matches!(
        file.media_type,
        "application/pdf" | "image/jpeg" | "image/png"
    );
    let way = if inline { "inline" } else { "attachment" };
    let name = crate::address::encoded(file.name);
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; filename*=UTF-8''{name}")) {
        fields.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(())
}

/// The part that is asked for, unless it is of a content that was there before.
fn wanted<'a>(asked: &'a HeaderMap, tag: &str) -> Option<&'a str> {
    let range = asked.get(header::RANGE)?.to_str().ok()?;
    match asked.get(header::IF_RANGE) {
        Some(condition) if condition.as_bytes() != tag.as_bytes() => None,
        _ => Some(range),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Some(Range<u64>),
    Outside,
}

/// One range of bytes (RFC 9110, 14.1.2). What is written in another way, or asks for several parts, gets the whole.
fn part(value: &str, size: u64) -> Part {
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    let range = value.strip_prefix("bytes=").map(str::trim);
    let Some((first, last)) = range.and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if last < first => Part::Whole,
        (Some(first), _) if first >= size && (last.is_empty() || number(last).is_some()) => {
            Part::Outside
        }
        (Some(first), Some(last)) => Part::Some(first..last.saturating_add(1).min(size)),
        (Some(first), None) if last.is_empty() => Part::Some(first..size),
        (None, Some(0)) if first.is_empty() => Part::Outside,
        (None, Some(_)) if first.is_empty() && size == 0 => Part::Outside,
        (None, Some(count)) if first.is_empty() => Part::Some(size - count.min(size)..size),
        _ => Part::Whole,
    }
}

fn outside(size: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        assert_eq!(part("bytes=0-9", 100), Part::Some(0..10));
        assert_eq!(part("bytes=90-", 100), Part::Some(90..100));
        assert_eq!(part("bytes=90-900", 100), Part::Some(90..100));
        assert_eq!(part("bytes=-10", 100), Part::Some(90..100));
        assert_eq!(part("bytes=-1000", 100), Part::Some(0..100));
        assert_eq!(
            part("bytes=0-99999999999999999999", 100),
            Part::Some(0..100)
        );
        for outside in ["bytes=100-", "bytes=100-200", "bytes=-0"] {
            assert_eq!(part(outside, 100), Part::Outside, "{outside}");
        }
        for whole in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=9-0",
            "bytes=0-1,5-6",
            "bytes=+1-2",
            "lines=0-1",
            "bytes=0--1",
            "bytes=5-x",
            "bytes=500-x",
        ] {
            assert_eq!(part(whole, 100), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn every_range_of_a_small_file_stays_inside() {
        let numbers = ["", "0", "1", "2", "3", "4", "18446744073709551615"];
        for size in 0..4 {
            for first in numbers {
                for last in numbers {
                    if let Part::Some(range) = part(&format!("bytes={first}-{last}"), size) {
                        assert!(
                            range.start < range.end && range.end <= size,
                            "{first}-{last}"
                        );
                    }
                }
            }
        }
    }
}
