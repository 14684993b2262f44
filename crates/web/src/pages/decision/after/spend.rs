//! `…/dong-gop/chi`: something is spent from the account of contributions, with its voucher.

use axum::extract::{Path, State};
use dinh_domain::FieldError;
use dinh_domain::decision::parse_amount;
use dinh_service::Error;
use dinh_service::decision::{ExpenseForm, add_expense};
use dinh_service::files::Upload;

use super::super::subject::Refused;
use super::account::KEEP;
use super::step::{Asked, day, line, money};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// The form for an expense.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, KEEP, "spent_on").await?;
    asked.first(page)
}

/// Spend.
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
    let (form, voucher) = expense_of(&asked.typed)?;
    add_expense(&asked.context(), asked.id(), form, voucher).await?;
    Ok(())
}

fn expense_of(typed: &Posted) -> Result<(ExpenseForm, Option<Upload>), Error> {
    let mut errors = Vec::new();
    let amount = parse_amount("amount", typed.text("amount")).map_err(|error| errors.push(error));
    let day = typed
        .needed_date("spent_on")
        .map_err(|error| errors.push(error));
    let file = typed.file("voucher");
    let voucher = file.map(|file| file.upload(false)).transpose();
    let voucher = voucher.map_err(|error| errors.extend(told(error)));
    match (amount, day, voucher) {
        (Ok(amount), Ok(spent_on), Ok(voucher)) if errors.is_empty() => {
            let form = ExpenseForm {
                purpose: typed.text("purpose").to_owned(),
                amount,
                beyond: typed.text("beyond").to_owned(),
                spent_on,
            };
            Ok((form, voucher))
        }
        _ => Err(Error::Invalid(errors)),
    }
}

fn told(error: Error) -> Vec<FieldError> {
    match error {
        Error::Invalid(errors) => errors,
        other => vec![FieldError::new("voucher", other.to_string())],
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let purpose = line(texts, typed, &refused, "purpose", "contribution-purpose")
        .hint(texts.text("contribution-purpose-hint"));
    let amount = money(
        texts,
        typed,
        &refused,
        "amount",
        "contribution-spent-amount",
    );
    let beyond = line(texts, typed, &refused, "beyond", "contribution-beyond")
        .hint(texts.text("contribution-beyond-hint"));
    let on = day(texts, typed, &refused, "spent_on", "contribution-spent-on");
    let voucher = Field::file(
        texts,
        "voucher",
        texts.text("contribution-voucher"),
        ".pdf,.jpg,.jpeg,.png",
    )
    .hint(texts.text("contribution-voucher-hint"))
    .error(refused.find("voucher"));
    asked
        .page("contribution-spend-title", refused)
        .with_files()
        .field(&purpose)
        .field(&amount)
        .field(&beyond)
        .field(&on)
        .field(&voucher)
        .button(texts.text("contribution-spend-send"))
        .answer()
}
