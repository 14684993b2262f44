//! Answers: a page, a way on, and a page that readers may keep until it changes.

use askama::Template;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use crate::assets::assets;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::headers::{self, OwnRules};
use crate::state::AppState;

/// A page.
pub fn html(template: &impl Template) -> PageResult {
    Ok(Html(template.render()?).into_response())
}

/// A page with another status: a form with errors is 422.
pub fn html_with(status: StatusCode, template: &impl Template) -> PageResult {
    Ok((status, Html(template.render()?)).into_response())
}

/// What somebody gave runs nothing, loads nothing and stands in no frame.
const FILE_POLICY: &str =
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

/// A kept file under its own name: a browser shows what it can show, without letting it run anything.
pub fn kept_file(bytes: Bytes, media_type: &str, name: &str) -> PageResult {
    let mut response = Response::new(Body::from(bytes));
    let fields = response.headers_mut();
    let kind = HeaderValue::from_str(media_type)
        .map_err(|_| Failure::internal("a media type is not ASCII"))?;
    fields.insert(header::CONTENT_TYPE, kind);
    let inline = matches!(media_type, "application/pdf" | "image/jpeg" | "image/png");
    let way = if inline { "inline" } else { "attachment" };
    let name = crate::address::encoded(name);
    if let Ok(value) = HeaderValue::from_str(&format!("{way}; filename*=UTF-8''{name}")) {
        fields.insert(header::CONTENT_DISPOSITION, value);
    }
    response.extensions_mut().insert(OwnRules {
        content: HeaderValue::from_static(FILE_POLICY),
        permissions: HeaderValue::from_static(headers::PERMISSIONS),
    });
    Ok(response)
}

/// After a form: go and see (303). The path is one of ours.
pub fn see_other(path: &str) -> PageResult {
    let location =
        HeaderValue::from_str(path).map_err(|_| Failure::internal("a redirect is not ASCII"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// A public page that changes only with `version` (the newest register position of
/// what it shows, with all that it depends on). Readers who have it get 304; others get
/// it from the page cache when it was made for this version before. `make` runs only
/// when neither is so. Signed-in people always get it fresh, because it carries their name.
pub async fn versioned(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    version: impl std::fmt::Display,
    make: impl Future<Output = PageResult>,
) -> PageResult {
    if caller.is_signed_in() {
        return make.await;
    }
    let build = assets()
        .style
        .trim_start_matches("/assets/")
        .trim_end_matches(".css");
    let tag = format!(
        "W/\"{version}-{}-{}-{build}\"",
        caller.lang.code(),
        env!("CARGO_PKG_VERSION")
    );
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim() == tag || one.trim() == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        kept_or_made(state, caller, &tag, make).await?
    };
    let fields = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, value);
    }
    fields.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    fields.append(header::VARY, HeaderValue::from_static("cookie"));
    Ok(response)
}

/// From the page cache, or made and kept there. An address with a query is an answer to
/// a question of its own and is made each time: there is no end of questions.
async fn kept_or_made(
    state: &AppState,
    caller: &Caller,
    tag: &str,
    make: impl Future<Output = PageResult>,
) -> PageResult {
    if caller.asks_something() {
        return make.await;
    }
    let name = format!("{} {}", caller.lang.code(), caller.path);
    if let Some(body) = state.pages.find(&name, tag) {
        return Ok(Html(body).into_response());
    }
    let response = make.await?;
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .map_err(|_| Failure::internal("a page that was made cannot be read"))?;
    state.pages.keep(&name, tag, &body);
    Ok(Html(body).into_response())
}
