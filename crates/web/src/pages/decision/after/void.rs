//! `…/dong-gop/huy`: a line of the account was wrong; it is voided with a reason.

use axum::extract::{Path, Query, State};
use dinh_service::Error;
use dinh_service::decision::{Line, void_line};
use serde::Deserialize;

use super::super::subject::Refused;
use super::account::KEEP;
use super::step::{Asked, area};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// Which line is voided.
#[derive(Deserialize)]
#[serde(default)]
pub struct Voided {
    loai: String,
    so: String,
}

impl Default for Voided {
    fn default() -> Self {
        Self {
            loai: "thu".to_owned(),
            so: String::new(),
        }
    }
}

/// Ask why it is voided.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(what): Query<Voided>,
) -> PageResult {
    let mut typed = Posted::default();
    typed.fields.push(("loai".to_owned(), what.loai));
    typed.fields.push(("so".to_owned(), what.so));
    let asked = Asked::sent(&state, &caller, number, KEEP, typed).await?;
    asked.first(page)
}

/// Void it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, KEEP, typed).await?;
    let taken = take(&asked).await;
    asked.to_account(taken, page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let typed = &asked.typed;
    let number = typed.text("so").parse().map_err(|_| Error::NotFound)?;
    let line = if typed.text("loai") == "chi" {
        Line::Expense(number)
    } else {
        Line::Receipt(number)
    };
    void_line(&asked.context(), asked.id(), line, typed.text("reason")).await
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let reason = area(texts, typed, &refused, "reason", "contribution-void-reason");
    let key = if typed.text("loai") == "chi" {
        "contribution-void-expense"
    } else {
        "contribution-void-receipt"
    };
    let which = texts.with_one(key, "number", &typed.text("so").to_owned());
    asked
        .page("contribution-void-title", refused)
        .lead(which)
        .lead(texts.text("contribution-void-lead"))
        .hidden("loai", typed.text("loai"))
        .hidden("so", typed.text("so"))
        .field(&reason)
        .button(texts.text("contribution-void-send"))
        .answer()
}
