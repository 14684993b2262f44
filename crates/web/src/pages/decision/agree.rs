//! `…/thong-nhat` and `…/thoi`: the Front agrees, or it is not put before the people.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::decision::{agree, drop_proposal};

use super::form::{FormPage, done, of};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// Ask once more before the Front agrees.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    agree_page(&state, &caller, number, Refused::none(caller.texts())).await
}

/// The Front agrees.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::AgreeDecision).await?;
    match agree(&ctx, view.decision().id).await {
        Ok(()) => see_other(&done(number, "thong-nhat")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            agree_page(&state, &caller, number, refused).await
        }
    }
}

async fn agree_page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let view = of(&caller.context(state), number, Action::AgreeDecision).await?;
    FormPage::new(state, caller, &view, "decision-next-agree", refused)
        .lead(texts.text("decision-agree-lead"))
        .lead(view.decision().proposal.content.clone())
        .button(texts.text("decision-agree-send"))
        .answer()
}

/// Ask why it is not put before the people.
pub async fn drop_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let typed = Posted::default();
    drop_page(
        &state,
        &caller,
        number,
        &typed,
        Refused::none(caller.texts()),
    )
    .await
}

/// It is not put before the people.
pub async fn drop_send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match drop_proposal(&ctx, view.decision().id, typed.text("reason")).await {
        Ok(()) => see_other(&done(number, "thoi")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            drop_page(&state, &caller, number, &typed, refused).await
        }
    }
}

async fn drop_page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let view = of(&caller.context(state), number, Action::RunDecision).await?;
    let reason = Field::area(texts, "reason", texts.text("decision-drop-reason"))
        .rows(3)
        .value(typed.text("reason"))
        .error(refused.find("reason"));
    FormPage::new(state, caller, &view, "decision-next-drop", refused)
        .lead(texts.text("decision-drop-lead"))
        .field(&reason)
        .button(texts.text("decision-drop-send"))
        .answer()
}
