//! In which content coding an answer goes out (RFC 9110, 12.5.3): asked with `Accept-Encoding`, decided once for each request.

use async_compression::Level;
use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::FutureExt as _;
use tokio::io::AsyncReadExt as _;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Plain,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
    /// RFC 1952.
    Gzip,
}

impl Coding {
    /// Codings that make an answer smaller, the smallest first.
    pub(crate) const PRESSED: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// As it is called in HTTP.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "identity",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// What was decided for this request: after [`decide`] its headers name one coding.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let decided = headers.get(header::ACCEPT_ENCODING);
        Self::PRESSED
            .into_iter()
            .find(|coding| decided.is_some_and(|value| value == coding.name()))
            .unwrap_or(Self::Plain)
    }

    /// The best coding that `Accept-Encoding` allows; `None` when it refuses even the plain form and allows nothing that we have.
    fn best(headers: &HeaderMap) -> Option<Self> {
        let wishes: Vec<(String, u16)> = headers
            .get_all(header::ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(wish)
            .collect();
        let weight = |name: &str| {
            let named = wishes.iter().find(|(coding, _)| coding == name);
            named.map(|(_, weight)| *weight)
        };
        let any = weight("*");
        let gzip = || weight("gzip").or(weight("x-gzip"));
        let mut best: Option<(Self, u16)> = None;
        for coding in Self::PRESSED {
            let named = match coding {
                Self::Gzip => gzip(),
                other => weight(other.name()),
            };
            let weight = named.or(any).unwrap_or(0);
            if weight > best.map_or(0, |(_, before)| before) {
                best = Some((coding, weight));
            }
        }
        // The plain form is always allowed unless it is refused by name or by a refused rest.
        let plain = weight("identity").or(any.filter(|weight| *weight == 0));
        match (best, plain) {
            (Some((_, pressed)), Some(plain)) if plain > pressed => Some(Self::Plain),
            (Some((coding, _)), _) => Some(coding),
            (None, Some(0)) => None,
            (None, _) => Some(Self::Plain),
        }
    }
}

/// One coding with its weight in thousandths; a wish that cannot be read is none.
fn wish(one: &str) -> Option<(String, u16)> {
    let mut parts = one.split(';');
    let name = parts.next()?.trim().to_ascii_lowercase();
    if name.is_empty() {
        return None;
    }
    let mut weight = 1000;
    for part in parts {
        let (key, value) = part.split_once('=')?;
        if key.trim().eq_ignore_ascii_case("q") {
            weight = thousandths(value.trim())?;
        }
    }
    Some((name, weight))
}

/// `0.5` as 500; at most three digits behind the point, at most 1.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if rest.len() > 3 || !rest.chars().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let parts: u16 = format!("{rest:0<3}").parse().ok()?;
    match (whole, parts) {
        ("0", parts) => Some(parts),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// Put the one coding in which this request is answered in the place of all that it would take.
pub(crate) async fn decide(mut request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::ACCEPT_ENCODING) {
        let Some(coding) = Coding::best(request.headers()) else {
            let none = "Máy chủ không có dạng nén nào mà chương trình của bạn nhận.";
            return (StatusCode::NOT_ACCEPTABLE, none).into_response();
        };
        let decided = HeaderValue::from_static(coding.name());
        request
            .headers_mut()
            .insert(header::ACCEPT_ENCODING, decided);
    }
    next.run(request).await
}

/// Press what is kept and given out often; `None` for the plain form.
pub(crate) fn press(plain: &Bytes, coding: Coding) -> Option<Bytes> {
    let mut pressed = Vec::with_capacity(plain.len() / 4);
    let source = plain.as_ref();
    // What is read from memory never makes anybody wait.
    let done = match coding {
        Coding::Plain => None,
        Coding::Brotli => BrotliEncoder::with_quality(source, Level::Precise(5))
            .read_to_end(&mut pressed)
            .now_or_never(),
        Coding::Zstd => ZstdEncoder::with_quality(source, Level::Precise(6))
            .read_to_end(&mut pressed)
            .now_or_never(),
        Coding::Gzip => GzipEncoder::with_quality(source, Level::Precise(6))
            .read_to_end(&mut pressed)
            .now_or_never(),
    };
    done?.ok()?;
    Some(pressed.into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn best(value: &str) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(value).expect("a value");
        headers.insert(header::ACCEPT_ENCODING, value);
        Coding::best(&headers)
    }

    #[test]
    fn the_best_coding_that_is_allowed_is_taken() {
        for (asked, coding) in [
            ("", Some(Coding::Plain)),
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip, zstd", Some(Coding::Zstd)),
            ("GZIP", Some(Coding::Gzip)),
            ("x-gzip", Some(Coding::Gzip)),
            ("gzip;q=1.0, br;q=0.5", Some(Coding::Gzip)),
            ("gzip;q=0.3, identity;q=0.8", Some(Coding::Plain)),
            ("gzip;q=0", Some(Coding::Plain)),
            ("*", Some(Coding::Brotli)),
            ("br;q=0, *", Some(Coding::Zstd)),
            ("*;q=0", None),
            ("identity;q=0", None),
            ("identity;q=0, gzip", Some(Coding::Gzip)),
            ("*;q=0, gzip;q=0.001", Some(Coding::Gzip)),
            ("*;q=0, identity", Some(Coding::Plain)),
            ("identity;q=0, *", Some(Coding::Brotli)),
            ("deflate", Some(Coding::Plain)),
            ("gzip;q=7", Some(Coding::Plain)),
            ("gzip;q=", Some(Coding::Plain)),
        ] {
            assert_eq!(best(asked), coding, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_a_refused_coding_is_never_taken(
            asked in "((gzip|br|zstd|identity|\\*|deflate)(;q=(0|0\\.[0-9]{1,3}|1))?(, ?)?){0,6}|[ -~]{0,40}"
        ) {
            if let Some(coding) = best(&asked) {
                for one in asked.split(',').filter_map(wish) {
                    prop_assert!(one.0 != coding.name() || one.1 > 0
                        || asked.matches(coding.name()).count() > 1, "{asked}");
                }
            }
        }

        #[test]
        fn what_is_pressed_is_all_there(plain in proptest::collection::vec(any::<u8>(), 0..5000)) {
            use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
            let plain = Bytes::from(plain);
            for coding in Coding::PRESSED {
                let pressed = press(&plain, coding).expect("pressed");
                let mut back = Vec::new();
                let done = match coding {
                    Coding::Brotli => BrotliDecoder::new(&*pressed).read_to_end(&mut back).now_or_never(),
                    Coding::Zstd => ZstdDecoder::new(&*pressed).read_to_end(&mut back).now_or_never(),
                    _ => GzipDecoder::new(&*pressed).read_to_end(&mut back).now_or_never(),
                };
                done.expect("at once").expect("whole");
                prop_assert_eq!(&back, &plain);
            }
        }
    }
}
