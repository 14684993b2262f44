//! `/kiem-chung`: the second verifier, one file that checks receipts in the browser and may fetch nothing. What is shown here
//! is what a reader takes home, byte for byte.

use axum::http::{HeaderMap, HeaderValue};

use super::shown::{bytes, tagged};
use crate::assets::verifier;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::headers::OwnRules;

const PAGE: &str = "text/html; charset=utf-8";
/// The file says the rest itself; who may frame it only a header can say.
const NO_FRAMES: &str = "; frame-ancestors 'none'";
/// The page reads square codes with the camera, when its reader allows it.
const PERMISSIONS: &str =
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()";

/// `GET /kiem-chung`
pub(super) async fn verify(_caller: Caller, headers: HeaderMap) -> PageResult {
    let file = verifier();
    tagged(&headers, &file.digest, || {
        let mut response = bytes(PAGE, None, file.text.as_str());
        response.extensions_mut().insert(OwnRules {
            content: rules_of(&file.text)?,
            permissions: HeaderValue::from_static(PERMISSIONS),
        });
        Ok(response)
    })
}

/// The rules that the file gives itself: only the script and the style whose digests it names.
fn rules_of(text: &str) -> Result<HeaderValue, Failure> {
    text.split_once("Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .and_then(|(rules, _)| HeaderValue::from_str(&format!("{rules}{NO_FRAMES}")).ok())
        .ok_or_else(|| Failure::internal("the verifier of the browser names no rules of its own"))
}
