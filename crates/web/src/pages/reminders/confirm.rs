//! `/tai-khoan/thu/xac-nhan`: the page behind the link that confirms an address. Opening it changes nothing, because programs
//! that check mail open links too; the button does.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dinh_service::reminders::{confirm_address, is_good_link};
use serde::Deserialize;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with};
use crate::state::AppState;

/// `?ma=CODE`.
#[derive(Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    ma: String,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Ask,
    Done,
    /// Used, expired, replaced by a newer wish, or mistyped.
    Gone,
}

#[derive(Template)]
#[template(path = "reminders/confirm.html")]
struct ConfirmPage {
    page: Page,
    code: String,
    step: Step,
}

/// Ask whether the address is right.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(link): Query<Link>,
) -> PageResult {
    let good = is_good_link(&caller.context(&state), &link.ma).await?;
    let step = if good { Step::Ask } else { Step::Gone };
    answer(&state, &caller, link.ma, step)
}

/// It is.
pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let code = posted.text("ma").to_owned();
    let done = confirm_address(&caller.context(&state), &code).await?;
    if done {
        state.post.wake();
    }
    let step = if done { Step::Done } else { Step::Gone };
    answer(&state, &caller, code, step)
}

fn answer(state: &AppState, caller: &Caller, code: String, step: Step) -> PageResult {
    let texts = caller.texts();
    let title = match step {
        Step::Ask => "reminders-confirm-title",
        Step::Done => "reminders-confirm-done-title",
        Step::Gone => "reminders-confirm-gone-title",
    };
    let mut page = caller.form_page(state, texts.text(title));
    page.private = true;
    let status = match step {
        Step::Gone => StatusCode::NOT_FOUND,
        Step::Ask | Step::Done => return html(&ConfirmPage { page, code, step }),
    };
    html_with(status, &ConfirmPage { page, code, step })
}
