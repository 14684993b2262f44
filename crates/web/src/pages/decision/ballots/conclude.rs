//! `…/phieu/cong-bo`: two witnesses, the exact result to be checked, then the conclusion.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_law::DecisionForm;
use dinh_service::decision::ballots::{self, BallotView, Checked, against_words};
use dinh_service::decision::needed_words;

use super::frame::{base, caption, load, page};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

struct Row {
    label: String,
    number: u64,
    main: bool,
}

struct Result {
    rows: Vec<Row>,
    outcome: String,
    passed: bool,
    needed: String,
    article: String,
    witnesses: Vec<String>,
}

#[derive(Template)]
#[template(path = "decision/ballots_conclude.html")]
struct ConcludePage {
    page: Page,
    refused: Refused,
    caption: String,
    base: String,
    unresolved: u64,
    first: Field,
    second: Field,
    result: Option<Result>,
}

/// The witnesses are asked for.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = load(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    let nothing = Posted::default();
    html(&conclude_page(&state, &caller, &view, &nothing, refused))
}

/// Show the exact result, and with `step=xong` make it public.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let view = load(&state, &caller, number).await?;
    let witnesses = [
        typed.text("witness-1").to_owned(),
        typed.text("witness-2").to_owned(),
    ];
    let id = view.decision.id;
    if typed.text("step") == "xong" {
        return match ballots::conclude_ballots(&ctx, id, &witnesses).await {
            Ok(_) => see_other(&format!("/lam-viec/quyet-dinh/{number}?da=ket-thuc")),
            Err(error) => {
                let refused = Refused::from(texts, error)?;
                let page = conclude_page(&state, &caller, &view, &typed, refused);
                html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
        };
    }
    match ballots::check_result(&ctx, id, &witnesses).await {
        Ok(checked) => {
            let mut page = conclude_page(&state, &caller, &view, &typed, Refused::none(texts));
            page.result = Some(result(texts, &view, checked));
            html(&page)
        }
        Err(error) => {
            let refused = Refused::from(texts, error)?;
            let page = conclude_page(&state, &caller, &view, &typed, refused);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn conclude_page(
    state: &AppState,
    caller: &Caller,
    view: &BallotView,
    typed: &Posted,
    refused: Refused,
) -> ConcludePage {
    let texts = caller.texts();
    let mut page = page(state, caller, view, texts.text("ballots-step-conclude"));
    page.has_errors = refused.is_refused();
    let witness = |name: &str, key: &str| {
        Field::text(texts, name, texts.text(key))
            .autocomplete("off")
            .value(typed.text(name))
            .error(refused.find(name))
    };
    ConcludePage {
        page,
        caption: caption(view),
        base: base(view),
        unresolved: view.ballots.unresolved(),
        first: witness("witness-1", "ballots-witness-first"),
        second: witness("witness-2", "ballots-witness-second"),
        result: None,
        refused,
    }
}

fn result(texts: Texts, view: &BallotView, checked: Checked) -> Result {
    let count = &checked.count;
    let row = |label: String, number, main| Row {
        label,
        number,
        main,
    };
    let mut rows = vec![
        row(texts.text("ballots-row-total"), count.total, false),
        row(texts.text("ballots-row-returned"), count.represented, false),
    ];
    rows.extend(
        view.decision
            .proposal
            .options
            .iter()
            .zip(&count.approve)
            .map(|(option, votes)| row(option.clone(), *votes, true)),
    );
    rows.push(row(
        against_words(&view.decision).to_owned(),
        count.against,
        true,
    ));
    rows.push(row(texts.text("ballots-mark-other"), count.other, true));
    rows.push(row(texts.text("ballots-mark-invalid"), count.invalid, true));
    rows.push(row(
        texts.text("ballots-row-silent"),
        count.total.saturating_sub(count.represented),
        false,
    ));
    Result {
        rows,
        outcome: checked.outcome.label().to_owned(),
        passed: checked.outcome.is_passed(),
        needed: needed_words(&checked.threshold, count.total, Some(DecisionForm::Ballots))
            .unwrap_or_default(),
        article: checked.threshold.citation.to_string(),
        witnesses: checked.witnesses,
    }
}
