//! `/gioi-thieu` and `/tiep-can`: what this is, and how everyone can use it.

use askama::Template;
use axum::extract::State;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "city/about.html")]
struct AboutPage {
    page: Page,
    paragraphs: Vec<String>,
    /// Whether the page leads on to what is never promised.
    names_limits: bool,
}

/// What this is, and what it does not promise.
pub async fn about(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let page = caller
        .page(&state, texts.text("city-about-title"))
        .crumb(texts.text("site-menu-home"), "/");
    html_for_everybody(
        &caller,
        &AboutPage {
            page,
            paragraphs: vec![
                texts.text("city-about-what"),
                texts.text("city-about-law"),
                texts.text("city-about-register"),
                texts.text("city-about-data"),
            ],
            names_limits: true,
        },
    )
}

/// How everyone can use it, and what to do when somebody cannot.
pub async fn accessibility(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let page = caller
        .page(&state, texts.text("city-access-title"))
        .crumb(texts.text("site-menu-home"), "/");
    html_for_everybody(
        &caller,
        &AboutPage {
            page,
            paragraphs: vec![
                texts.text("city-access-what"),
                texts.text("city-access-reading"),
                texts.text("city-access-checked"),
                texts.text("city-access-help"),
            ],
            names_limits: false,
        },
    )
}
