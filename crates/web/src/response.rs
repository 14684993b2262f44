//! Answers: a page, a way on, and a page that readers may keep until it changes.

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use crate::assets::assets;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::kept::{FOR_EVERYBODY, find_tagged, has};
use crate::state::AppState;

/// A page.
pub fn html(template: &impl Template) -> PageResult {
    Ok(Html(template.render()?).into_response())
}

/// A page that shows every reader without account the same; it is kept until something is committed. One that calls anybody by
/// name is kept by nobody.
pub fn html_for_everybody(caller: &Caller, template: &impl Template) -> PageResult {
    Ok(for_everybody(caller, html(template)?))
}

/// The same for an answer of any kind.
pub fn for_everybody(caller: &Caller, mut response: Response) -> Response {
    if !caller.is_signed_in() {
        let fields = response.headers_mut();
        fields.insert(header::CACHE_CONTROL, FOR_EVERYBODY);
        fields.append(header::VARY, HeaderValue::from_static("cookie"));
    }
    response
}

/// A page with another status: a form with errors is 422.
pub fn html_with(status: StatusCode, template: &impl Template) -> PageResult {
    Ok((status, Html(template.render()?)).into_response())
}

/// After a form: go and see (303). The path is one of ours.
pub fn see_other(path: &str) -> PageResult {
    let location =
        HeaderValue::from_str(path).map_err(|_| Failure::internal("a redirect is not ASCII"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// A public page that changes only with `version` (the newest register position of
/// what it shows, with all that it depends on). It is kept; when something was committed
/// since then and the version is still the same, neither is it made again nor sent to readers
/// who have it. Signed-in people always get it fresh, because it carries their name.
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
    if let Some(kept) = find_tagged(state, &caller.full_path, &tag, headers) {
        return Ok(kept);
    }
    let mut response = if has(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        make.await?
    };
    let fields = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, value);
    }
    fields.insert(header::CACHE_CONTROL, FOR_EVERYBODY);
    fields.append(header::VARY, HeaderValue::from_static("cookie"));
    Ok(response)
}
