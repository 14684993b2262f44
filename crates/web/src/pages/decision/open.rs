//! `…/mo` and `…/dinh-chinh`: open with a fixed roll, and correct it while it is open.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::ids::HouseholdId;
use dinh_service::decision::{DecisionView, backing_of, correct_roll, open};
use dinh_service::roll::{RollChange, RollCorrection};
use dinh_service::{Context, Error};

use super::form::{FormPage, done, of};
use super::shown::{needed_words, share_words, whole};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// What opening means, before it is done.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    open_page(&state, &caller, number, refused).await
}

/// Open.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match open(&ctx, view.decision().id).await {
        Ok(()) => see_other(&done(number, "mo")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            open_page(&state, &caller, number, refused).await
        }
    }
}

async fn open_page(state: &AppState, caller: &Caller, number: i64, refused: Refused) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    let mut tx = ctx.read().await?;
    let backing = backing_of(&ctx, &mut tx, view.decision()).await?;
    drop(tx);
    let total = backing.households;
    let facts = SummaryList::new()
        .row(SummaryRow::text(
            texts.text("decision-open-total"),
            &texts.formats().number(whole(total)),
        ))
        .row(SummaryRow::text(
            texts.text("decision-needed"),
            &format!(
                "{}. {}",
                share_words(texts, &view.threshold),
                needed_words(texts, &view.threshold, Some(total)).unwrap_or_default()
            ),
        ));
    FormPage::new(state, caller, &view, "decision-next-open", refused)
        .lead(texts.text("decision-open-lead"))
        .facts(facts)
        .button(texts.text("decision-open-send"))
        .answer()
}

/// Which household, what, why.
pub async fn correct_form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    let refused = Refused::none(caller.texts());
    correct_page(&state, &caller, &view, &Posted::default(), refused)
}

/// Correct it.
pub async fn correct_send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match corrected(&ctx, &view, &typed).await {
        Ok(()) => see_other(&done(number, "dinh-chinh")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            correct_page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn corrected(ctx: &Context<'_>, view: &DecisionView, typed: &Posted) -> Result<(), Error> {
    let household = household_numbered(ctx, view, typed.text("household")).await?;
    let change = RollChange::find(typed.text("change"))
        .ok_or_else(|| Error::field("change", "Hãy chọn thêm hộ hay bỏ hộ."))?;
    let correction = RollCorrection {
        household,
        change,
        reason: typed.text("reason").to_owned(),
    };
    correct_roll(ctx, view.decision().id, correction).await
}

/// The household with a number on the roll of the community.
pub(super) async fn household_numbered(
    ctx: &Context<'_>,
    view: &DecisionView,
    typed: &str,
) -> Result<HouseholdId, Error> {
    let unknown = || {
        Error::field(
            "household",
            "Không có hộ mang số này trong sổ hộ; hãy xem lại số hộ.",
        )
    };
    let number: i64 = typed.trim().parse().map_err(|_| unknown())?;
    let mut tx = ctx.read().await?;
    let unit = view.decision().unit;
    let found = dinh_store::roll::households::find_by_number(&mut tx, unit, number).await?;
    Ok(found.ok_or_else(unknown)?.id)
}

fn correct_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let household = Field::text(texts, "household", texts.text("decision-household-number"))
        .hint(texts.text("decision-household-number-hint"))
        .class("govuk-input--width-5")
        .input_mode("numeric")
        .value(typed.text("household"))
        .error(refused.find("household"));
    let change = Choices::radios(texts, "change", texts.text("decision-correct-what"))
        .item(Choice::new(
            RollChange::Add.code(),
            texts.text("decision-correct-add"),
        ))
        .item(Choice::new(
            RollChange::Remove.code(),
            texts.text("decision-correct-remove"),
        ))
        .chosen([typed.text("change")])
        .error(refused.find("change"));
    let reason = Field::area(texts, "reason", texts.text("decision-correct-reason"))
        .rows(3)
        .value(typed.text("reason"))
        .error(refused.find("reason"));
    FormPage::new(state, caller, view, "decision-next-correct", refused)
        .lead(texts.text("decision-correct-lead"))
        .field(&household)
        .field(&change)
        .field(&reason)
        .button(texts.text("decision-correct-send"))
        .answer()
}
