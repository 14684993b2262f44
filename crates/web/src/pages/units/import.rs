//! Units from a file: first what it would do, then, when all lines are good, storing.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use dinh_service::Error;
use dinh_service::units::{ImportReport, import_units, preview_import};
use sha2::{Digest, Sha256};

use crate::caller::Caller;
use crate::components::{ErrorSummary, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// Errors shown on the page; the rest is counted.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "units/import.html")]
struct ImportPage {
    page: Page,
    errors: ErrorSummary,
    summary: String,
    good: bool,
    digest: String,
    new: Vec<(String, String)>,
}

pub(super) async fn preview(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let _turn = state.tables.acquire().await;
    let bytes = match posted.file("tep") {
        Some(file) => file.read().await?,
        None => None,
    };
    let Some(bytes) = bytes else {
        let message = caller.texts().text("units-file-missing");
        return Err(Error::field("tep", message).into());
    };
    let ctx = caller.context(&state);
    let report = preview_import(&ctx, &bytes).await?;
    let digest = hex(&Sha256::digest(&bytes));
    if report.errors.is_empty() && !report.new.is_empty() {
        state.platform.files.keep(&digest, bytes).await?;
    }
    show(&state, &caller, &report, digest)
}

pub(super) async fn store(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let digest = posted.text("digest");
    if digest.len() != 64 || !digest.bytes().all(|sign| sign.is_ascii_hexdigit()) {
        return Err(Error::NotFound.into());
    }
    let ctx = caller.context(&state);
    let Ok(file) = state.platform.files.get(digest).await else {
        return Err(Error::NotFound.into());
    };
    let report = import_units(&ctx, &file).await?;
    if !report.errors.is_empty() {
        return show(&state, &caller, &report, digest.to_owned());
    }
    state.platform.files.erase(digest).await?;
    see_other(&format!("/quan-tri/don-vi?moi={}", report.new.len()))
}

fn show(state: &AppState, caller: &Caller, report: &ImportReport, digest: String) -> PageResult {
    let texts = caller.texts();
    let mut page = caller.form_page(state, texts.text("units-import-title"));
    page.private = true;
    page.has_errors = !report.errors.is_empty();
    let page = page.crumb(texts.text("units-manage-title"), "/quan-tri/don-vi");
    let mut errors = FormErrors::new();
    for error in report.errors.iter().take(SHOWN) {
        errors.push("", error.to_string());
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let summary = if report.errors.is_empty() {
        texts.with(
            "units-import-good",
            &[
                ("new", &count(report.new.len())),
                ("unchanged", &count(report.unchanged)),
            ],
        )
    } else {
        texts.with(
            "units-import-bad",
            &[("count", &count(report.errors.len()))],
        )
    };
    let shown = ImportPage {
        errors: ErrorSummary::new(texts, &errors),
        summary,
        good: report.errors.is_empty() && !report.new.is_empty(),
        digest,
        new: report
            .new
            .iter()
            .take(SHOWN)
            .map(|unit| {
                (
                    unit.full_name.clone(),
                    unit.code.clone().unwrap_or_default(),
                )
            })
            .collect(),
        page,
    };
    if shown.page.has_errors {
        html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
    } else {
        html(&shown)
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
