//! The papers of household ballots: ballots, plan, counting minutes of form 04.

use axum::extract::{Path, Query, State};
use dinh_report::{ballot_minutes_docx, ballot_minutes_pdf, ballot_papers_pdf, ballot_plan_pdf};
use dinh_service::decision::ballots::{ballot_minutes, ballot_papers, ballot_plan};
use serde::Deserialize;

use super::frame::load;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::press::{DOCX, PDF};
use crate::state::AppState;

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
    state
        .press
        .print(Box::new(move || ballot_papers_pdf(&papers)), PDF, &name)
        .await
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
    state
        .press
        .print(Box::new(move || ballot_plan_pdf(&plan)), PDF, &name)
        .await
}

/// The minutes as PDF.
pub async fn minutes_pdf(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let minutes = ballot_minutes(&caller.context(&state), &view).await?;
    let name = format!("bien-ban-kiem-phieu-{number}.pdf");
    state
        .press
        .print(Box::new(move || ballot_minutes_pdf(&minutes)), PDF, &name)
        .await
}

/// The minutes as DOCX.
pub async fn minutes_docx(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let minutes = ballot_minutes(&caller.context(&state), &view).await?;
    let name = format!("bien-ban-kiem-phieu-{number}.docx");
    state
        .press
        .print(Box::new(move || ballot_minutes_docx(&minutes)), DOCX, &name)
        .await
}
