//! `/bieu-quyet/bien-nhan`: the receipt of a household, and whether its vote is stored and counted.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse as _;
use dinh_service::Error;
use dinh_service::decision::online::{
    Receipt, VotePage, VoteState, check_vote, receipt_json, vote_page,
};

use super::holder::{Which, code_page, credential, may_try, missed, query, wrong_code};
use super::vote::words_of;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::guard::too_often;
use crate::page::Page;
use crate::pages::decision::shown::{moment, whole};
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// What is shown of a stored vote.
struct Kept {
    counted: bool,
    choice: String,
    at: String,
    short: String,
    line: String,
    salt: String,
    commitment: String,
    place: String,
    root: String,
    position: String,
}

#[derive(Template)]
#[template(path = "decision/online_receipt.html")]
struct ReceiptPage {
    page: Page,
    unit_name: String,
    title: String,
    number: i64,
    conflict: bool,
    kept: Option<Kept>,
    until: String,
    open: bool,
    query: String,
}

/// The receipt.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> PageResult {
    let Some(who) = credential(&state, &headers, &which) else {
        return code_page(&state, &caller).await;
    };
    if !may_try(&state, &caller, who) {
        return Ok(too_often(&state, &caller));
    }
    let ctx = caller.context(&state);
    let found = match check_vote(&ctx, who).await {
        Ok((_, found)) => found,
        Err(error) => return wrong_code(&state, &caller, who, error).await,
    };
    let view = vote_page(&ctx, who).await?;
    let texts = caller.texts();
    let mut page = caller.form_page(&state, texts.text("online-receipt-title"));
    page.private = true;
    let plan = view.decision.round.plan.as_ref();
    html(&ReceiptPage {
        page,
        unit_name: view.unit.full_name.clone(),
        title: view.decision.proposal.title.clone(),
        number: view.decision.number,
        conflict: found == VoteState::Conflict,
        kept: kept(texts, &view, &found),
        until: moment(texts, plan.and_then(|plan| plan.closes)),
        open: view.refused.is_none(),
        query: query(&which),
    })
}

fn kept(texts: Texts, view: &VotePage, found: &VoteState) -> Option<Kept> {
    match found {
        VoteState::Nothing | VoteState::Conflict => None,
        VoteState::Stored(receipt) => Some(stored(texts, view, receipt)),
        VoteState::Counted(counted) => {
            let of = |count: u64| texts.formats().number(whole(count));
            let place = of(counted.proof.index + 1);
            let size = of(counted.proof.size);
            Some(Kept {
                counted: true,
                place: texts.with("online-place", &[("place", &place), ("size", &size)]),
                root: dinh_register::hex(&counted.proof.root),
                position: counted
                    .position
                    .map_or_else(String::new, |position| position.to_string()),
                ..stored(texts, view, &counted.receipt)
            })
        }
    }
}

fn stored(texts: Texts, view: &VotePage, receipt: &Receipt) -> Kept {
    Kept {
        counted: false,
        choice: chosen(receipt).map_or_else(String::new, |choice| words_of(texts, view, &choice)),
        at: moment(texts, Some(receipt.at)),
        short: receipt.short(),
        line: receipt.text.clone(),
        salt: dinh_register::hex(&receipt.salt),
        commitment: dinh_register::hex(&receipt.commitment),
        place: String::new(),
        root: String::new(),
        position: String::new(),
    }
}

/// What a line says.
fn chosen(receipt: &Receipt) -> Option<dinh_domain::decision::Choice> {
    let code = receipt
        .text
        .lines()
        .find_map(|line| line.strip_prefix("choice "))?;
    dinh_domain::decision::Choice::parse(code)
}

/// The receipt as a file.
pub async fn file(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> PageResult {
    let who = credential(&state, &headers, &which).ok_or(Error::NotFound)?;
    if !may_try(&state, &caller, who) {
        return Ok(too_often(&state, &caller));
    }
    let found = receipt_json(&caller.context(&state), who).await;
    let json = found
        .inspect_err(|error| missed(&state, &caller, who, error))?
        .ok_or(Error::NotFound)?;
    let fields = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"bien-nhan-bieu-quyet.dinh.json\"",
        ),
    ];
    Ok((fields, json).into_response())
}
