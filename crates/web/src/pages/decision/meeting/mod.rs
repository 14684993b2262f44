//! `…/hop`: the meeting on a phone: who is there, guests, what is said, what the meeting decides about itself, its vote.

mod act;
mod hands;
mod people;
mod votes;

pub use hands::{form as hands_form, send as hands_send};

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_service::decision::{Attendance, DecisionView, attendance, speeches};
use serde::Deserialize;

use super::desk_decision::desk_page;
use super::form::of;
use super::shown::{needed_words, whole};
use super::subject::{Done, Refused};
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;
use people::{Guest, Line, Speech};
use votes::{Taken, Votes};

/// What is looked for, the household whose card was scanned, and the cluster at whose meeting this phone is.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    tim: String,
    ho: String,
    cum: String,
}

impl Asked {
    /// The name of the cluster that was chosen; '' leaves it to the roll.
    fn cluster<'a>(&self, view: &'a DecisionView) -> &'a str {
        cluster_at(view, &self.cum)
    }
}

/// The cluster at a place that was typed, from 1.
fn cluster_at<'a>(view: &'a DecisionView, typed: &str) -> &'a str {
    let place = typed.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
    let plan = view.decision().round.plan.as_ref();
    place
        .zip(plan)
        .and_then(|(place, plan)| plan.clusters.get(place))
        .map_or("", |cluster| cluster.name.as_str())
}

#[derive(Template)]
#[template(path = "decision/meeting.html")]
struct MeetingPage {
    page: Page,
    done: String,
    refused: Refused,
    number: i64,
    unit_name: String,
    title: String,
    words: String,
    present: String,
    total: String,
    needed: String,
    reached: bool,
    clusters: Vec<String>,
    cluster: Option<Field>,
    scanned: Option<Line>,
    scanned_cluster: Option<Field>,
    lines: Vec<Line>,
    guests: Vec<Guest>,
    guest_fields: Vec<Field>,
    speeches: Vec<Speech>,
    speech_fields: Vec<Field>,
    taken: Vec<Taken>,
    votes: Votes,
}

/// The meeting.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> PageResult {
    let texts = caller.texts();
    let view = of(&caller.context(&state), number, Action::CountVotes).await?;
    let said = Said {
        typed: &Posted::default(),
        refused: Refused::none(texts),
        done: done.words(texts),
    };
    page(&state, &caller, &view, &asked, said).await
}

/// Something happened in the meeting: the pressed button says what.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    match act::act(&ctx, caller.texts(), (&view, &asked), &typed).await {
        Ok(done) => {
            let words = crate::address::encoded(&asked.tim);
            let cluster = crate::address::encoded(&asked.cum);
            see_other(&format!(
                "/lam-viec/quyet-dinh/{number}/hop?tim={words}&cum={cluster}&da={}{}",
                done.what, done.place
            ))
        }
        Err(error) => {
            let said = Said {
                typed: &typed,
                refused: Refused::from(caller.texts(), error)?,
                done: String::new(),
            };
            page(&state, &caller, &view, &asked, said).await
        }
    }
}

/// What was typed, what was refused, what has just been done.
struct Said<'a> {
    typed: &'a Posted,
    refused: Refused,
    done: String,
}

async fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    asked: &Asked,
    said: Said<'_>,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let list = attendance(&ctx, view.decision(), &asked.tim).await?;
    let scanned = people::scanned(&ctx, texts, view, &asked.ho).await?;
    let notes = speeches(&ctx, view.decision()).await?;
    let mut page = desk_page(state, caller, view, texts.text("decision-next-meet"));
    page.has_errors = said.refused.is_refused();
    let status = if said.refused.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let Said {
        typed,
        refused,
        done,
    } = said;
    let reached = list.needed.is_some_and(|needed| list.present >= needed);
    let shown = MeetingPage {
        done,
        number: view.decision().number,
        unit_name: view.unit.full_name.clone(),
        title: view.decision().proposal.title.clone(),
        words: asked.tim.clone(),
        present: texts.formats().number(whole(list.present)),
        total: texts.formats().number(whole(list.total)),
        needed: needed_words(texts, &view.threshold, Some(list.total)).unwrap_or_default(),
        reached,
        clusters: clusters(texts, &list),
        cluster: people::cluster_field(texts, view, &asked.cum, &refused),
        scanned_cluster: people::scanned_cluster(texts, view, asked, scanned.as_ref()),
        scanned,
        guests: people::guests(&list),
        guest_fields: people::guest_fields(texts, typed, &refused),
        speeches: notes.into_iter().map(Speech::from).collect(),
        speech_fields: people::speech_fields(texts, typed, &refused),
        taken: votes::taken(texts, &view.decision().round.proceedings),
        votes: Votes::new(texts, view, &list, typed, &refused),
        lines: people::lines(texts, list, asked.cluster(view)),
        page,
        refused,
    };
    if status == StatusCode::OK {
        html(&shown)
    } else {
        html_with(status, &shown)
    }
}

/// "Cụm 1: 40".
fn clusters(texts: Texts, list: &Attendance) -> Vec<String> {
    list.clusters
        .iter()
        .map(|(name, present)| {
            texts.with(
                "decision-meet-at-cluster",
                &[("cluster", name), ("present", &whole(*present))],
            )
        })
        .collect()
}
