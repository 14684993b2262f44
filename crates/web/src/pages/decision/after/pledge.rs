//! `…/dong-gop/muc`: what one household is to give. Nobody writes down why.

use axum::extract::{Path, State};
use dinh_domain::FieldError;
use dinh_domain::decision::{parse_amount, parse_labour};
use dinh_service::Error;
use dinh_service::decision::{PledgeChange, change_pledge};

use super::super::subject::Refused;
use super::account::KEEP;
use super::receive::household_of;
use super::step::{Asked, household_line, line, money};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, KEEP, Posted::default()).await?;
    asked.first(page)
}

/// Set it.
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
    let change = pledge_of(asked).await?;
    change_pledge(&asked.context(), asked.id(), change).await
}

async fn pledge_of(asked: &Asked<'_>) -> Result<PledgeChange, Error> {
    let typed = &asked.typed;
    let mut errors = Vec::new();
    let amount = parse_amount("amount", typed.text("amount")).map_err(|error| errors.push(error));
    let labour = parse_labour("labour", typed.text("labour")).map_err(|error| errors.push(error));
    let household = household_of(asked, &mut errors).await?;
    if household.is_none() && errors.is_empty() {
        errors.push(FieldError::new("household", "Hãy ghi số hộ."));
    }
    match (amount, labour, household) {
        (Ok(amount), Ok(labour), Some(household)) if errors.is_empty() => Ok(PledgeChange {
            household,
            amount,
            labour,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let household = household_line(texts, typed, &refused);
    let amount = money(
        texts,
        typed,
        &refused,
        "amount",
        "contribution-household-amount",
    );
    let labour = line(
        texts,
        typed,
        &refused,
        "labour",
        "contribution-household-labour",
    )
    .input_mode("decimal")
    .class("govuk-input--width-5");
    asked
        .page("contribution-pledge-title", refused)
        .lead(texts.text("contribution-pledge-lead"))
        .field(&household)
        .field(&amount)
        .field(&labour)
        .button(texts.text("contribution-pledge-send"))
        .answer()
}
