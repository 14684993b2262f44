//! `/lam-viec/yeu-cau/{number}`: answer a request for information. Who asks is shown
//! only to those who may answer, and on no other page.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_service::Error;
use dinh_service::disclosure::{Asked, answer, get_asked};

use super::decide::version;
use super::shown::moment;
use super::subject::field_errors;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_answer.html")]
struct AnswerPage {
    page: Page,
    errors: ErrorSummary,
    number: i64,
    version: i64,
    item: String,
    received: String,
    due: String,
    question: String,
    name: String,
    contact: String,
    answered: String,
    given: String,
    shows_form: bool,
    field: Field,
}

/// The question and the form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let asked = get_asked(&ctx, number).await?;
    let nothing = Posted::default();
    html(&page(&state, &caller, &asked, &nothing, &FormErrors::new()))
}

/// Answer it, once.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let asked = get_asked(&ctx, number).await?;
    let (status, errors) = match answer(&ctx, number, version(&typed), typed.text("answer")).await {
        Ok(()) => return see_other("/lam-viec?da=tra-loi"),
        Err(Error::Conflict(message)) => {
            let mut errors = FormErrors::new();
            errors.push("", message);
            (StatusCode::CONFLICT, errors)
        }
        Err(other) => (StatusCode::UNPROCESSABLE_ENTITY, field_errors(other)?),
    };
    html_with(status, &page(&state, &caller, &asked, &typed, &errors))
}

fn page(
    state: &AppState,
    caller: &Caller,
    asked: &Asked,
    typed: &Posted,
    errors: &FormErrors,
) -> AnswerPage {
    let texts = caller.texts();
    let row = &asked.request;
    let ctx = caller.context(state);
    let item = ctx.law().rule(&row.item, ctx.today()).map_or_else(
        |_| row.item.clone(),
        |rule| format!("{} – {}", rule.item, rule.title),
    );
    let number = texts.with("disclosure-request-number", &[("number", &row.number)]);
    let mut page = caller
        .page(state, number)
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    page.has_errors = !errors.is_empty();
    let requester = asked.requester.clone().unwrap_or_default();
    AnswerPage {
        page,
        errors: ErrorSummary::new(texts, errors),
        number: row.number,
        version: row.version,
        item,
        received: moment(texts, row.received_at),
        due: texts.formats().date(row.due_on.to_jiff()),
        question: requester.question,
        name: requester.name,
        contact: requester.contact,
        answered: row
            .answered_at
            .map(|at| moment(texts, at))
            .unwrap_or_default(),
        given: row.answer.clone(),
        shows_form: row.answered_at.is_none() || !typed.text("answer").is_empty(),
        field: Field::area(texts, "answer", texts.text("desk-answer-text"))
            .hint(texts.text("desk-answer-hint"))
            .rows(6)
            .value(typed.text("answer"))
            .error(errors.find("answer")),
    }
}
