//! The papers of household ballots: ballots, plan, counting minutes of form 04.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use dinh_report::{
    ReportError, ballot_minutes_docx, ballot_minutes_pdf, ballot_papers_pdf, ballot_plan_pdf,
};
use dinh_service::decision::ballots::{ballot_minutes, ballot_papers, ballot_plan};
use serde::Deserialize;

use super::frame::load;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::state::AppState;

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Which ballot: all that are not void when nothing is said.
#[derive(Deserialize)]
pub struct Which {
    so: Option<u32>,
}

/// The ballots.
pub async fn ballots(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(which): Query<Which>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let papers = ballot_papers(&caller.context(&state), &view, which.so)?;
    let name = format!("phieu-lay-y-kien-{number}.pdf");
    made((PDF, name), move || ballot_papers_pdf(&papers)).await
}

/// The plan.
pub async fn plan(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let plan = ballot_plan(&caller.context(&state), &view)?;
    let name = format!("ke-hoach-phat-phieu-{number}.pdf");
    made((PDF, name), move || ballot_plan_pdf(&plan)).await
}

/// The minutes as PDF.
pub async fn minutes_pdf(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let minutes = ballot_minutes(&caller.context(&state), &view)?;
    let name = format!("bien-ban-kiem-phieu-{number}.pdf");
    made((PDF, name), move || ballot_minutes_pdf(&minutes)).await
}

/// The minutes as DOCX.
pub async fn minutes_docx(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let minutes = ballot_minutes(&caller.context(&state), &view)?;
    let name = format!("bien-ban-kiem-phieu-{number}.docx");
    made((DOCX, name), move || ballot_minutes_docx(&minutes)).await
}

async fn made(
    (kind, name): (&'static str, String),
    make: impl FnOnce() -> Result<Vec<u8>, ReportError> + Send + 'static,
) -> Result<Response, Failure> {
    let bytes = tokio::task::spawn_blocking(make)
        .await
        .map_err(|error| Failure::internal(error.to_string()))?
        .map_err(|error| Failure::internal(error.to_string()))?;
    let disposition = if kind == PDF { "inline" } else { "attachment" };
    let fields = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{disposition}; filename=\"{name}\""),
        ),
    ];
    Ok((fields, bytes).into_response())
}
