//! `/lam-viec/quyet-dinh`: what is under way, the earliest day of the law first.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{DeskDecision, decision_desk};
use jiff::civil::Date;
use serde::Deserialize;

use super::shown::{day, due_tag, due_words, tags};
use super::subject::{Done, Rights};
use crate::caller::Caller;
use crate::components::StatusTag;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// The unit whose desk is asked for; the unit of the mandate when it says nothing.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default, rename = "don-vi")]
    slug: String,
}

/// A decision on the desk.
pub struct Line {
    /// Short number.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Its community.
    pub unit: String,
    /// What is to be done, in words.
    pub what: String,
    /// By when.
    pub due: String,
    /// How it stands.
    pub tags: Vec<StatusTag>,
}

impl Line {
    /// A decision with its next step.
    pub fn new(texts: Texts, desk: &DeskDecision, today: Date) -> Self {
        let decision = &desk.decision;
        let due = desk.due.and_then(|due| due_tag(texts, due, today));
        let tags = due.into_iter().chain(tags(texts, decision)).collect();
        Self {
            number: decision.number,
            title: decision.proposal.title.clone(),
            unit: desk.unit_name.clone(),
            what: desk
                .due
                .map(|due| due_words(texts, due.step))
                .unwrap_or_default(),
            due: day(texts, desk.due.and_then(|due| due.by)),
            tags,
        }
    }
}

#[derive(Template)]
#[template(path = "decision/desk_list.html")]
struct DeskPage {
    page: Page,
    done: String,
    unit_name: String,
    may_propose: bool,
    propose: String,
    lines: Vec<Line>,
    more: bool,
    over: Vec<Line>,
}

/// The desk of a unit.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(which): Query<Which>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let own = ctx.unit().ok_or(Error::Forbidden)?;
    let unit = if which.slug.is_empty() {
        own
    } else {
        let mut tx = ctx.read().await?;
        let units = dinh_service::units::directory(&state.platform, &mut tx).await?;
        units.find_by_slug(&which.slug).ok_or(Error::NotFound)?.id
    };
    let desk = decision_desk(&ctx, unit).await?;
    let mut tx = ctx.read().await?;
    let rights = Rights::load(&ctx, &mut tx, unit).await;
    drop(tx);
    let today = ctx.today();
    let mut page = caller
        .page(&state, texts.text("decision-desk-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    html(&DeskPage {
        page,
        done: done.words(texts),
        unit_name: desk.unit.full_name.clone(),
        may_propose: rights.has(Action::ProposeDecision),
        propose: format!("/lam-viec/quyet-dinh/de-xuat?don-vi={}", desk.unit.slug),
        lines: desk
            .under_way
            .iter()
            .map(|line| Line::new(texts, line, today))
            .collect(),
        more: desk.more,
        over: desk
            .over
            .iter()
            .map(|line| Line::new(texts, line, today))
            .collect(),
    })
}
