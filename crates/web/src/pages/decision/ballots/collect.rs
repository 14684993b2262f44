//! `…/phieu/thu`: which household handed its ballot in. The list never knows a serial.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::decision::Collected;
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::ballots::{self, BallotView, Collecting};

use super::frame::{Asked, base, caption, closing_words, load, page};
use super::give::{Line, anchor};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

struct Row {
    line: Line,
    state: Option<Collected>,
    state_words: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "decision/ballots_collect.html")]
struct CollectPage {
    page: Page,
    done: String,
    refused: Refused,
    caption: String,
    base: String,
    until: String,
    only_open: bool,
    returned: usize,
    left: usize,
    total: usize,
    is_open: bool,
    is_over: bool,
    in_time: &'static str,
    rows: Vec<Row>,
}

/// The list.
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    let nothing = Posted::default();
    html(&collect_page(
        &state, &caller, &view, &asked, &nothing, refused,
    ))
}

/// A tap: handed in, refused, nobody there, or back.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let id = view.decision.id;
    let in_time = typed.text("in_time") == "co";
    let household = |name: &str| -> Option<HouseholdId> { typed.text(name).parse().ok() };
    let tapped = [
        ("nop", Collected::Returned),
        ("khong", Collected::Refused),
        ("vang", Collected::Absent),
    ]
    .into_iter()
    .find_map(|(name, state)| Some((household(name)?, state)));
    let (result, done, place) = match (tapped, household("bo")) {
        (Some((household, state)), _) => {
            let collecting = Collecting {
                household,
                state,
                in_time,
            };
            let collected = ballots::collect(&ctx, id, collecting).await;
            (collected, "thu", Some(household))
        }
        (None, Some(one)) => {
            let back = ballots::take_back_collection(&ctx, id, one).await;
            (back, "bo-thu", Some(one))
        }
        (None, None) => return see_other(&format!("{}/thu", base(&view))),
    };
    match result {
        Ok(()) => see_other(&format!(
            "{}/thu?da={done}{}{}",
            base(&view),
            asked.part(),
            anchor(&view, place)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = collect_page(&state, &caller, &view, &asked, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn collect_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    asked: &Asked,
    typed: &Posted,
    refused: Refused,
) -> CollectPage {
    let texts = caller.texts();
    let mut page = page(state, caller, view, texts.text("ballots-step-collect"));
    page.has_errors = refused.is_refused();
    let progress = view.ballots.progress();
    CollectPage {
        page,
        done: asked.words(texts),
        refused,
        caption: caption(view),
        base: base(view),
        until: closing_words(texts, view),
        only_open: asked.only_open(),
        returned: progress.returned,
        left: view.households.len() - view.ballots.collected.len(),
        total: view.households.len(),
        is_open: view.decision.round.outcome.is_none() && !view.ballots.given.is_empty(),
        is_over: view.ballots.is_over(view.now),
        in_time: if typed.text("in_time") == "co" {
            "checked"
        } else {
            ""
        },
        rows: view
            .households
            .iter()
            .filter(|household| !asked.only_open() || household.collected.is_none())
            .map(|household| Row {
                line: Line::of(caller, household),
                state: household.collected,
                state_words: texts.text(match household.collected {
                    Some(Collected::Returned) => "ballots-returned",
                    Some(Collected::Refused) => "ballots-refused",
                    Some(Collected::Absent) => "ballots-absent",
                    None if household.given_on.is_none() => "ballots-not-given",
                    None => "ballots-waiting",
                }),
                tone: match household.collected {
                    Some(Collected::Returned) => "good",
                    Some(_) => "soon",
                    None => "quiet",
                },
            })
            .collect(),
    }
}
