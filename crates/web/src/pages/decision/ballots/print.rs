//! `…/phieu/in`: print the ballots, and another in the place of one that is spoiled.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::decision::State as DecisionState;
use dinh_service::decision::ballots::{self, BallotView, serial_words};

use super::frame::{Asked, base, caption, load, page, parse_serial};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

struct Void {
    serial: String,
    reason: String,
    instead: String,
}

#[derive(Template)]
#[template(path = "decision/ballots_print.html")]
struct PrintPage {
    page: Page,
    done: String,
    refused: Refused,
    caption: String,
    base: String,
    households: usize,
    printed: usize,
    missing: usize,
    is_open: bool,
    voids: Vec<Void>,
    newest: String,
    serial: Field,
    reason: Field,
}

/// The page.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    let mut page = print_page(&state, &caller, &view, &Posted::default(), refused);
    page.done = asked.words(caller.texts());
    page.newest = asked.serial();
    html(&page)
}

/// Print what is missing.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    match ballots::print(&ctx, view.decision.id).await {
        Ok(_) => see_other(&format!("{}/in?da=in", base(&view))),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = print_page(&state, &caller, &view, &Posted::default(), refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// A ballot is spoiled: print another.
pub async fn replace(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let serial = parse_serial(typed.text("serial"), number).unwrap_or(0);
    let reason = typed.text("reason");
    match ballots::replace(&ctx, view.decision.id, serial, reason).await {
        Ok(new) => see_other(&format!(
            "{}/in?da=huy&so={}",
            base(&view),
            serial_words(new)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = print_page(&state, &caller, &view, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn print_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    typed: &Posted,
    refused: Refused,
) -> PrintPage {
    let texts = caller.texts();
    let printed = view.ballots.valid();
    let households = view.ballots.roll.len();
    let mut page = page(state, caller, view, texts.text("ballots-step-print"));
    page.has_errors = refused.is_refused();
    PrintPage {
        page,
        done: String::new(),
        caption: caption(view),
        base: base(view),
        households,
        printed,
        missing: households.saturating_sub(printed),
        is_open: view.decision.state == DecisionState::Open,
        voids: voids(view),
        newest: String::new(),
        serial: Field::text(texts, "serial", texts.text("ballots-serial"))
            .hint(texts.text("ballots-serial-hint"))
            .input_mode("numeric")
            .class("govuk-input--width-10")
            .autocomplete("off")
            .value(typed.text("serial"))
            .error(refused.find("serial")),
        reason: Field::text(texts, "reason", texts.text("ballots-void-reason"))
            .hint(texts.text("ballots-void-reason-hint"))
            .value(typed.text("reason"))
            .error(refused.find("reason")),
        refused,
    }
}

fn voids(view: &BallotView) -> Vec<Void> {
    view.ballots
        .ballots
        .iter()
        .filter_map(|(serial, ballot)| {
            Some(Void {
                serial: serial_words(*serial),
                reason: ballot.void.clone()?,
                instead: ballot.replaced_by.map_or_else(String::new, serial_words),
            })
        })
        .collect()
}
