//! `/ban-va-quyet-dinh/{number}/kien-nghi`: a letter about a flawed decision (Article 24(4)), set to be printed and
//! signed. What is typed is shown back and kept nowhere.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_service::Error;
use dinh_service::decision::{DecisionView, find_decision};

use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with};
use crate::state::AppState;

const LONGEST: usize = 4_000;

#[derive(Template)]
#[template(path = "decision/after_letter_form.html")]
struct FormPage {
    page: Page,
    number: i64,
    title: String,
    unit_name: String,
    wording: String,
    citation: String,
    errors: ErrorSummary,
    name: Field,
    reason: Field,
}

#[derive(Template)]
#[template(path = "decision/after_letter.html")]
struct LetterPage {
    page: Page,
    number: i64,
    title: String,
    unit_name: String,
    commune: String,
    decided: String,
    today: String,
    citation: String,
    name: String,
    paragraphs: Vec<String>,
}

/// Who and why.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = decided(&state, &caller, number).await?;
    html(&page(
        &state,
        &caller,
        &view,
        &Posted::default(),
        &FormErrors::new(),
    )?)
}

/// The letter.
pub async fn write(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = decided(&state, &caller, number).await?;
    let texts = caller.texts();
    let reason = typed.text("reason").trim();
    let length = reason.chars().count();
    let mut errors = FormErrors::new();
    if length < 10 {
        errors.push("reason", texts.text("after-letter-reason-missing"));
    } else if length > LONGEST {
        errors.push("reason", texts.text("after-letter-reason-long"));
    }
    if typed.text("name").chars().count() > 200 {
        errors.push("name", texts.text("after-letter-name-long"));
    }
    if !errors.is_empty() {
        let page = page(&state, &caller, &view, &typed, &errors)?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let today = caller.context(&state).today();
    let decision = view.decision();
    html(&LetterPage {
        page: letter_page(&state, &caller, &view),
        number,
        title: decision.proposal.title.clone(),
        unit_name: view.unit.full_name.clone(),
        commune: view.commune.full_name.clone(),
        decided: decision
            .round
            .decided_on
            .map(|day| texts.formats().date(day))
            .unwrap_or_default(),
        today: texts.formats().date(today),
        citation: citation(&state, today)?.1,
        name: typed.text("name").trim().to_owned(),
        paragraphs: reason
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
    })
}

/// The decision, once the people have decided.
async fn decided(state: &AppState, caller: &Caller, number: i64) -> Result<DecisionView, Error> {
    let ctx = caller.context(state);
    find_decision(&ctx, number)
        .await?
        .filter(|view| view.stored.register_position.is_some())
        .ok_or(Error::NotFound)
}

/// The words of the law and where they stand.
fn citation(state: &AppState, today: jiff::civil::Date) -> Result<(String, String), Error> {
    let rule = state.platform.law.procedure("flaw_petition", today)?;
    Ok((rule.wording.clone(), rule.citation.to_string()))
}

fn letter_page(state: &AppState, caller: &Caller, view: &DecisionView) -> Page {
    let texts = caller.texts();
    let number = view.decision().number;
    let mut page = caller
        .page(state, texts.text("after-letter-title"))
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(
            view.decision().proposal.title.clone(),
            format!("/ban-va-quyet-dinh/{number}"),
        );
    // What is typed is nobody else's: no copy stays in a cache.
    page.private = true;
    page
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    errors: &FormErrors,
) -> Result<FormPage, Error> {
    let texts = caller.texts();
    let (wording, citation) = citation(state, caller.context(state).today())?;
    let mut page = letter_page(state, caller, view);
    page.has_errors = !errors.is_empty();
    Ok(FormPage {
        page,
        number: view.decision().number,
        title: view.decision().proposal.title.clone(),
        unit_name: view.unit.full_name.clone(),
        wording,
        citation,
        errors: ErrorSummary::new(texts, errors),
        name: Field::text(texts, "name", texts.text("after-letter-name"))
            .hint(texts.text("after-letter-name-hint"))
            .value(typed.text("name"))
            .error(errors.find("name")),
        reason: Field::area(texts, "reason", texts.text("after-letter-reason"))
            .hint(texts.text("after-letter-reason-hint"))
            .rows(8)
            .value(typed.text("reason"))
            .error(errors.find("reason")),
    })
}
