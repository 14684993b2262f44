//! `/lam-viec/thu-chua-den`: whom reminders do not reach, why, and what to do about each.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::access::{Action, reach};
use dinh_service::Error;
use dinh_service::reminders::{
    self as service, FailedMail, GAPS_ON_A_PAGE, Gap, Party, Problem, Resent,
};
use serde::Deserialize;

use crate::caller::Caller;
use crate::components::Pagination;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::city::moment;
use crate::posted::Posted;
use crate::response::{html, see_other};
use crate::state::AppState;
use crate::texts::Texts;

const PATH: &str = "/lam-viec/thu-chua-den";

struct MailLine {
    action: String,
    who: String,
    unit: String,
    subject: String,
    why: String,
    what_to_do: String,
    account: Option<String>,
}

struct GapLine {
    who: String,
    unit: String,
    why: String,
    what_to_do: String,
    account: Option<String>,
}

#[derive(Template)]
#[template(path = "reminders/unreached.html")]
struct UnreachedPage {
    page: Page,
    /// No server was named: nothing is sent, so nothing can come back.
    off: bool,
    said: Option<String>,
    mails: Vec<MailLine>,
    gaps: Vec<GapLine>,
    pagination: Pagination,
}

/// `?trang=2`, `?xong=gui-lai`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    trang: Option<String>,
    xong: Option<String>,
}

/// The list.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let typed = asked.trang.as_deref().and_then(|text| text.parse().ok());
    let number = typed.filter(|number: &i64| *number > 0).unwrap_or(1);
    let list = service::unreached(&caller.context(&state), number).await?;
    let role = caller.context(&state).mandate().map(|mandate| mandate.role);
    let manages = role.is_some_and(|role| reach(role, Action::ManagePeople).is_some());
    let account = |id: String| manages.then(|| format!("/quan-tri/tai-khoan/{id}"));
    let said = match asked.xong.as_deref() {
        Some("gui-lai") => Some(texts.text("reminders-resent")),
        Some("khong-can") => Some(texts.text("reminders-not-needed")),
        _ => None,
    };
    let pages = list.gaps_count.max(1);
    let pages = (pages + GAPS_ON_A_PAGE - 1) / GAPS_ON_A_PAGE;
    let mut page = caller.page(&state, texts.text("reminders-unreached-title"));
    page.private = true;
    html(&UnreachedPage {
        off: state.post.seen().server.is_none(),
        said,
        mails: list
            .failed
            .into_iter()
            .map(|mail| mail_line(texts, mail, account))
            .collect(),
        gaps: list
            .gaps
            .into_iter()
            .map(|gap| gap_line(texts, gap, account))
            .collect(),
        pagination: Pagination::new(texts, number, pages, |number| {
            format!("{PATH}?trang={number}")
        }),
        page,
    })
}

fn mail_line(
    texts: Texts,
    mail: FailedMail,
    account: impl Fn(String) -> Option<String>,
) -> MailLine {
    let at = moment(texts, mail.ended_at);
    let (why, what_to_do) = match mail.problem {
        Problem::Rejected => ("reminders-rejected", "reminders-rejected-do"),
        Problem::GivenUp => ("reminders-given-up", "reminders-given-up-do"),
        Problem::NoAddress => ("reminders-erased", "reminders-erased-do"),
    };
    let told = [
        ("at", &at as &dyn crate::texts::Argument),
        ("tries", &mail.attempts),
        ("answer", &mail.answer),
    ];
    MailLine {
        action: format!("{PATH}/{}/gui-lai", mail.id),
        unit: mail.unit_name,
        subject: mail.subject,
        why: texts.with(why, &told),
        what_to_do: texts.text(what_to_do),
        account: account(mail.account.to_string()),
        who: mail.who,
    }
}

fn gap_line(texts: Texts, gap: Gap, account: impl Fn(String) -> Option<String>) -> GapLine {
    let party = texts.text(match gap.party {
        Party::Community => "reminders-party-community",
        Party::FrontWork => "reminders-party-front-work",
        Party::Front => "reminders-party-front",
        Party::InCharge => "reminders-party-in-charge",
        Party::Head => "reminders-party-head",
        Party::Supervisor => "reminders-party-supervisor",
    });
    let since = texts.formats().date(gap.since);
    let (why, what_to_do) = match gap.account {
        Some(_) => ("reminders-no-address", "reminders-no-address-do"),
        None => ("reminders-nobody", "reminders-nobody-do"),
    };
    GapLine {
        who: gap
            .who
            .map_or_else(|| party.clone(), |who| format!("{who} ({party})")),
        unit: gap.unit_name,
        why: texts.with(why, &[("things", &gap.things), ("since", &since)]),
        what_to_do: texts.text(what_to_do),
        account: gap.account.and_then(|id| account(id.to_string())),
    }
}

/// Send a letter again.
pub(super) async fn resend(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    _posted: Posted,
) -> PageResult {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let done = match service::resend(&caller.context(&state), id).await? {
        Resent::Queued => "gui-lai",
        Resent::NoLongerNeeded => "khong-can",
    };
    see_other(&caller.kept(&format!("{PATH}?xong={done}")))
}
