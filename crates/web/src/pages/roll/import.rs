//! The roll from a file: a form, a page that shows what would happen, a yes or a no.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_domain::units::Unit;
use dinh_service::Error;
use dinh_service::roll::import::{
    ImportReport, TwinOf, discard_import, preview_import, store_import, waiting_import,
};
use dinh_service::roll::roll_unit;

use super::fields::{day, hamlet_page, import_id, roll_address, typed_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices, DateInput, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// Errors and lines shown on a page; the rest is counted.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "roll/import.html")]
struct FormPage {
    page: Page,
    unit_name: String,
    errors: ErrorSummary,
    more: String,
    file: Field,
    day: DateInput,
}

#[derive(Template)]
#[template(path = "roll/waiting.html")]
struct WaitingPage {
    page: Page,
    unit_name: String,
    errors: ErrorSummary,
    summary: String,
    ignored: String,
    twins: Option<Choices>,
    lines: Vec<(String, String)>,
    more: String,
    action: String,
    good: bool,
}

pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let mut typed = Posted::default();
    typed_day(&mut typed.fields, "from", ctx.today());
    html(&form_page(&state, &caller, &hamlet.unit, &typed, &[], &[]))
}

pub(super) async fn preview(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let texts = caller.texts();
    let _turn = state.tables.acquire().await;
    let bytes = match typed.file("tep") {
        Some(file) => file.read().await?,
        None => None,
    };
    let Some(bytes) = bytes else {
        let mut fields = vec![FieldError::new("tep", texts.text("roll-file-missing"))];
        if let Err(error) = typed.needed_date("from") {
            fields.push(error);
        }
        let page = form_page(&state, &caller, &hamlet.unit, &typed, &fields, &[]);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let from = typed.date_parts("from");
    let report = preview_import(&ctx, hamlet.unit.id, &from, bytes.to_vec()).await?;
    if let Some(id) = report.waiting {
        return see_other(&format!("/lam-viec/so-ho/tep/{id}"));
    }
    let mut lines: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
    if lines.is_empty() && report.fields.is_empty() {
        let count = count(report.unchanged);
        lines.push(texts.with("roll-import-nothing", &[("count", &count)]));
    }
    let page = form_page(
        &state,
        &caller,
        &hamlet.unit,
        &typed,
        &report.fields,
        &lines,
    );
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) async fn waiting(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let report = waiting_import(&caller.context(&state), import_id(&id)?).await?;
    show(&state, &caller, &report, &Posted::default())
}

pub(super) async fn store(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    typed: Posted,
) -> PageResult {
    let others: BTreeSet<u64> = typed
        .all("other")
        .into_iter()
        .filter_map(|line| line.parse().ok())
        .collect();
    match store_import(&caller.context(&state), import_id(&id)?, &others).await? {
        Ok(stored) => see_other(&format!(
            "{}?moi={}&bo={}",
            roll_address(&stored.unit.slug),
            stored.new,
            stored.left_out
        )),
        Err(report) => show(&state, &caller, &report, &typed),
    }
}

pub(super) async fn discard(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let unit = discard_import(&caller.context(&state), import_id(&id)?).await?;
    see_other(&roll_address(&unit.slug))
}

fn form_page(
    state: &AppState,
    caller: &Caller,
    unit: &Unit,
    typed: &Posted,
    fields: &[FieldError],
    lines: &[String],
) -> FormPage {
    let texts = caller.texts();
    let mut errors = FormErrors::new();
    for error in fields {
        errors.push(error.field.clone(), error.message.clone());
    }
    for line in lines.iter().take(SHOWN) {
        errors.push("", line.clone());
    }
    let mut page = hamlet_page(state, caller, texts.text("roll-import-title"), unit);
    page.has_errors = !errors.is_empty();
    FormPage {
        unit_name: unit.full_name.clone(),
        errors: ErrorSummary::new(texts, &errors),
        more: more(caller, lines.len()),
        file: Field::file(texts, "tep", texts.text("roll-file"), ".xlsx,.csv")
            .hint(texts.text("roll-file-hint"))
            .error(errors.find("tep")),
        day: day(texts, typed, &errors, "from", "roll-from")
            .hint(texts.text("roll-import-from-hint")),
        page,
    }
}

fn show(state: &AppState, caller: &Caller, report: &ImportReport, typed: &Posted) -> PageResult {
    let texts = caller.texts();
    let id = report.waiting.ok_or(Error::NotFound)?;
    let title = texts.text("roll-waiting-title");
    let mut page = hamlet_page(state, caller, title, &report.unit);
    page.has_errors = !report.errors.is_empty();
    let mut errors = FormErrors::new();
    for error in report.errors.iter().take(SHOWN) {
        errors.push("", error.to_string());
    }
    let from = report.from.map(|day| texts.formats().date(day));
    let shown = WaitingPage {
        unit_name: report.unit.full_name.clone(),
        errors: ErrorSummary::new(texts, &errors),
        summary: texts.with(
            "roll-waiting-summary",
            &[
                ("count", &count(report.new.len())),
                ("unchanged", &count(report.unchanged)),
                ("day", &from.unwrap_or_default()),
            ],
        ),
        ignored: report.ignored.join(", "),
        twins: twins(caller, report, typed),
        lines: report
            .new
            .iter()
            .take(SHOWN)
            .map(|line| (line.name.clone(), line.address.clone()))
            .collect(),
        more: more(caller, report.new.len()),
        action: page.link(&format!("/lam-viec/so-ho/tep/{id}")),
        good: report.errors.is_empty(),
        page,
    };
    if shown.good {
        html(&shown)
    } else {
        html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown)
    }
}

fn twins(caller: &Caller, report: &ImportReport, typed: &Posted) -> Option<Choices> {
    let texts = caller.texts();
    if report.twins.is_empty() {
        return None;
    }
    let mut choices = Choices::checkboxes(texts, "other", texts.text("roll-twins"))
        .hint(texts.text("roll-twins-hint"));
    for twin in &report.twins {
        let line = twin.line.to_string();
        let other = match twin.of {
            TwinOf::Line(other) => texts.with("roll-twin-line", &[("line", &other.to_string())]),
            TwinOf::Household(number) => texts.with("roll-twin-household", &[("number", &number)]),
        };
        let arguments: [(&str, &dyn crate::texts::Argument); 3] = [
            ("line", &line),
            ("name", &twin.name),
            ("address", &twin.address),
        ];
        let label = texts.with("roll-twin", &arguments);
        choices = choices.item(Choice::new(line, label).hint(other));
    }
    Some(choices.chosen(typed.all("other")))
}

fn more(caller: &Caller, count: usize) -> String {
    if count <= SHOWN {
        return String::new();
    }
    let left = i64::try_from(count - SHOWN).unwrap_or(i64::MAX);
    caller.texts().with("roll-more", &[("count", &left)])
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
