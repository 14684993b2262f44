//! Headers that every answer carries: the browser itself refuses what we never do.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::response::Response;

use crate::state::AppState;

const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";
/// Nothing of the device is asked for.
pub(crate) const PERMISSIONS: &str =
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()";
/// Seconds after which whoever was turned away may come again.
const WHEN_BUSY: &str = "5";
const YEARS_OF_TLS: &str = "max-age=63072000; includeSubDomains";

/// The rules of what is not built like the pages of the house: the verifier, and files that somebody gave.
#[derive(Clone)]
pub(crate) struct OwnRules {
    /// What the page may load and run.
    pub content: HeaderValue,
    /// What it may ask the device for.
    pub permissions: HeaderValue,
}

/// Add the headers of protection, and forbid caching where the handler said nothing.
pub(crate) async fn protect(State(state): State<AppState>, mut response: Response) -> Response {
    let own = response.extensions_mut().remove::<OwnRules>();
    let is_busy = response.status() == StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        // Pages of others may read what is open through CORS, and put nothing of ours into their own.
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(own) = own {
        headers.insert(header::CONTENT_SECURITY_POLICY, own.content);
        headers.insert(
            HeaderName::from_static("permissions-policy"),
            own.permissions,
        );
    }
    if state.secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(YEARS_OF_TLS),
        );
    }
    if is_busy {
        headers
            .entry(header::RETRY_AFTER)
            .or_insert(HeaderValue::from_static(WHEN_BUSY));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
