//! `/don-vi/{slug}/danh-sach/2026-Q1`: the register of a quarter (Art. 13(2)) as a
//! page, and with `.pdf` or `.xlsx` behind it as a paper or a workbook.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dinh_report::DisclosureRegister;
use dinh_service::Error;
use dinh_service::disclosure::{Quarter, quarterly_register};

use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::press::{PDF, XLSX};
use crate::response::{for_everybody, html_for_everybody};
use crate::state::AppState;

struct Row {
    stt: u32,
    code: String,
    title: String,
    document: String,
    forms: Vec<String>,
    published: String,
    due: String,
    status: String,
    position: String,
}

#[derive(Template)]
#[template(path = "disclosure/quarter.html")]
struct QuarterPage {
    page: Page,
    unit_name: String,
    label: String,
    citation: String,
    rows: Vec<Row>,
    pdf: String,
    xlsx: String,
}

const DOT_PDF: &str = ".pdf";
const DOT_XLSX: &str = ".xlsx";

/// The register of a quarter in the form that the address asks for.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path((slug, asked)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let ctx = caller.context(&state);
    let key = asked.trim_end_matches(DOT_PDF).trim_end_matches(DOT_XLSX);
    let quarter = Quarter::find(key).ok_or(Error::NotFound)?;
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, &slug)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    let view = quarterly_register(&ctx, &unit, quarter).await?;
    if asked.ends_with(DOT_PDF) {
        let make = Box::new(move || dinh_report::disclosure_register_pdf(&view));
        let name = format!("danh-sach-{key}{DOT_PDF}");
        let paper = state.press.hand_over(make, PDF, &name).await?;
        return Ok(for_everybody(&caller, paper));
    }
    if asked.ends_with(DOT_XLSX) {
        let make = Box::new(move || dinh_report::disclosure_register_xlsx(&view));
        let name = format!("danh-sach-{key}{DOT_XLSX}");
        let workbook = state.press.hand_over(make, XLSX, &name).await?;
        return Ok(for_everybody(&caller, workbook));
    }
    page(&state, &caller, &unit, quarter, &view)
}

fn page(
    state: &AppState,
    caller: &Caller,
    unit: &dinh_domain::units::Unit,
    quarter: Quarter,
    view: &DisclosureRegister,
) -> PageResult {
    let texts = caller.texts();
    let path = format!("/don-vi/{}", unit.slug);
    let address = format!("{path}/danh-sach/{}", quarter.key());
    let label = texts.with(
        "disclosure-quarter-title",
        &[
            ("quarter", &i64::from(quarter.quarter)),
            ("year", &quarter.year.to_string()),
        ],
    );
    html_for_everybody(
        caller,
        &QuarterPage {
            page: caller
                .page(state, label.clone())
                .crumb(texts.text("site-menu-home"), "/")
                .crumb(texts.text("site-menu-units"), "/don-vi")
                .crumb(unit.full_name.clone(), path),
            unit_name: unit.full_name.clone(),
            label,
            citation: view.citation.clone(),
            rows: rows(caller, view),
            pdf: format!("{address}{PDF}"),
            xlsx: format!("{address}{XLSX}"),
        },
    )
}

fn rows(caller: &Caller, view: &DisclosureRegister) -> Vec<Row> {
    let formats = caller.texts().formats();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| formats.date(day)).unwrap_or_default();
    view.rows
        .iter()
        .map(|row| Row {
            stt: row.stt,
            code: row.item_code.clone(),
            title: row.title.clone(),
            document: [
                row.document_number.clone().unwrap_or_default(),
                day(row.document_date),
            ]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
            forms: row
                .forms
                .iter()
                .map(|form| {
                    let place = form
                        .place
                        .clone()
                        .map(|place| format!(", {place}"))
                        .unwrap_or_default();
                    let to = form
                        .to
                        .map(|to| format!(" – {}", formats.date(to)))
                        .unwrap_or_default();
                    format!("{}{place}: {}{to}", form.form, formats.date(form.from))
                })
                .collect(),
            published: day(row.published_at),
            due: day(row.due),
            status: row.status.clone(),
            position: row
                .register_position
                .map(|at| at.to_string())
                .unwrap_or_default(),
        })
        .collect()
}
