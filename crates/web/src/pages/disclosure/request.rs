//! Ask for information that is missing (Art. 14(2)): a form, a number, an answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::units::Unit;
use dinh_service::disclosure::{
    DAYS_AFTER_ANSWER, Question, ask, find_request, request_due, request_rule,
};
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::shown::moment;
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// Which item is asked about.
#[derive(Deserialize)]
pub struct About {
    #[serde(default)]
    muc: String,
}

#[derive(Template)]
#[template(path = "disclosure/request.html")]
struct RequestPage {
    page: Page,
    unit: Unit,
    item: String,
    item_title: String,
    due: String,
    citation: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
}

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    Query(about): Query<About>,
) -> PageResult {
    let ctx = caller.context(&state);
    let unit = unit_of(&ctx, &slug).await?;
    let typed = Posted {
        fields: vec![("item".into(), about.muc)],
        ..Posted::default()
    };
    html(&page(
        &state,
        &caller,
        &ctx,
        unit,
        &typed,
        &FormErrors::new(),
    )?)
}

/// Send it. What was typed comes back with every error.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let unit = unit_of(&ctx, &slug).await?;
    let question = Question {
        item: typed.text("item").to_owned(),
        duty: None,
        text: typed.text("text").to_owned(),
        name: typed.text("name").to_owned(),
        contact: typed.text("contact").to_owned(),
    };
    match ask(&ctx, unit.id, question).await {
        Ok(answer) => see_other(&format!("/yeu-cau/{}?ma={}", answer.number, answer.code)),
        Err(Error::Invalid(found)) => {
            let mut errors = FormErrors::new();
            for error in found {
                errors.push(error.field, error.message);
            }
            let page = page(&state, &caller, &ctx, unit, &typed, &errors)?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn unit_of(ctx: &Context<'_>, slug: &str) -> Result<Unit, Error> {
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, slug)
        .await?
        .ok_or(Error::NotFound)?;
    if unit.exists_on(ctx.today()) && unit.kind.is_commune_level() {
        Ok(unit)
    } else {
        Err(Error::NotFound)
    }
}

fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    unit: Unit,
    typed: &Posted,
    errors: &FormErrors,
) -> Result<RequestPage, Error> {
    let texts = caller.texts();
    let due = request_due(ctx, &unit, ctx.today())?;
    let item = typed.text("item").to_owned();
    let item_title = ctx
        .law()
        .rule(&item, ctx.today())
        .map(|rule| rule.title.clone())
        .unwrap_or_default();
    let mut page = caller
        .form_page(state, texts.text("disclosure-request-title"))
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(unit.full_name.clone(), format!("/don-vi/{}", unit.slug));
    page.has_errors = !errors.is_empty();
    let fields = vec![
        Field::area(texts, "text", texts.text("disclosure-request-text"))
            .hint(texts.text("disclosure-request-text-hint"))
            .rows(5)
            .value(typed.text("text"))
            .error(errors.find("text")),
        Field::text(texts, "name", texts.text("disclosure-request-name"))
            .hint(texts.with(
                "disclosure-request-name-hint",
                &[("days", &DAYS_AFTER_ANSWER)],
            ))
            .autocomplete("name")
            .value(typed.text("name"))
            .error(errors.find("name")),
        Field::text(texts, "contact", texts.text("disclosure-request-contact"))
            .hint(texts.text("disclosure-request-contact-hint"))
            .value(typed.text("contact"))
            .error(errors.find("contact")),
    ];
    Ok(RequestPage {
        page,
        item,
        item_title,
        due: texts.formats().date(due.due),
        citation: request_rule(ctx, ctx.today())?.citation.to_string(),
        errors: ErrorSummary::new(texts, errors),
        fields,
        unit,
    })
}

/// The code that the asker was given.
#[derive(Deserialize)]
pub struct Code {
    #[serde(default)]
    ma: String,
}

#[derive(Template)]
#[template(path = "disclosure/request_sent.html")]
struct SentPage {
    page: Page,
    number: i64,
    code: String,
    received: String,
    due: String,
    answered: String,
    answer: String,
}

/// What became of a request, for whoever holds its code.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(code): Query<Code>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let row = find_request(&ctx, number, &code.ma)
        .await?
        .ok_or(Error::NotFound)?;
    let mut page = caller
        .page(
            &state,
            texts.with("disclosure-request-number", &[("number", &number)]),
        )
        .crumb(texts.text("site-menu-home"), "/");
    page.private = true;
    html(&SentPage {
        page,
        number,
        code: code.ma,
        received: moment(texts, row.received_at),
        due: texts.formats().date(row.due_on.to_jiff()),
        answered: row
            .answered_at
            .map(|at| moment(texts, at))
            .unwrap_or_default(),
        answer: row.answer,
    })
}
