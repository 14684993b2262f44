//! `…/phieu/nhap`: read the papers, one after the other, with the paper in one hand.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_service::Error;
use dinh_service::decision::ballots::{self, BallotView, Read, serial_words};

use super::frame::{Asked, base, caption, load, page, parse_serial};
use super::marks::{Mark, chosen, marks};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "decision/ballots_enter.html")]
struct EnterPage {
    page: Page,
    done: String,
    done_serial: String,
    refused: Refused,
    caption: String,
    base: String,
    not_yet: String,
    not_yet_article: String,
    mine: usize,
    returned: usize,
    waiting: usize,
    several: bool,
    serial: String,
    serial_error: String,
    choice_error: String,
    marks: Vec<Mark>,
    opinion: Field,
    opinion_typed: bool,
}

/// The form, ready for the next paper.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let view = load(&state, &caller, number).await?;
    let nothing = Posted::default();
    let mut page = enter_page(&state, &caller, &view, &nothing, Refused::none(texts));
    page.done = asked.words(texts);
    page.done_serial = asked.entered().unwrap_or_default();
    html(&page)
}

/// One paper was read.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let serial = parse_serial(typed.text("serial"), number);
    let result = match (serial, chosen(&typed)) {
        (Some(serial), Some(choice)) => {
            let read = Read {
                serial,
                choice,
                opinion: typed.text("opinion").to_owned(),
            };
            ballots::enter(&ctx, view.decision.id, read)
                .await
                .map(|_| serial)
        }
        (serial, choice) => Err(missing(serial.is_none(), choice.is_none())),
    };
    match result {
        Ok(serial) => see_other(&format!(
            "{}/nhap?da=nhap&so={}",
            base(&view),
            serial_words(serial)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = enter_page(&state, &caller, &view, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The reader takes the last paper back.
pub async fn take_back(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let serial = parse_serial(typed.text("serial"), number).unwrap_or(0);
    match ballots::take_back_entry(&ctx, view.decision.id, serial).await {
        Ok(()) => see_other(&format!(
            "{}/nhap?da=rut&so={}",
            base(&view),
            serial_words(serial)
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = enter_page(&state, &caller, &view, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Everything that is missing, at once.
fn missing(serial: bool, choice: bool) -> Error {
    let mut errors = Vec::new();
    if serial {
        errors.push(FieldError::new(
            "serial",
            "Hãy nhập số sê-ri in cạnh mã QR của phiếu, hoặc quét mã QR. Mã của việc khác không dùng được ở đây.",
        ));
    }
    if choice {
        errors.push(FieldError::new(
            "choice",
            "Hãy chọn nội dung được đánh dấu trên phiếu. Phiếu để trống hoặc đánh dấu sai thì chọn “Không hợp lệ”.",
        ));
    }
    Error::Invalid(errors)
}

fn enter_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    typed: &Posted,
    refused: Refused,
) -> EnterPage {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let mut page = page(state, caller, view, texts.text("ballots-step-enter"));
    page.has_errors = refused.is_refused();
    let (not_yet, not_yet_article) = match view.may_count(&ctx) {
        Err(Error::Unlawful {
            article,
            reason,
            lawful_alternative,
        }) => (format!("{reason} {lawful_alternative}"), article),
        _ => (String::new(), String::new()),
    };
    let account = ctx.account();
    let mine = view
        .ballots
        .ballots
        .values()
        .filter(|ballot| account.is_some_and(|account| ballot.was_read_by(account)))
        .count();
    let opinion = typed.text("opinion");
    EnterPage {
        page,
        done: String::new(),
        done_serial: String::new(),
        caption: caption(view),
        base: base(view),
        not_yet,
        not_yet_article,
        mine,
        returned: view.ballots.progress().returned,
        waiting: view.ballots.read_once().len(),
        several: view.decision.proposal.seats > 1,
        serial: typed.text("serial").to_owned(),
        serial_error: refused.find("serial").unwrap_or_default(),
        choice_error: refused.find("choice").unwrap_or_default(),
        marks: marks(texts, &view.decision, typed),
        opinion: Field::area(texts, "opinion", texts.text("ballots-opinion"))
            .hint(texts.text("ballots-opinion-hint"))
            .rows(3)
            .value(opinion)
            .error(refused.find("opinion")),
        opinion_typed: !opinion.is_empty(),
        refused,
    }
}
