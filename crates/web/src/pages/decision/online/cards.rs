//! Cards with codes: printed once, in the answer itself; what is not printed is replaced.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_report::{BallotCard, BallotCards, ballot_cards_pdf};
use dinh_service::Error;
use dinh_service::decision::online::{
    Card, OnlineView, invite as invited, online_view, replace_card,
};

use crate::caller::Caller;
use crate::components::Field;
use crate::errors::{Failure, PageResult};
use crate::pages::decision::form::{FormPage, of};
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::press::PDF;
use crate::state::AppState;

/// Cards for every household that has none.
pub async fn invite(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = online_view(&ctx, number, Action::CountVotes).await?;
    let cards = invited(&ctx, view.decision.id).await?;
    printed(&state, &view, cards).await
}

/// Another card for one household.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    page(&state, &caller, number, "", refused).await
}

/// Print it; the card before opens nothing any more.
pub async fn replace(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = online_view(&ctx, number, Action::CountVotes).await?;
    let wanted = typed.text("household").trim();
    let household = view
        .households
        .iter()
        .find(|household| household.number.to_string() == wanted);
    let result = match household {
        Some(household) => replace_card(&ctx, view.decision.id, household.id).await,
        None => Err(Error::field(
            "household",
            caller.texts().text("online-household-unknown"),
        )),
    };
    match result {
        Ok(card) => printed(&state, &view, vec![card]).await,
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, number, wanted, refused).await
        }
    }
}

async fn page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    typed: &str,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let view = of(&caller.context(state), number, Action::CountVotes).await?;
    let household = Field::text(texts, "household", texts.text("online-household"))
        .class("govuk-input--width-5")
        .input_mode("numeric")
        .value(typed)
        .error(refused.find("household"));
    FormPage::new(state, caller, &view, "online-replace-title", refused)
        .lead(texts.text("online-replace-lead"))
        .field(&household)
        .button(texts.text("online-replace-send"))
        .answer()
}

async fn printed(state: &AppState, view: &OnlineView, cards: Vec<Card>) -> PageResult {
    let plan = view
        .decision
        .round
        .plan
        .as_ref()
        .ok_or_else(|| Failure::internal("an online vote without a plan"))?;
    let base = &state.platform.base_url;
    let order = BallotCards {
        commune: view
            .commune
            .as_ref()
            .map_or_else(String::new, |unit| unit.full_name.clone()),
        community: view.unit.full_name.clone(),
        decision_number: view.decision.number.to_string(),
        title: view.decision.proposal.title.clone(),
        url: format!("{base}/bieu-quyet"),
        opens_at: plan.starts,
        closes_at: plan.closes.unwrap_or(plan.starts),
        cards: cards
            .into_iter()
            .map(|card| BallotCard {
                household_number: card.number.to_string(),
                address_line: card.address,
                link: format!("{base}/bieu-quyet?ma={}", card.code.shown()),
                code: card.code.shown(),
            })
            .collect(),
        date: state.platform.clock.today(),
        sample: view.decision.sample,
    };
    let name = format!("the-bieu-quyet-{}.pdf", view.decision.number);
    let make = Box::new(move || ballot_cards_pdf(&order));
    state.press.hand_over(make, PDF, &name).await
}
