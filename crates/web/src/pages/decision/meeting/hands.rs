//! `…/hop/tan-thanh`: which households raised their hand, where the meeting wants their list beside the number.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::ids::HouseholdId;
use dinh_service::Error;
use dinh_service::decision::{DecisionView, HandList, hand_list, record_hands};
use serde::Deserialize;

use super::cluster_at;
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::desk_decision::desk_page;
use crate::pages::decision::form::of;
use crate::pages::decision::subject::Refused;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

/// Which list: option and cluster, from 1.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    pa: Option<usize>,
    cum: Option<usize>,
}

impl Which {
    fn list<'a>(&self, view: &'a DecisionView) -> HandList<'a> {
        let cluster = self.cum.unwrap_or(1).to_string();
        HandList {
            option: self.pa.unwrap_or(1).saturating_sub(1),
            cluster: cluster_at(view, &cluster),
        }
    }
}

/// Another list of the same vote.
struct Other {
    href: String,
    words: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "decision/meeting_hands.html")]
struct HandsPage {
    page: Page,
    refused: Refused,
    number: i64,
    unit_name: String,
    others: Vec<Other>,
    title: String,
    ticked: String,
    households: Option<Choices>,
}

/// The households that are there, to tick.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(which): Query<Which>,
) -> PageResult {
    let view = of(&caller.context(&state), number, Action::CountVotes).await?;
    let refused = Refused::none(caller.texts());
    page(&state, &caller, &view, (&which, None), refused).await
}

/// Keep the list, or tick everybody to begin with.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(which): Query<Which>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    if typed.find("all").is_some() {
        let refused = Refused::none(caller.texts());
        return page(&state, &caller, &view, (&which, Some(&typed)), refused).await;
    }
    let ticked: Vec<HouseholdId> = typed
        .all("hands")
        .into_iter()
        .filter_map(|one| one.parse().ok())
        .collect();
    match record_hands(&ctx, view.decision().id, which.list(&view), &ticked).await {
        Ok(()) => see_other(&format!(
            "/lam-viec/quyet-dinh/{number}/hop?da=danh-sach#bieu-quyet"
        )),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &view, (&which, Some(&typed)), refused).await
        }
    }
}

async fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    (which, typed): (&Which, Option<&Posted>),
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let list = which.list(view);
    let there = hand_list(&caller.context(state), view.decision(), list).await?;
    let sent = typed.map(|typed| typed.all("hands").into_iter().collect::<BTreeSet<&str>>());
    let all = typed.is_some_and(|typed| typed.find("all").is_some());
    let mut chosen = Vec::new();
    let mut choices = Choices::checkboxes(texts, "hands", texts.text("decision-hands-legend"))
        .error(refused.find("hands"));
    let is_empty = there.is_empty();
    for (one, raised) in there {
        let id = one.household.to_string();
        let ticked = sent
            .as_ref()
            .map_or(raised, |sent| sent.contains(id.as_str()));
        if all || ticked {
            chosen.push(id.clone());
        }
        let number = one
            .number
            .map_or_else(|| format!("({})", one.line), |number| number.to_string());
        choices = choices
            .item(Choice::new(id, format!("{number}. {}", one.representative)).hint(one.address));
    }
    let option = view.decision().proposal.options.get(list.option);
    let mut page = desk_page(state, caller, view, texts.text("decision-hands-title"));
    page.has_errors = refused.is_refused();
    page.private = true;
    let status = if refused.is_refused() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let shown = HandsPage {
        page,
        refused,
        number: view.decision().number,
        unit_name: view.unit.full_name.clone(),
        others: others(view, which),
        title: title(option.ok_or(Error::NotFound)?, list.cluster),
        ticked: texts.with_one("decision-hands-ticked", "count", &chosen.len()),
        households: (!is_empty).then(|| choices.chosen(chosen)),
    };
    match status {
        StatusCode::OK => html(&shown),
        _ => html_with(status, &shown),
    }
}

fn title(option: &str, cluster: &str) -> String {
    if cluster.is_empty() {
        option.to_owned()
    } else {
        format!("{option} – {cluster}")
    }
}

/// Every list of the vote; one alone needs no way to others.
fn others(view: &DecisionView, which: &Which) -> Vec<Other> {
    let decision = view.decision();
    let plan = decision.round.plan.as_ref();
    let clusters: Vec<&str> = plan
        .iter()
        .flat_map(|plan| &plan.clusters)
        .map(|cluster| cluster.name.as_str())
        .collect();
    let clusters = if clusters.is_empty() {
        vec![""]
    } else {
        clusters
    };
    let mut found = Vec::new();
    for (place, option) in (1..).zip(&decision.proposal.options) {
        for (at, cluster) in (1..).zip(&clusters) {
            let place: usize = place;
            found.push(Other {
                href: format!("?pa={place}&cum={at}"),
                words: title(option, cluster),
                current: which.pa.unwrap_or(1) == place && which.cum.unwrap_or(1) == at,
            });
        }
    }
    if found.len() > 1 { found } else { Vec::new() }
}
