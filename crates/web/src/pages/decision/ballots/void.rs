//! `…/phieu/huy-bot`: a paper that is too many is void with no other in its place; one person asks, another agrees.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::decision::State as DecisionState;
use dinh_service::decision::ballots::{self, BallotView, serial_words};
use dinh_service::{Context, Error};

use super::frame::{Asked, base, caption, load, page, parse_serial};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// A paper that somebody asks to make void.
struct Waiting {
    serial: String,
    reason: String,
    /// The reader of the page asked, so somebody else must agree.
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "decision/ballots_void.html")]
struct VoidPage {
    page: Page,
    done: String,
    refused: Refused,
    caption: String,
    base: String,
    valid: usize,
    households: usize,
    is_open: bool,
    waiting: Vec<Waiting>,
    serial: Field,
    reason: Field,
}

/// What is asked for, and a form to ask.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    let mut page = void_page(&state, &caller, &view, &Posted::default(), refused);
    page.done = asked.words(caller.texts());
    html(&page)
}

/// Ask, agree, or take it back.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    match act(&caller.context(&state), &view, &typed).await {
        Ok((what, serial)) => see_other(&format!(
            "{}/huy-bot?da={what}&so={}",
            base(&view),
            serial_words(serial)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = void_page(&state, &caller, &view, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn act(
    ctx: &Context<'_>,
    view: &BallotView,
    typed: &Posted,
) -> Result<(&'static str, u32), Error> {
    let (id, number) = (view.decision.id, view.decision.number);
    let serial = |typed: &str| parse_serial(typed, number).unwrap_or(0);
    if let Some(typed) = typed.find("agree") {
        ballots::confirm_void(ctx, id, serial(typed)).await?;
        return Ok(("huy-bot", serial(typed)));
    }
    if let Some(typed) = typed.find("withdraw") {
        ballots::withdraw_void(ctx, id, serial(typed)).await?;
        return Ok(("thoi-huy", serial(typed)));
    }
    let asked = serial(typed.text("serial"));
    ballots::ask_void(ctx, id, asked, typed.text("reason")).await?;
    Ok(("xin-huy", asked))
}

fn void_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    typed: &Posted,
    refused: Refused,
) -> VoidPage {
    let texts = caller.texts();
    let mut page = page(state, caller, view, texts.text("ballots-spare-title"));
    page.has_errors = refused.is_refused();
    VoidPage {
        page,
        done: String::new(),
        caption: caption(view),
        base: base(view),
        valid: view.ballots.valid(),
        households: view.ballots.roll.len(),
        is_open: view.decision.state == DecisionState::Open,
        waiting: waiting(&caller.context(state), view),
        serial: Field::text(texts, "serial", texts.text("ballots-serial"))
            .hint(texts.text("ballots-serial-hint"))
            .input_mode("numeric")
            .class("govuk-input--width-10")
            .autocomplete("off")
            .value(typed.text("serial"))
            .error(refused.find("serial")),
        reason: Field::text(texts, "reason", texts.text("ballots-void-reason"))
            .hint(texts.text("ballots-spare-reason-hint"))
            .value(typed.text("reason"))
            .error(refused.find("reason")),
        refused,
    }
}

fn waiting(ctx: &Context<'_>, view: &BallotView) -> Vec<Waiting> {
    let all = view.ballots.ballots.iter();
    all.filter_map(|(serial, ballot)| {
        let (reason, by) = ballot.asked.clone()?;
        Some(Waiting {
            serial: serial_words(*serial),
            reason,
            is_mine: ctx.account() == Some(by),
        })
    })
    .collect()
}
