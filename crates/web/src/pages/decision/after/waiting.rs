//! `/lam-viec/quyet-dinh/cong-nhan`: what waits for the recognition of People's Committee or Front.

use askama::Template;
use axum::extract::State;
use dinh_domain::units::Unit;
use dinh_service::decision::{waiting_for_recognition, waiting_on_desk};
use dinh_service::{Context, Error};
use jiff::civil::Date;

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
    let tag = |due: Date| tag(texts, due, today);
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

/// A line of the work desk about what waits: how much, the nearest day.
pub struct Tile {
    /// What it is about.
    pub kind: String,
    /// How much waits; the words of the link.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// The nearest day, or what to know.
    pub facts: String,
    /// How that day stands.
    pub tag: Option<StatusTag>,
}

/// What waits on the desk of a commune beside single steps.
pub async fn tiles(ctx: &Context<'_>, texts: Texts, unit: &Unit) -> Result<Vec<Tile>, Error> {
    let waits = waiting_on_desk(ctx, unit.id).await?;
    let today = ctx.today();
    let mut tiles = Vec::new();
    if let Some(found) = &waits.recognition {
        let due = found.decisions.first().map(|first| first.due);
        let keys = ("after-tile-recognition", "after-tile-recognition-title");
        tiles.extend(counted(texts, keys, found.decisions.len(), due, today));
        let due = found.elections.first().map(|first| first.due);
        let keys = ("after-tile-election", "after-tile-election-title");
        tiles.extend(counted(texts, keys, found.elections.len(), due, today));
    }
    if let Some(found) = &waits.statistics {
        let key = found.period.key();
        tiles.push(Tile {
            kind: texts.text("after-tile-statistics"),
            title: texts.with_one(
                "after-tile-statistics-title",
                "period",
                &found.period.words(),
            ),
            href: format!(
                "/lam-viec/quyet-dinh/thong-ke?ky={key}&don-vi={}",
                unit.slug
            ),
            facts: texts.with_one("after-tile-statistics-facts", "count", &found.decided),
            tag: None,
        });
    }
    Ok(tiles)
}

/// So many things of a kind wait for an answer; nothing when none does.
fn counted(
    texts: Texts,
    (kind, title): (&str, &str),
    count: usize,
    due: Option<Date>,
    today: Date,
) -> Option<Tile> {
    let due = due?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    Some(Tile {
        kind: texts.text(kind),
        title: texts.with_one(title, "count", &count),
        href: "/lam-viec/quyet-dinh/cong-nhan".to_owned(),
        facts: texts.with_one("after-tile-due", "day", &texts.formats().date(due)),
        tag: Some(tag(texts, due, today)),
    })
}

fn tag(texts: Texts, due: Date, today: Date) -> StatusTag {
    let left = today
        .until(due)
        .map_or(0, |span| i64::from(span.get_days()));
    let status = match left {
        ..0 => Status::Overdue { days: -left },
        _ => Status::DueSoon { days_left: left },
    };
    StatusTag::new(texts, status)
}
