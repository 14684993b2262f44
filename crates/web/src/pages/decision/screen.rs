//! `…/man-hinh`: the meeting on the wall: big numbers that renew themselves.

use askama::Template;
use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::decision::live_meeting;

use super::desk_decision::desk_page;
use super::form::of;
use super::result::Results;
use super::shown::{needed_words, state_words, whole};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "decision/screen.html")]
struct ScreenPage {
    page: Page,
    number: i64,
    unit_name: String,
    present: String,
    total: String,
    needed: String,
    reached: bool,
    state: String,
    results: Option<Results>,
}

/// The wall.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let view = of(&ctx, number, Action::ReadDecisions).await?;
    let live = live_meeting(&ctx, view.decision()).await?;
    let decision = view.decision();
    html(&ScreenPage {
        page: desk_page(&state, &caller, &view, decision.proposal.title.clone()),
        number,
        unit_name: view.unit.full_name.clone(),
        present: texts.formats().number(whole(live.present)),
        total: texts.formats().number(whole(live.total)),
        needed: needed_words(texts, &view.threshold, Some(live.total)).unwrap_or_default(),
        reached: live.needed.is_some_and(|needed| live.present >= needed),
        state: state_words(texts, decision.state),
        results: Results::new(texts, &view, &decision.round),
    })
}
