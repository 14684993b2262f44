//! What a use case refuses becomes an answer in one place: a page for people,
//! `application/problem+json` (RFC 9457) with a stable code under `/api`.

use std::sync::Arc;

use askama::Template as _;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use dinh_service::{DISK_FULL, Error};
use serde_json::json;

use crate::caller::Caller;
use crate::pages::error::{ErrorKind, ErrorPage, Refusal};
use crate::state::AppState;

/// What a handler gives.
pub type PageResult = Result<Response, Failure>;

/// A refusal on its way out. The guard, which knows the caller, gives it its form.
#[derive(Clone, Debug)]
pub struct Failure(pub(crate) Arc<Error>);

impl Failure {
    /// A fault of ours.
    pub fn internal(message: impl Into<String>) -> Self {
        Error::Internal(message.into()).into()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<dinh_store::StoreError> for Failure {
    fn from(error: dinh_store::StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::internal(format!("template: {error}"))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status_and_code(&self.0).0.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Answers what no route knows.
pub(crate) async fn unknown_address() -> Failure {
    Error::NotFound.into()
}

fn status_and_code(error: &Error) -> (StatusCode, &'static str) {
    match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "not_found"),
        Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        Error::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
        Error::Repeated => (StatusCode::CONFLICT, "repeated"),
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        Error::Unlawful { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "unlawful"),
        Error::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
        Error::Full => (StatusCode::INSUFFICIENT_STORAGE, "full"),
        Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// Give a refusal its form.
pub(crate) fn render(state: &AppState, caller: &Caller, failure: &Failure) -> Response {
    let error = failure.0.as_ref();
    let (status, code) = status_and_code(error);
    let reference = match error {
        Error::Internal(message) => {
            let reference = state
                .platform
                .random
                .id(state.platform.clock.now())
                .to_string();
            tracing::error!(%reference, message, "a request failed");
            Some(reference)
        }
        _ => None,
    };
    if caller.path == "/api" || caller.path.starts_with("/api/") {
        return problem(error, status, code, reference.as_deref());
    }
    let page = caller.form_page(state, "");
    let mut shown = match error {
        Error::NotFound => ErrorPage::new(page, ErrorKind::NotFound),
        Error::Forbidden => ErrorPage::new(page, ErrorKind::Forbidden),
        Error::Busy => ErrorPage::new(page, ErrorKind::Busy),
        Error::Full => ErrorPage::new(page, ErrorKind::Busy).because(DISK_FULL),
        Error::Repeated => ErrorPage::new(page, ErrorKind::Repeated),
        Error::Internal(_) => ErrorPage::new(page, ErrorKind::Internal),
        Error::Conflict(message) => ErrorPage::new(page, ErrorKind::Invalid).because(message),
        Error::Invalid(errors) => {
            let lines: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
            ErrorPage::new(page, ErrorKind::Invalid).because(lines.join(" "))
        }
        Error::Unlawful {
            article,
            reason,
            lawful_alternative,
        } => ErrorPage::new(page, ErrorKind::Invalid).refusal(Refusal {
            article: article.clone(),
            reason: reason.clone(),
            lawful_way: lawful_alternative.clone(),
        }),
    };
    if let Some(reference) = reference {
        shown = shown.reference(reference);
    }
    match shown.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page itself failed");
            status.into_response()
        }
    }
}

/// A page for what is refused before any use case: too often, too large, wrong kind.
pub(crate) fn refuse(state: &AppState, caller: &Caller, status: StatusCode, why: &str) -> Response {
    let kind = match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => ErrorKind::Busy,
        _ => ErrorKind::Invalid,
    };
    let page = ErrorPage::new(caller.form_page(state, ""), kind).because(why);
    match page.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => status.into_response(),
    }
}

fn problem(error: &Error, status: StatusCode, code: &str, reference: Option<&str>) -> Response {
    let mut body = json!({
        "type": format!("urn:dinh:problem:{code}"),
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "code": code,
    });
    match error {
        Error::Internal(_) => body["reference"] = json!(reference),
        Error::Invalid(errors) => body["errors"] = json!(errors),
        other => body["detail"] = json!(other.to_string()),
    }
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
