//! `/lam-viec/quyet-dinh/cong-nhan`: what waits for the recognition of People's Committee or Front.

use askama::Template;
use axum::extract::State;
use dinh_service::decision::waiting_for_recognition;

use crate::caller::Caller;
use crate::components::{Status, StatusTag};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct Line {
    number: i64,
    title: String,
    unit_name: String,
    due: String,
    tag: StatusTag,
    why: Vec<String>,
    citation: String,
}

struct Election {
    unit_name: String,
    since: String,
    due: String,
    tag: StatusTag,
    citation: String,
}

#[derive(Template)]
#[template(path = "decision/after_waiting.html")]
struct WaitingPage {
    page: Page,
    body: &'static str,
    lines: Vec<Line>,
    elections: Vec<Election>,
}

/// The list.
pub async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let ctx = caller.context(&state);
    let waiting = waiting_for_recognition(&ctx).await?;
    let texts = caller.texts();
    let today = ctx.today();
    let tag = |due: jiff::civil::Date| tag(texts, due, today);
    let mut page = caller
        .page(&state, texts.text("after-waiting-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    html(&WaitingPage {
        page,
        body: waiting.body.label(),
        lines: waiting
            .decisions
            .into_iter()
            .map(|waits| Line {
                number: waits.decision.number,
                title: waits.decision.proposal.title,
                unit_name: waits.unit_name,
                due: texts.formats().date(waits.due),
                tag: tag(waits.due),
                why: waits.explanation.sentence_lines(),
                citation: waits.citation,
            })
            .collect(),
        elections: waiting
            .elections
            .into_iter()
            .map(|election| Election {
                unit_name: election.unit_name,
                since: texts.formats().date(election.since),
                due: texts.formats().date(election.due),
                tag: tag(election.due),
                citation: election.citation,
            })
            .collect(),
    })
}

fn tag(texts: Texts, due: jiff::civil::Date, today: jiff::civil::Date) -> StatusTag {
    let left = today
        .until(due)
        .map_or(0, |span| i64::from(span.get_days()));
    let status = match left {
        ..0 => Status::Overdue { days: -left },
        _ => Status::DueSoon { days_left: left },
    };
    StatusTag::new(texts, status)
}
