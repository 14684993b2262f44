//! `…/phieu/khac-nhau`: what two people read differently or one has not read yet, and the page on which a third settles.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_domain::decision::Difference;
use dinh_service::Error;
use dinh_service::decision::ballots::{self, BallotView, Settling, choice_words, serial_words};

use super::frame::{Asked, base, caption, load, page};
use super::marks::{Mark, chosen, marks};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

struct Row {
    serial: String,
    first: String,
    second: String,
    settled: String,
    reason: String,
    may_settle: bool,
}

#[derive(Template)]
#[template(path = "decision/ballots_differ.html")]
struct DifferPage {
    page: Page,
    done: String,
    caption: String,
    base: String,
    rows: Vec<Row>,
    once: Vec<String>,
    unread: usize,
}

/// The list.
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let view = load(&state, &caller, number).await?;
    let progress = view.ballots.progress();
    let rows = view
        .ballots
        .differences()
        .iter()
        .map(|difference| row(&state, &caller, &view, difference))
        .collect();
    html(&DifferPage {
        page: page(&state, &caller, &view, texts.text("ballots-step-differ")),
        done: asked.words(texts),
        caption: caption(&view),
        base: base(&view),
        rows,
        once: view
            .ballots
            .read_once()
            .into_iter()
            .map(serial_words)
            .collect(),
        unread: progress.returned.saturating_sub(progress.read),
    })
}

fn row(state: &AppState, caller: &Caller, view: &BallotView, difference: &Difference) -> Row {
    let decision = &view.decision;
    let words = |choice| choice_words(decision, choice);
    let (settled, reason) = difference
        .settled
        .as_ref()
        .map_or_else(Default::default, |(choice, reason)| {
            (words(choice), reason.clone())
        });
    let account = caller.context(state).account();
    let own = view
        .ballots
        .ballots
        .get(&difference.serial)
        .is_some_and(|ballot| account.is_some_and(|account| ballot.was_read_by(account)));
    Row {
        serial: serial_words(difference.serial),
        first: words(&difference.first),
        second: words(&difference.second),
        may_settle: settled.is_empty() && !own,
        settled,
        reason,
    }
}

#[derive(Template)]
#[template(path = "decision/ballots_settle.html")]
struct SettlePage {
    page: Page,
    refused: Refused,
    caption: String,
    base: String,
    serial: String,
    first: String,
    second: String,
    may_settle: bool,
    several: bool,
    choice_error: String,
    marks: Vec<Mark>,
    reason: Field,
}

/// One difference, for the third person.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, serial)): Path<(i64, u32)>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    let nothing = Posted::default();
    html(&settle_page(
        &state, &caller, &view, serial, &nothing, refused,
    )?)
}

/// It is settled.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, serial)): Path<(i64, u32)>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let result = match chosen(&typed) {
        Some(choice) => {
            let settling = Settling {
                serial,
                choice,
                reason: typed.text("reason").to_owned(),
            };
            ballots::settle(&ctx, view.decision.id, settling).await
        }
        None => Err(Error::Invalid(vec![FieldError::new(
            "choice",
            "Hãy xem lại tờ phiếu giấy và chọn nội dung được đánh dấu.",
        )])),
    };
    match result {
        Ok(()) => see_other(&format!(
            "{}/khac-nhau?da=ket-luan&so={}",
            base(&view),
            serial_words(serial)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = settle_page(&state, &caller, &view, serial, &typed, refused)?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn settle_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    serial: u32,
    typed: &Posted,
    refused: Refused,
) -> Result<SettlePage, Error> {
    let texts = caller.texts();
    let found = view
        .ballots
        .differences()
        .into_iter()
        .find(|difference| difference.serial == serial)
        .ok_or(Error::NotFound)?;
    let line = row(state, caller, view, &found);
    let title = texts.with("ballots-settle-title", &[("serial", &line.serial)]);
    let mut page = page(state, caller, view, title).crumb(
        texts.text("ballots-step-differ"),
        format!("{}/khac-nhau", base(view)),
    );
    page.has_errors = refused.is_refused();
    Ok(SettlePage {
        page,
        caption: caption(view),
        base: base(view),
        serial: line.serial,
        first: line.first,
        second: line.second,
        may_settle: line.may_settle,
        several: view.decision.proposal.seats > 1,
        choice_error: refused.find("choice").unwrap_or_default(),
        marks: marks(texts, &view.decision, typed),
        reason: Field::area(texts, "reason", texts.text("ballots-settle-reason"))
            .hint(texts.text("ballots-settle-reason-hint"))
            .rows(2)
            .value(typed.text("reason"))
            .error(refused.find("reason")),
        refused,
    })
}
