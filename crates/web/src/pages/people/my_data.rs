//! `/tai-khoan/du-lieu`: what is kept about the signed-in person, to read and to take home.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse as _;
use dinh_service::people::{MyData, export_my_data, my_data};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// Lines of the trail that the page shows; the file has more.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "people/my_data.html")]
struct MyDataPage {
    page: Page,
    facts: Vec<(String, String)>,
    acts: Vec<(String, String)>,
}

/// The page.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let data = my_data(&caller.context(&state)).await?;
    let mut page = caller
        .page(&state, texts.text("people-my-data"))
        .crumb(texts.text("people-account"), "/tai-khoan");
    page.private = true;
    let acts = data.mine.acts.iter().take(SHOWN).map(|act| {
        let at = dinh_service::clock::local(act.at.to_jiff()).datetime();
        (texts.formats().date_time(at), texts.did(&act.action))
    });
    html(&MyDataPage {
        acts: acts.collect(),
        facts: facts(texts, &data),
        page,
    })
}

fn facts(texts: Texts, data: &MyData) -> Vec<(String, String)> {
    let formats = texts.formats();
    let count = |number: usize| formats.number(i64::try_from(number).unwrap_or(i64::MAX));
    let nothing = || texts.text("people-my-data-nothing");
    let made = dinh_service::clock::local(data.account.created_at).datetime();
    let household = data.mine.household.as_ref();
    let household =
        household.map(|one| format!("{}, {}", formats.number(one.number), one.unit_name));
    let linked: Vec<&str> = data
        .identities
        .iter()
        .map(|(_, subject, _)| subject.as_str())
        .collect();
    let linked = (!linked.is_empty()).then(|| linked.join(", "));
    let mine = &data.mine;
    let lines = [
        ("people-name", data.account.name.clone()),
        ("people-login", data.account.login.clone()),
        ("people-my-data-since", formats.date_time(made)),
        (
            "people-my-data-address",
            data.reach.address.clone().unwrap_or_else(nothing),
        ),
        ("people-my-data-linked", linked.unwrap_or_else(nothing)),
        (
            "people-my-data-household",
            household.unwrap_or_else(nothing),
        ),
        ("people-my-mandates", count(data.mandates.len())),
        ("people-my-data-sessions", count(mine.sessions.len())),
        ("people-my-data-letters", count(mine.letters.len())),
        ("people-my-data-votes", count(mine.votes.len())),
    ];
    lines
        .into_iter()
        .map(|(key, value)| (texts.text(key), value))
        .collect()
}

/// Take it home.
pub(super) async fn take(State(state): State<AppState>, caller: Caller) -> PageResult {
    let file = export_my_data(&caller.context(&state)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"du-lieu-cua-toi.json\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file).into_response())
}
