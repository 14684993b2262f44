//! `/api`: the API for people who want to use it.

use askama::Template;
use axum::extract::State;
use utoipa::OpenApi as _;

use super::Description;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;

struct Line {
    path: String,
    what: String,
}

#[derive(Template)]
#[template(path = "city/api.html")]
struct ApiPage {
    page: Page,
    base: String,
    lines: Vec<Line>,
}

/// `GET /api`
pub(super) async fn page(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let lines = Description::openapi()
        .paths
        .paths
        .into_iter()
        .map(|(path, item)| Line {
            path,
            what: item.get.and_then(|get| get.summary).unwrap_or_default(),
        })
        .collect();
    html_for_everybody(
        &caller,
        &ApiPage {
            page: caller
                .page(&state, texts.text("city-api-title"))
                .crumb(texts.text("site-place"), "/")
                .crumb(texts.text("city-data-title"), "/du-lieu-mo"),
            base: state.platform.base_url.clone(),
            lines,
        },
    )
}
