//! What is taken home: the roll by its head, the own data by a household on request.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use dinh_domain::ids::HouseholdId;
use dinh_report::roll_book_xlsx;
use dinh_service::Error;
use dinh_service::roll::{export_own_data, export_roll, export_roll_book, roll_unit};

use super::fields::household_page;
use super::household::{Person, Way, facts, notes, people, relatives};
use super::representative::caption;
use crate::caller::Caller;
use crate::components::SummaryList;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::press::XLSX;
use crate::response::html;
use crate::state::AppState;

/// The roll of today as CSV.
pub(super) async fn roll(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let file = export_roll(&ctx, hamlet.unit.id).await?;
    let name = format!("attachment; filename=\"so-ho-{}.csv\"", hamlet.unit.slug);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, file).into_response())
}

/// The same as a workbook.
pub(super) async fn roll_book(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let book = export_roll_book(&ctx, hamlet.unit.id).await?;
    let name = format!("so-ho-{}.xlsx", hamlet.unit.slug);
    state
        .press
        .print(Box::new(move || roll_book_xlsx(&book)), XLSX, &name)
        .await
}

#[derive(Template)]
#[template(path = "roll/own.html")]
struct OwnPage {
    page: Page,
    caption: String,
    facts: SummaryList,
    history: Vec<Person>,
    relatives: Vec<Way>,
    notes: Vec<String>,
    action: String,
}

/// Everything that is kept of a household, to read and to print.
pub(super) async fn own(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let id: HouseholdId = id.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let (view, _) = export_own_data(&ctx, id).await?;
    let texts = caller.texts();
    let page = household_page(&state, &caller, texts.text("roll-own-title"), &view);
    html(&OwnPage {
        caption: caption(&caller, &view),
        facts: facts(texts, &view),
        history: people(texts, &view),
        relatives: relatives(texts, &view, &page),
        notes: notes(texts, &view),
        action: page.link(&format!("/lam-viec/ho/{id}/du-lieu.json")),
        page,
    })
}

/// The same for programs.
pub(super) async fn own_file(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let id: HouseholdId = id.parse().map_err(|_| Error::NotFound)?;
    let (view, data) = export_own_data(&caller.context(&state), id).await?;
    let text = serde_json::to_string_pretty(&data)
        .map_err(|error| Failure::internal(error.to_string()))?;
    let number = view.household.number;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"ho-{number}.json\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}
