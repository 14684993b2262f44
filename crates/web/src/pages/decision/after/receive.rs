//! `…/dong-gop/thu`: something is received into the account of contributions.

use axum::extract::{Path, State};
use dinh_domain::FieldError;
use dinh_domain::decision::{ContributionSource, Gift, parse_amount, parse_labour};
use dinh_domain::ids::HouseholdId;
use dinh_service::Error;
use dinh_service::decision::{ReceiptForm, add_receipt};

use super::super::subject::Refused;
use super::account::KEEP;
use super::step::{Asked, day, household_line, line, money};
use super::sums::source_words;
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// The form for a receipt.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, KEEP, "received_on").await?;
    asked.first(page)
}

/// Receive.
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
    let form = receipt_of(asked).await?;
    add_receipt(&asked.context(), asked.id(), form).await?;
    Ok(())
}

async fn receipt_of(asked: &Asked<'_>) -> Result<ReceiptForm, Error> {
    let typed = &asked.typed;
    let mut errors: Vec<FieldError> = Vec::new();
    let mut read = |found: Result<i64, FieldError>| {
        found.unwrap_or_else(|error| {
            errors.push(error);
            0
        })
    };
    let gift = Gift {
        amount: read(parse_amount("amount", typed.text("amount"))),
        labour: read(parse_labour("labour", typed.text("labour"))),
        goods: typed.text("goods").to_owned(),
        goods_value: read(parse_amount("goods_value", typed.text("goods_value"))),
    };
    let source = ContributionSource::find(typed.text("source"));
    if source.is_none() {
        errors.push(FieldError::new("source", "Hãy chọn nguồn đóng góp."));
    }
    let day = typed.needed_date("received_on").map_err(|error| {
        errors.push(error);
    });
    let household = household_of(asked, &mut errors).await?;
    match (source, day) {
        (Some(source), Ok(received_on)) if errors.is_empty() => Ok(ReceiptForm {
            source,
            household,
            payer: typed.text("payer").to_owned(),
            gift,
            received_on,
        }),
        _ => Err(Error::Invalid(errors)),
    }
}

/// The household with the typed number.
pub(super) async fn household_of(
    asked: &Asked<'_>,
    errors: &mut Vec<FieldError>,
) -> Result<Option<HouseholdId>, Error> {
    let words = asked.typed.text("household").trim();
    if words.is_empty() {
        return Ok(None);
    }
    let ctx = asked.context();
    let mut tx = ctx.read().await?;
    let found = match words.parse() {
        Ok(number) => {
            dinh_store::roll::households::find_by_number(&mut tx, asked.view.unit.id, number)
                .await?
        }
        Err(_) => None,
    };
    if found.is_none() {
        errors.push(FieldError::new(
            "household",
            "Không có hộ mang số này trong sổ hộ; hãy kiểm tra lại số hộ.",
        ));
    }
    Ok(found.map(|household| household.id))
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let household = household_line(texts, typed, &refused);
    let mut source = Choices::radios(texts, "source", texts.text("contribution-source"))
        .chosen([typed.text("source")])
        .error(refused.find("source"));
    for one in ContributionSource::ALL {
        let mut choice = Choice::new(one.code(), source_words(texts, *one));
        if *one == ContributionSource::Household {
            choice = choice.conditional(&household);
        }
        source = source.item(choice);
    }
    let payer = line(texts, typed, &refused, "payer", "contribution-payer")
        .hint(texts.text("contribution-payer-hint"));
    let amount = money(texts, typed, &refused, "amount", "contribution-amount");
    let labour = line(texts, typed, &refused, "labour", "contribution-labour")
        .input_mode("decimal")
        .class("govuk-input--width-5");
    let goods = line(texts, typed, &refused, "goods", "contribution-goods");
    let value = money(
        texts,
        typed,
        &refused,
        "goods_value",
        "contribution-goods-value",
    );
    let on = day(
        texts,
        typed,
        &refused,
        "received_on",
        "contribution-received-on",
    );
    asked
        .page("contribution-receive-title", refused)
        .field(&source)
        .field(&payer)
        .field(&amount)
        .field(&labour)
        .field(&goods)
        .field(&value)
        .field(&on)
        .button(texts.text("contribution-receive-send"))
        .answer()
}
