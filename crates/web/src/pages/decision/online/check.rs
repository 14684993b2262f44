//! `/bieu-quyet/bien-nhan`: the receipt of a household, and whether its vote is stored and counted.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse as _;
use dinh_service::Error;
use dinh_service::decision::online::{Receipt, VoteState, check_vote, receipt_json, vote_page};

use super::holder::{Which, code_page, credential, query};
use super::vote::words_of;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::shown::{moment, whole};
use crate::response::html;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "decision/online_receipt.html")]
struct ReceiptPage {
    page: Page,
    unit_name: String,
    title: String,
    number: i64,
    state: &'static str,
    choice: String,
    at: String,
    short: String,
    line: String,
    salt: String,
    commitment: String,
    place: String,
    root: String,
    position: String,
    until: String,
    open: bool,
    query: String,
}

/// The receipt.
#[expect(clippy::too_many_lines, reason = "one page, field by field")]
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> PageResult {
    let Some(who) = credential(&headers, &which) else {
        return code_page(&state, &caller, None).await;
    };
    let ctx = caller.context(&state);
    let found = match check_vote(&ctx, who).await {
        Ok((_, found)) => found,
        Err(error) => return code_page(&state, &caller, Some(error)).await,
    };
    let view = vote_page(&ctx, who).await?;
    let texts = caller.texts();
    let mut page = caller.form_page(&state, texts.text("online-receipt-title"));
    page.private = true;
    let plan = view.decision.round.plan.as_ref();
    let mut shown = ReceiptPage {
        page,
        unit_name: view.unit.full_name.clone(),
        title: view.decision.proposal.title.clone(),
        number: view.decision.number,
        state: "nothing",
        choice: String::new(),
        at: String::new(),
        short: String::new(),
        line: String::new(),
        salt: String::new(),
        commitment: String::new(),
        place: String::new(),
        root: String::new(),
        position: String::new(),
        until: moment(texts, plan.and_then(|plan| plan.closes)),
        open: view.refused.is_none(),
        query: query(&which),
    };
    match &found {
        VoteState::Nothing => {}
        VoteState::Conflict => shown.state = "conflict",
        VoteState::Stored(receipt) => {
            shown.state = "stored";
            fill(&mut shown, &caller, receipt);
        }
        VoteState::Counted(counted) => {
            shown.state = "counted";
            fill(&mut shown, &caller, &counted.receipt);
            let of = |count: u64| texts.formats().number(whole(count));
            shown.place = texts.with(
                "online-place",
                &[
                    ("place", &of(counted.proof.index + 1)),
                    ("size", &of(counted.proof.size)),
                ],
            );
            shown.root = dinh_register::hex(&counted.proof.root);
            shown.position = counted
                .position
                .map_or_else(String::new, |position| position.to_string());
        }
    }
    let choice = match &found {
        VoteState::Stored(receipt) => chosen(receipt),
        VoteState::Counted(counted) => chosen(&counted.receipt),
        VoteState::Nothing | VoteState::Conflict => None,
    };
    if let Some(choice) = choice {
        shown.choice = words_of(texts, &view, &choice);
    }
    html(&shown)
}

/// What a line says.
fn chosen(receipt: &Receipt) -> Option<dinh_domain::decision::Choice> {
    let code = receipt
        .text
        .lines()
        .find_map(|line| line.strip_prefix("choice "))?;
    dinh_domain::decision::Choice::parse(code)
}

fn fill(shown: &mut ReceiptPage, caller: &Caller, receipt: &Receipt) {
    shown.at = moment(caller.texts(), Some(receipt.at));
    shown.short = receipt.short();
    shown.line.clone_from(&receipt.text);
    shown.salt = dinh_register::hex(&receipt.salt);
    shown.commitment = dinh_register::hex(&receipt.commitment);
}

/// The receipt as a file.
pub async fn file(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> PageResult {
    let who = credential(&headers, &which).ok_or(Error::NotFound)?;
    let json = receipt_json(&caller.context(&state), who)
        .await?
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
