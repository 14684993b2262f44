//! `…/toan-xa`: what each community said about a commune-wide matter, and the end of it.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::decision::{DecisionView, community_results, conclude_thread};

use super::super::form::{FormPage, done, of};
use super::super::shown::{outcome_words, state_words};
use super::super::subject::Refused;
use crate::caller::Caller;
use crate::components::{SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::response::see_other;
use crate::state::AppState;

/// What each community said.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = of(&caller.context(&state), number, Action::RunDecision).await?;
    page(&state, &caller, &view, Refused::none(caller.texts())).await
}

/// Add it up.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match conclude_thread(&ctx, view.decision().id).await {
        Ok(_) => see_other(&done(number, "toan-xa")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &view, refused).await
        }
    }
}

async fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let mut facts = SummaryList::new();
    for part in community_results(&ctx, view.decision().id).await? {
        let words = match &part.outcome {
            Some(outcome) => outcome_words(texts, outcome),
            None => state_words(texts, part.state),
        };
        let votes = match (part.approve, part.total) {
            (Some(approve), Some(total)) => format!("{words} ({approve}/{total})"),
            _ => words,
        };
        let href = format!("/lam-viec/quyet-dinh/{}", part.number);
        facts = facts.row(SummaryRow::link(part.unit_name, &href, &votes));
    }
    FormPage::new(state, caller, view, "decision-next-thread", refused)
        .lead(texts.text("after-thread-lead"))
        .facts(facts)
        .button(texts.text("after-thread-send"))
        .answer()
}
