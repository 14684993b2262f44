//! `/bieu-quyet`: the code of a card opens the vote of its household. A representative who is signed in needs none.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use dinh_service::Error;
use dinh_service::decision::online::{
    Credential, OpenVote, OwnLink, VoteCode, confirm_link, drop_own_link, my_votes, own_link,
    vote_page,
};
use serde::Deserialize;

use crate::caller::Caller;
use crate::components::Field;
use crate::cookie;
use crate::errors::PageResult;
use crate::guard::too_often;
use crate::page::Page;
use crate::pages::decision::shown::moment;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html_with, see_other};
use crate::state::AppState;

/// The code of the QR sign, and whether somebody has just left.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    ma: String,
    #[serde(default)]
    xong: String,
}

struct Waiting {
    number: i64,
    title: String,
    until: String,
    voted: bool,
}

#[derive(Template)]
#[template(path = "decision/online_code.html")]
struct CodePage {
    page: Page,
    refused: Refused,
    left: bool,
    code: Field,
    link: Option<OwnLink>,
    waiting: Vec<Waiting>,
}

/// The page; the address of a QR sign goes on to the vote without being kept.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    if asked.ma.is_empty() {
        return page(&state, &caller, None, ("", !asked.xong.is_empty())).await;
    }
    open(&state, &caller, &asked.ma).await
}

/// The code was typed.
pub async fn send(State(state): State<AppState>, caller: Caller, typed: Posted) -> PageResult {
    open(&state, &caller, typed.text("ma")).await
}

async fn open(state: &AppState, caller: &Caller, typed: &str) -> PageResult {
    let who = Credential::Code(typed);
    if !may_try(state, caller, who) {
        return Ok(too_often(state, caller));
    }
    match vote_page(&caller.context(state), who).await {
        Ok(_) => {
            let code = VoteCode::parse(typed).map_or_else(String::new, |code| code.shown());
            let answer = see_other(&caller.kept("/bieu-quyet/phieu"))?;
            Ok(with(answer, cookie::give_code(state, &code)))
        }
        Err(error) => {
            missed(state, caller, who, &error);
            page(state, caller, Some(error), (typed, false)).await
        }
    }
}

/// Whether a code of this address may be looked up; whoever is signed in needs none.
pub fn may_try(state: &AppState, caller: &Caller, who: Credential<'_>) -> bool {
    matches!(who, Credential::Account(_)) || state.limits.may_try_code(caller.address)
}

/// A code that could be one and belongs to no card is counted; a slip that cannot be one tells nothing.
pub fn missed(state: &AppState, caller: &Caller, who: Credential<'_>, error: &Error) {
    if let (Credential::Code(typed), Error::Invalid(_)) = (who, error)
        && VoteCode::parse(typed).is_some()
    {
        state.limits.missed_code(caller.address);
    }
}

/// Done: nothing stays on the phone.
pub async fn leave(State(state): State<AppState>, caller: Caller) -> PageResult {
    let mut to = caller.kept("/bieu-quyet");
    to.push_str(if to.contains('?') {
        "&xong=1"
    } else {
        "?xong=1"
    });
    Ok(with(see_other(&to)?, cookie::take_code_away(&state)))
}

/// A representative who is signed in says yes or no to the household of their account.
pub async fn link(State(state): State<AppState>, caller: Caller, typed: Posted) -> PageResult {
    let ctx = caller.context(&state);
    let household = typed.text("ho").parse().map_err(|_| Error::NotFound)?;
    if typed.find("dong-y").is_some() {
        confirm_link(&ctx, household).await?;
    } else {
        drop_own_link(&ctx, household).await?;
    }
    see_other(&caller.kept("/bieu-quyet"))
}

/// The page that asks for a code.
pub async fn code_page(state: &AppState, caller: &Caller) -> PageResult {
    page(state, caller, None, ("", false)).await
}

/// The same when a code opened nothing, with what was wrong.
pub async fn wrong_code(
    state: &AppState,
    caller: &Caller,
    who: Credential<'_>,
    error: Error,
) -> PageResult {
    missed(state, caller, who, &error);
    page(state, caller, Some(error), ("", false)).await
}

/// The same with what was typed; `left` says that somebody has just left.
async fn page(
    state: &AppState,
    caller: &Caller,
    error: Option<Error>,
    (typed, left): (&str, bool),
) -> PageResult {
    let texts = caller.texts();
    let refused = match error {
        None => Refused::none(texts),
        Some(Error::Invalid(mut fields)) => {
            for field in &mut fields {
                field.field = "ma".into();
            }
            Refused::from(texts, Error::Invalid(fields))?
        }
        Some(error) => Refused::from(texts, error)?,
    };
    let status = if refused.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let code = Field::text(texts, "ma", texts.text("online-code"))
        .hint(texts.text("online-code-hint"))
        .label_class("govuk-label--m")
        .class("govuk-input--width-20 dinh-code")
        .autocomplete("off")
        .value(typed.chars().take(20).collect::<String>())
        .spellcheck(false)
        .error(refused.find("ma"));
    let ctx = caller.context(state);
    let waiting = my_votes(&ctx).await.unwrap_or_default();
    let mut page = caller.form_page(state, texts.text("online-title"));
    page.has_errors = refused.is_refused();
    page.private = true;
    let answer = html_with(
        status,
        &CodePage {
            page,
            refused,
            left,
            code,
            link: own_link(&ctx).await.unwrap_or_default(),
            waiting: waiting
                .into_iter()
                .map(|vote| shown(caller, vote))
                .collect(),
        },
    )?;
    Ok(with(answer, cookie::take_code_away(state)))
}

fn shown(caller: &Caller, vote: OpenVote) -> Waiting {
    Waiting {
        number: vote.number,
        title: vote.title,
        until: moment(caller.texts(), vote.closes),
        voted: vote.voted,
    }
}

/// An answer with a cookie.
pub fn with(mut response: Response, cookie: Option<header::HeaderValue>) -> Response {
    if let Some(value) = cookie {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Which decision a representative who is signed in votes on; nothing with a card.
#[derive(Default, Deserialize)]
pub struct Which {
    viec: Option<i64>,
}

/// How the caller shows for which household they vote.
pub fn credential<'a>(
    state: &AppState,
    headers: &'a HeaderMap,
    which: &Which,
) -> Option<Credential<'a>> {
    match which.viec {
        Some(number) => Some(Credential::Account(number)),
        None => cookie::find_code(state, headers).map(Credential::Code),
    }
}

/// The query that keeps a choice of decision.
pub fn query(which: &Which) -> String {
    which
        .viec
        .map_or_else(String::new, |number| format!("?viec={number}"))
}
