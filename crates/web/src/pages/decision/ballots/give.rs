//! `…/phieu/phat`: which household was given its ballot, one tap each.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::ballots::{self, BallotHousehold, BallotView};

use super::frame::{Asked, base, caption, load, page};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// One household as a line of a list.
pub struct Line {
    pub id: HouseholdId,
    pub number: i64,
    pub name: String,
    pub address: String,
    pub given: String,
}

impl Line {
    /// A household that may be erased.
    pub fn of(caller: &Caller, household: &BallotHousehold) -> Self {
        let texts = caller.texts();
        let name = if household.representative.is_empty() {
            texts.text("ballots-erased")
        } else {
            household.representative.clone()
        };
        let address = [household.address.as_str(), household.cluster.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        Self {
            id: household.id,
            number: household.number,
            name,
            address,
            given: household
                .given_on
                .map_or_else(String::new, |day| texts.formats().date(day)),
        }
    }
}

#[derive(Template)]
#[template(path = "decision/ballots_give.html")]
struct GivePage {
    page: Page,
    done: String,
    refused: Refused,
    caption: String,
    base: String,
    only_open: bool,
    left: usize,
    total: usize,
    way: String,
    is_open: bool,
    lines: Vec<Line>,
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
    html(&give_page(&state, &caller, &view, &asked, refused))
}

/// A tap: one household, every household that has none, or back.
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
    let way = match typed.text("way").trim() {
        "" => "tận tay từng hộ",
        way => way,
    };
    let household = |name| -> Option<HouseholdId> { typed.text(name).parse().ok() };
    let (result, done, place) = if let Some(one) = household("phat") {
        let given = ballots::give(&ctx, id, one, ctx.today(), way).await;
        (given, "phat", Some(one))
    } else if let Some(one) = household("bo") {
        let back = ballots::take_back_giving(&ctx, id, one).await;
        (back, "bo-phat", Some(one))
    } else {
        let all = ballots::give_to_all(&ctx, id, ctx.today(), way).await;
        (all.map(|_| ()), "phat-het", None)
    };
    match result {
        Ok(()) => see_other(&format!(
            "{}/phat?da={done}{}{}",
            base(&view),
            asked.part(),
            anchor(&view, place)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = give_page(&state, &caller, &view, &asked, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Where the reader was in the list.
pub fn anchor(view: &BallotView, place: Option<HouseholdId>) -> String {
    view.households
        .iter()
        .find(|household| Some(household.id) == place)
        .map_or_else(String::new, |household| format!("#ho-{}", household.number))
}

fn give_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    asked: &Asked,
    refused: Refused,
) -> GivePage {
    let texts = caller.texts();
    let mut page = page(state, caller, view, texts.text("ballots-step-give"));
    page.has_errors = refused.is_refused();
    GivePage {
        page,
        done: asked.words(texts),
        refused,
        caption: caption(view),
        base: base(view),
        only_open: asked.only_open(),
        left: view.ballots.roll.len() - view.ballots.given.len(),
        total: view.households.len(),
        way: "tận tay từng hộ".into(),
        is_open: view.decision.round.outcome.is_none() && view.ballots.valid() > 0,
        lines: view
            .households
            .iter()
            .filter(|household| !asked.only_open() || household.given_on.is_none())
            .map(|household| Line::of(caller, household))
            .collect(),
    }
}
