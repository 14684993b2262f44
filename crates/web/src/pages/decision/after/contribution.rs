//! The forms of the keeper of an account: receive, spend, set one household's part, void.

use axum::extract::{Path, Query, State};
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::decision::{ContributionSource, Gift, parse_amount, parse_labour};
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::{
    DecisionView, ExpenseForm, PledgeChange, ReceiptForm, add_expense, add_receipt, change_pledge,
    void_expense, void_receipt,
};
use dinh_service::disclosure::Upload;
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::super::form::{FormPage, of};
use super::super::subject::Refused;
use super::step::{area, begun, day, line};
use super::sums::source_words;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

fn back(number: i64) -> String {
    format!("/lam-viec/quyet-dinh/{number}/dong-gop")
}

async fn kept(state: &AppState, caller: &Caller, number: i64) -> Result<DecisionView, Error> {
    of(&caller.context(state), number, Action::ManageContributions).await
}

/// The form for a receipt.
pub async fn receive_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let typed = begun("received_on", caller.context(&state).today());
    let refused = Refused::none(caller.texts());
    receive_page(&state, &caller, &view, &typed, refused)
}

/// Receive.
pub async fn receive(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let ctx = caller.context(&state);
    let received = match receipt_of(&ctx, &view, &typed).await {
        Ok(form) => add_receipt(&ctx, view.decision().id, form).await,
        Err(error) => Err(error),
    };
    match received {
        Ok(_) => see_other(&back(number)),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            receive_page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn receipt_of(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &Posted,
) -> Result<ReceiptForm, Error> {
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
    let household = household_of(ctx, view, typed, &mut errors).await?;
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
async fn household_of(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &Posted,
    errors: &mut Vec<FieldError>,
) -> Result<Option<HouseholdId>, Error> {
    let words = typed.text("household").trim();
    if words.is_empty() {
        return Ok(None);
    }
    let mut tx = ctx.read().await?;
    let found = match words.parse() {
        Ok(number) => {
            dinh_store::roll::households::find_by_number(&mut tx, view.unit.id, number).await?
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

fn receive_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let household = line(
        texts,
        typed,
        &refused,
        "household",
        "contribution-household",
    )
    .input_mode("numeric")
    .class("govuk-input--width-5");
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
    FormPage::new(state, caller, view, "contribution-receive-title", refused)
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

fn money(texts: Texts, typed: &Posted, refused: &Refused, name: &str, label: &str) -> Field {
    line(texts, typed, refused, name, label)
        .input_mode("numeric")
        .class("govuk-input--width-10")
}

/// The form for an expense.
pub async fn spend_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let typed = begun("spent_on", caller.context(&state).today());
    let refused = Refused::none(caller.texts());
    spend_page(&state, &caller, &view, &typed, refused)
}

/// Spend.
pub async fn spend(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let ctx = caller.context(&state);
    let spent = match expense_of(&typed) {
        Ok((form, voucher)) => add_expense(&ctx, view.decision().id, form, voucher).await,
        Err(error) => Err(error),
    };
    match spent {
        Ok(_) => see_other(&back(number)),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            spend_page(&state, &caller, &view, &typed, refused)
        }
    }
}

fn expense_of(typed: &Posted) -> Result<(ExpenseForm, Option<Upload>), Error> {
    let mut errors = Vec::new();
    let amount = parse_amount("amount", typed.text("amount")).map_err(|error| errors.push(error));
    let day = typed
        .needed_date("spent_on")
        .map_err(|error| errors.push(error));
    let file = typed.files.iter().find(|file| file.field == "voucher");
    if file.is_some_and(|file| file.too_large) {
        errors.push(FieldError::new(
            "voucher",
            "Tệp chứng từ lớn hơn 25 MB; hãy nén ảnh hoặc tách tệp rồi tải lại.",
        ));
    }
    match (amount, day) {
        (Ok(amount), Ok(spent_on)) if errors.is_empty() => {
            let form = ExpenseForm {
                purpose: typed.text("purpose").to_owned(),
                amount,
                beyond: typed.text("beyond").to_owned(),
                spent_on,
            };
            let voucher = file.map(|file| Upload {
                name: file.name.clone(),
                bytes: file.bytes.clone(),
                keep_position: false,
            });
            Ok((form, voucher))
        }
        _ => Err(Error::Invalid(errors)),
    }
}

fn spend_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
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
    FormPage::new(state, caller, view, "contribution-spend-title", refused)
        .with_files()
        .field(&purpose)
        .field(&amount)
        .field(&beyond)
        .field(&on)
        .field(&voucher)
        .button(texts.text("contribution-spend-send"))
        .answer()
}

/// The form for what one household is to give.
pub async fn pledge_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let refused = Refused::none(caller.texts());
    pledge_page(&state, &caller, &view, &Posted::default(), refused)
}

/// Set it.
pub async fn pledge(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let ctx = caller.context(&state);
    let changed = match pledge_of(&ctx, &view, &typed).await {
        Ok(change) => change_pledge(&ctx, view.decision().id, change).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => see_other(&back(number)),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            pledge_page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn pledge_of(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &Posted,
) -> Result<PledgeChange, Error> {
    let mut errors = Vec::new();
    let amount = parse_amount("amount", typed.text("amount")).map_err(|error| errors.push(error));
    let labour = parse_labour("labour", typed.text("labour")).map_err(|error| errors.push(error));
    let household = household_of(ctx, view, typed, &mut errors).await?;
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

fn pledge_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let household = line(
        texts,
        typed,
        &refused,
        "household",
        "contribution-household",
    )
    .input_mode("numeric")
    .class("govuk-input--width-5");
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
    FormPage::new(state, caller, view, "contribution-pledge-title", refused)
        .lead(texts.text("contribution-pledge-lead"))
        .field(&household)
        .field(&amount)
        .field(&labour)
        .button(texts.text("contribution-pledge-send"))
        .answer()
}

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
pub async fn void_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(what): Query<Voided>,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let mut typed = Posted::default();
    typed.fields.push(("loai".to_owned(), what.loai));
    typed.fields.push(("so".to_owned(), what.so));
    let refused = Refused::none(caller.texts());
    void_page(&state, &caller, &view, &typed, refused)
}

/// Void it.
pub async fn void(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let view = kept(&state, &caller, number).await?;
    let ctx = caller.context(&state);
    let id = view.decision().id;
    let so: i64 = typed.text("so").parse().map_err(|_| Error::NotFound)?;
    let reason = typed.text("reason");
    let voided = if typed.text("loai") == "chi" {
        void_expense(&ctx, id, so, reason).await
    } else {
        void_receipt(&ctx, id, so, reason).await
    };
    match voided {
        Ok(()) => see_other(&back(number)),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            void_page(&state, &caller, &view, &typed, refused)
        }
    }
}

fn void_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let reason = area(texts, typed, &refused, "reason", "contribution-void-reason");
    let key = if typed.text("loai") == "chi" {
        "contribution-void-expense"
    } else {
        "contribution-void-receipt"
    };
    let which = texts.with_one(key, "number", &typed.text("so").to_owned());
    FormPage::new(state, caller, view, "contribution-void-title", refused)
        .lead(which)
        .lead(texts.text("contribution-void-lead"))
        .hidden("loai", typed.text("loai"))
        .hidden("so", typed.text("so"))
        .field(&reason)
        .button(texts.text("contribution-void-send"))
        .answer()
}
