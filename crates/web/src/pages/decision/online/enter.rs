//! `…/truc-tuyen/nhap-thay`: enter for a household what it handed in on paper or said to a member of the team.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::{Choice as Answer, VoteChannel};
use dinh_service::decision::online::{Entered, enter_for_household, online_view};
use dinh_service::{Context, Error};

use super::desk::channel_words;
use super::vote::choice_words;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::pages::decision::form::{FormPage, of};
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let refused = Refused::none(caller.texts());
    page(&state, &caller, number, &Posted::default(), refused).await
}

/// Enter it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    match entered(&ctx, caller.texts(), number, &typed).await {
        Ok(()) => see_other(&format!("/lam-viec/quyet-dinh/{number}/truc-tuyen?da=nhap")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, number, &typed, refused).await
        }
    }
}

async fn entered(
    ctx: &Context<'_>,
    texts: Texts,
    number: i64,
    typed: &Posted,
) -> Result<(), Error> {
    let view = online_view(ctx, number, Action::CountVotes).await?;
    let wanted = typed.text("household").trim();
    let household = view
        .households
        .iter()
        .find(|household| household.number.to_string() == wanted);
    let channel = VoteChannel::find(typed.text("channel"));
    let choice = Answer::parse(typed.text("choice"));
    let mut wrong = Vec::new();
    let mut need = |missing: bool, field: &str, key: &str| {
        if missing {
            wrong.push(dinh_domain::FieldError::new(field, texts.text(key)));
        }
    };
    need(household.is_none(), "household", "online-household-unknown");
    need(channel.is_none(), "channel", "online-channel-missing");
    need(choice.is_none(), "choice", "online-choose");
    need(
        typed.text("source").trim().is_empty(),
        "source",
        "online-source-missing",
    );
    let (Some(household), Some(channel), Some(choice), true) =
        (household, channel, choice, wrong.is_empty())
    else {
        return Err(Error::Invalid(wrong));
    };
    let entered = Entered {
        household: household.id,
        channel,
        choice,
        opinion: typed.text("opinion").to_owned(),
        source: typed.text("source").to_owned(),
        in_time: typed.text("in_time") == "1",
    };
    enter_for_household(ctx, view.decision.id, entered).await?;
    Ok(())
}

async fn page(
    state: &AppState,
    caller: &Caller,
    number: i64,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let view = of(&caller.context(state), number, Action::CountVotes).await?;
    let options = &view.decision().proposal.options;
    let household = Field::text(texts, "household", texts.text("online-household"))
        .class("govuk-input--width-5")
        .input_mode("numeric")
        .value(typed.text("household"))
        .error(refused.find("household"));
    let mut channel = Choices::radios(texts, "channel", texts.text("online-enter-channel"))
        .chosen([typed.text("channel")])
        .error(refused.find("channel"));
    for one in [VoteChannel::Paper, VoteChannel::OnBehalf] {
        channel = channel.item(Choice::new(one.code(), channel_words(texts, one)));
    }
    let opinion = Field::area(texts, "opinion", texts.text("online-opinion"))
        .rows(3)
        .value(typed.text("opinion"))
        .error(refused.find("opinion"));
    let mut choice = Choices::radios(texts, "choice", texts.text("online-enter-choice"))
        .chosen([typed.text("choice")])
        .error(refused.find("choice"));
    for place in 0..options.len() {
        let answer = Answer::option(place);
        choice = choice.item(Choice::new(
            answer.code(),
            choice_words(texts, options, &answer),
        ));
    }
    choice = choice
        .item(Choice::new("against", texts.text("online-against")))
        .item(Choice::new("other", texts.text("online-other")).conditional(&opinion));
    let source = Field::area(texts, "source", texts.text("online-source"))
        .hint(texts.text("online-source-hint"))
        .rows(3)
        .value(typed.text("source"))
        .error(refused.find("source"));
    let in_time = Choices::checkboxes(texts, "in_time", texts.text("online-in-time"))
        .item(Choice::new("1", texts.text("online-in-time-yes")))
        .chosen(typed.all("in_time"));
    FormPage::new(state, caller, &view, "online-enter-title", refused)
        .lead(texts.text("online-enter-lead"))
        .field(&household)
        .field(&channel)
        .field(&choice)
        .field(&source)
        .field(&in_time)
        .button(texts.text("online-enter-send"))
        .answer()
}
