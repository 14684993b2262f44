//! `…/truc-tuyen/mau-thuan/{household}`: a person of the team decides which answer of a household counts.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::VoteChannel;
use dinh_domain::ids::HouseholdId;
use dinh_service::Error;
use dinh_service::decision::online::{online_view, settle_conflict};
use uuid::Uuid;

use super::desk::channel_words;
use super::vote::choice_words;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::pages::decision::form::{FormPage, of};
use crate::pages::decision::shown::moment;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(at): Path<(i64, Uuid)>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    page(&state, &caller, at, &Posted::default(), refused).await
}

/// Decide.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, household)): Path<(i64, Uuid)>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let view = of(&ctx, number, Action::CountVotes).await?;
    let result = match VoteChannel::find(typed.text("channel")) {
        None => Err(Error::field("channel", texts.text("online-settle-missing"))),
        Some(channel) => {
            let reason = typed.text("reason");
            let id = HouseholdId(household);
            settle_conflict(&ctx, view.decision().id, id, channel, reason).await
        }
    };
    match result {
        Ok(()) => see_other(&format!(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen?da=mau-thuan"
        )),
        Err(error) => {
            let refused = Refused::from(texts, error)?;
            page(&state, &caller, (number, household), &typed, refused).await
        }
    }
}

async fn page(
    state: &AppState,
    caller: &Caller,
    (number, household): (i64, Uuid),
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let online = online_view(&ctx, number, Action::CountVotes).await?;
    let conflict = online
        .conflicts
        .iter()
        .find(|conflict| conflict.household.id.0 == household)
        .ok_or(Error::NotFound)?;
    let mut channel = Choices::radios(texts, "channel", texts.text("online-settle-which"))
        .chosen([typed.text("channel")])
        .error(refused.find("channel"));
    for (one, choice, at) in &conflict.answers {
        let options = &view.decision().proposal.options;
        let words = format!(
            "{}: {}",
            channel_words(texts, *one),
            choice_words(texts, options, choice)
        );
        channel = channel.item(Choice::new(one.code(), words).hint(moment(texts, Some(*at))));
    }
    let reason = Field::area(texts, "reason", texts.text("online-settle-reason"))
        .hint(texts.text("online-settle-reason-hint"))
        .rows(3)
        .value(typed.text("reason"))
        .error(refused.find("reason"));
    FormPage::new(state, caller, &view, "online-settle-title", refused)
        .lead(texts.with(
            "online-settle-lead",
            &[
                ("number", &conflict.household.number),
                ("name", &conflict.household.representative),
            ],
        ))
        .field(&channel)
        .field(&reason)
        .button(texts.text("online-settle-send"))
        .answer()
}
