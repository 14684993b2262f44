//! `/bieu-quyet/phieu`: the question with its choices, the check, the sending.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use dinh_domain::decision::Choice as Answer;
use dinh_service::Error;
use dinh_service::decision::online::{Credential, NewVote, VotePage, cast, vote_page};

use super::holder::{Which, code_page, credential, may_try, query, wrong_code};
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::guard::too_often;
use crate::page::Page;
use crate::pages::decision::shown::moment;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "decision/online_vote.html")]
struct BallotPage {
    page: Page,
    refused: Refused,
    unit_name: String,
    title: String,
    content: Vec<String>,
    until: String,
    stored: String,
    stored_at: String,
    elsewhere: bool,
    closed: Option<(String, String)>,
    choices: Choices,
    seen: i64,
    query: String,
}

#[derive(Template)]
#[template(path = "decision/online_check.html")]
struct CheckPage {
    page: Page,
    unit_name: String,
    title: String,
    choice: String,
    opinion: String,
    code: String,
    seen: String,
    query: String,
}

/// The vote.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> PageResult {
    let Some(who) = credential(&state, &headers, &which) else {
        return code_page(&state, &caller).await;
    };
    if !may_try(&state, &caller, who) {
        return Ok(too_often(&state, &caller));
    }
    match vote_page(&caller.context(&state), who).await {
        Ok(view) => {
            let refused = Refused::none(caller.texts());
            html(&ballot(&state, &caller, &view, (None, refused), &which))
        }
        Err(error) => wrong_code(&state, &caller, who, error).await,
    }
}

/// A choice was made: show it once more, then send it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Query(which): Query<Which>,
    typed: Posted,
) -> PageResult {
    let Some(who) = credential(&state, &headers, &which) else {
        return code_page(&state, &caller).await;
    };
    if !may_try(&state, &caller, who) {
        return Ok(too_often(&state, &caller));
    }
    let view = match vote_page(&caller.context(&state), who).await {
        Ok(view) => view,
        Err(error) => return wrong_code(&state, &caller, who, error).await,
    };
    match step(&state, &caller, who, &view, &typed).await {
        Ok(Step::Check(choice)) => html(&checked(&state, &caller, &view, &choice, &typed, &which)),
        Ok(Step::Again) => {
            let refused = Refused::none(caller.texts());
            let again = ballot(&state, &caller, &view, (Some(&typed), refused), &which);
            html(&again)
        }
        Ok(Step::Sent) => {
            see_other(&caller.kept(&format!("/bieu-quyet/bien-nhan{}", query(&which))))
        }
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            let page = ballot(&state, &caller, &view, (Some(&typed), refused), &which);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

enum Step {
    Check(Answer),
    Again,
    Sent,
}

async fn step(
    state: &AppState,
    caller: &Caller,
    who: Credential<'_>,
    view: &VotePage,
    typed: &Posted,
) -> Result<Step, Error> {
    if typed.text("buoc") == "sua" {
        return Ok(Step::Again);
    }
    let texts = caller.texts();
    let choice = Answer::parse(typed.text("choice"))
        .ok_or_else(|| Error::field("choice", texts.text("online-choose")))?;
    if typed.text("buoc") == "gui" {
        let vote = NewVote {
            choice,
            opinion: typed.text("opinion").to_owned(),
            seen: typed.text("seen").parse().unwrap_or(0),
        };
        cast(&caller.context(state), who, vote).await?;
        return Ok(Step::Sent);
    }
    if choice == Answer::Other && typed.text("opinion").trim().is_empty() {
        return Err(Error::field(
            "opinion",
            texts.text("online-opinion-missing"),
        ));
    }
    if let Some((reason, way)) = &view.refused {
        return Err(Error::Conflict(format!("{reason} {way}")));
    }
    Ok(Step::Check(choice))
}

fn ballot(
    state: &AppState,
    caller: &Caller,
    view: &VotePage,
    (typed, refused): (Option<&Posted>, Refused),
    which: &Which,
) -> BallotPage {
    let texts = caller.texts();
    let proposal = &view.decision.proposal;
    let opinion = typed.map_or_else(
        || view.opinion.clone(),
        |typed| typed.text("opinion").to_owned(),
    );
    let chosen = typed.map_or_else(
        || view.choice.as_ref().map(Answer::code).unwrap_or_default(),
        |typed| typed.text("choice").to_owned(),
    );
    let words = Field::area(texts, "opinion", texts.text("online-opinion"))
        .rows(3)
        .value(opinion)
        .error(refused.find("opinion"));
    let mut choices = Choices::radios(texts, "choice", texts.text("online-choice"))
        .legend_class("govuk-fieldset__legend--m")
        .group_class("dinh-vote")
        .chosen([chosen])
        .error(refused.find("choice"));
    for place in 0..proposal.options.len() {
        let answer = Answer::option(place);
        choices = choices.item(Choice::new(answer.code(), words_of(texts, view, &answer)));
    }
    choices = choices
        .item(Choice::new("against", texts.text("online-against")))
        .item(Choice::new("other", texts.text("online-other")).conditional(&words));
    let mut page = caller.form_page(state, proposal.title.clone());
    page.has_errors = refused.is_refused();
    page.private = true;
    BallotPage {
        page,
        refused,
        unit_name: view.unit.full_name.clone(),
        title: proposal.title.clone(),
        content: proposal
            .content
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        until: moment(
            texts,
            view.decision
                .round
                .plan
                .as_ref()
                .and_then(|plan| plan.closes),
        ),
        stored: view
            .choice
            .as_ref()
            .map(|choice| words_of(texts, view, choice))
            .unwrap_or_default(),
        stored_at: moment(texts, view.receipt.as_ref().map(|receipt| receipt.at)),
        elsewhere: view.elsewhere,
        closed: view.refused.clone(),
        choices,
        seen: view.revision,
        query: query(which),
    }
}

fn checked(
    state: &AppState,
    caller: &Caller,
    view: &VotePage,
    choice: &Answer,
    typed: &Posted,
    which: &Which,
) -> CheckPage {
    let texts = caller.texts();
    let mut page = caller.form_page(state, texts.text("online-check-title"));
    page.private = true;
    CheckPage {
        page,
        unit_name: view.unit.full_name.clone(),
        title: view.decision.proposal.title.clone(),
        choice: words_of(texts, view, choice),
        opinion: match choice {
            Answer::Other => typed.text("opinion").trim().to_owned(),
            _ => String::new(),
        },
        code: choice.code(),
        seen: typed.text("seen").to_owned(),
        query: query(which),
    }
}

/// A choice in the words of the screen.
pub fn words_of(texts: Texts, view: &VotePage, choice: &Answer) -> String {
    choice_words(texts, &view.decision.proposal.options, choice)
}

/// "Đồng ý"; with several options the one that is chosen.
pub fn choice_words(texts: Texts, options: &[String], choice: &Answer) -> String {
    match choice {
        Answer::For { options: chosen } if options.len() > 1 => {
            let names: Vec<&str> = chosen
                .iter()
                .filter_map(|place| options.get(*place))
                .map(String::as_str)
                .collect();
            let names = names.join("; ");
            texts.with("online-for-option", &[("option", &names)])
        }
        Answer::For { .. } => texts.text("online-for"),
        Answer::Against => texts.text("online-against"),
        Answer::Other | Answer::Invalid => texts.text("online-other"),
    }
}
