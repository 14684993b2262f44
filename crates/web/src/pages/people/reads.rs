//! `/tai-khoan/ai-da-xem`: who opened pages with data of the person.

use askama::Template;
use axum::extract::{Query, State};
use dinh_service::clock::local;
use dinh_service::people::{self, Subject};
use dinh_store::people::reads::DataRead;
use serde::Deserialize;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct Line {
    at: String,
    who: String,
    mandate: String,
    what: String,
    why: String,
    taken: bool,
}

#[derive(Template)]
#[template(path = "people/reads.html")]
struct ReadsPage {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
}

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sau: String,
}

/// The list, newest first.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let (found, more) = people::my_reads(&caller.context(&state), asked.sau.parse().ok()).await?;
    let last = found.last().filter(|_| more);
    let older = last.map(|read| format!("/tai-khoan/ai-da-xem?sau={}", read.id));
    let mut page = caller
        .page(&state, texts.text("account-reads"))
        .crumb(texts.text("people-account"), "/tai-khoan");
    page.private = true;
    html(&ReadsPage {
        page,
        lines: found.into_iter().map(|read| line(texts, read)).collect(),
        older,
    })
}

fn line(texts: Texts, read: DataRead) -> Line {
    let (what, why) = match Subject::find(&read.kind) {
        Some(Subject::Accounts) => ("account-read-accounts", "account-why-accounts"),
        Some(Subject::Account) => ("account-read-account", "account-why-accounts"),
        Some(Subject::Roll) => ("account-read-roll", "account-why-roll"),
        Some(Subject::Household) => ("account-read-household", "account-why-roll"),
        Some(Subject::Decision) => ("account-read-decision", "account-why-decision"),
        Some(Subject::Asker) | None => ("account-read-other", "account-why-other"),
    };
    let taken = ["xuat", "xuat.xlsx", "du-lieu", "du-lieu.json", "{name}"];
    let last = read.page.rsplit('/').next().unwrap_or_default();
    Line {
        at: texts.formats().date_time(local(read.at).datetime()),
        who: read.who.unwrap_or_else(|| texts.text("account-read-gone")),
        mandate: read
            .mandate
            .map(|(role, unit)| format!("{}, {unit}", role.label()))
            .unwrap_or_default(),
        what: texts.text(what),
        why: texts.text(why),
        taken: taken.contains(&last),
    }
}
