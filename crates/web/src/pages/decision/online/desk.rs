//! `…/truc-tuyen`: how the online vote stands, as counts; cards, conflicts, the end.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_domain::decision::{State as DecisionState, VoteChannel};
use dinh_service::Error;
use dinh_service::decision::online::{
    OnlineView, check_online_result, conclude_online, online_view,
};
use serde::Deserialize;

use super::vote::choice_words;
use crate::caller::Caller;
use crate::components::{SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::form::{FormPage, done, of};
use crate::pages::decision::shown::{moment, outcome_words, whole};
use crate::pages::decision::subject::Refused;
use crate::response::{html, see_other};
use crate::state::AppState;
use crate::texts::Texts;

/// What has just been done.
#[derive(Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    da: String,
}

struct Row {
    household: String,
    name: String,
    answers: Vec<String>,
    settled: String,
    href: String,
}

#[derive(Template)]
#[template(path = "decision/online_desk.html")]
struct DeskPage {
    page: Page,
    done: String,
    caption: String,
    number: i64,
    base: String,
    facts: SummaryList,
    missing: usize,
    conflicts: Vec<Row>,
    waiting: usize,
    open: bool,
    invites: bool,
    over: bool,
}

/// The page.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = online_view(&ctx, number, Action::CountVotes).await?;
    let texts = caller.texts();
    let closes = view
        .decision
        .round
        .plan
        .as_ref()
        .and_then(|plan| plan.closes);
    let open = view.decision.state == DecisionState::Open;
    let base = format!("/lam-viec/quyet-dinh/{number}/truc-tuyen");
    let mut page = caller
        .page(&state, texts.text("online-desk-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(texts.text("decision-desk-title"), "/lam-viec/quyet-dinh")
        .crumb(
            view.decision.proposal.title.clone(),
            format!("/lam-viec/quyet-dinh/{number}"),
        );
    page.private = true;
    html(&DeskPage {
        page,
        done: match done.da.as_str() {
            "nhap" => texts.text("online-done-entered"),
            "mau-thuan" => texts.text("online-done-settled"),
            _ => String::new(),
        },
        caption: format!("{} · {}", view.unit.full_name, view.decision.proposal.title),
        facts: facts(texts, &view),
        missing: view
            .households
            .iter()
            .filter(|household| !household.card)
            .count(),
        conflicts: conflicts(texts, &view, &base),
        waiting: view.waiting,
        invites: open
            || matches!(
                view.decision.state,
                DecisionState::Planned | DecisionState::Noticed
            ),
        number,
        over: open && closes.is_some_and(|closes| view.now >= closes),
        open,
        base,
    })
}

fn facts(texts: Texts, view: &OnlineView) -> SummaryList {
    let number = |count: usize| {
        texts
            .formats()
            .number(i64::try_from(count).unwrap_or(i64::MAX))
    };
    let plan = view.decision.round.plan.as_ref();
    let cards = view.households.iter().filter(|one| one.card).count();
    let given = view
        .households
        .iter()
        .filter(|one| one.card_on.is_some())
        .count();
    let of = |channel| {
        texts
            .formats()
            .number(whole(view.voted.get(&channel).copied().unwrap_or(0)))
    };
    let row = |key: &str, value: &str| SummaryRow::text(texts.text(key), value);
    SummaryList::new()
        .row(row(
            "online-row-opens",
            &moment(texts, plan.map(|plan| plan.starts)),
        ))
        .row(row(
            "online-row-closes",
            &moment(texts, plan.and_then(|plan| plan.closes)),
        ))
        .row(row("online-row-households", &number(view.households.len())))
        .row(row("online-row-cards", &number(cards)))
        .row(row("online-row-given", &number(given)))
        .row(row("online-row-screen", &of(VoteChannel::Online)))
        .row(row("online-row-paper", &of(VoteChannel::Paper)))
        .row(row("online-row-behalf", &of(VoteChannel::OnBehalf)))
        .row(row("online-row-conflicts", &number(view.waiting)))
}

/// How an answer came in, in words.
pub fn channel_words(texts: Texts, channel: VoteChannel) -> String {
    texts.text(match channel {
        VoteChannel::Online => "online-channel-screen",
        VoteChannel::Paper => "online-channel-paper",
        VoteChannel::OnBehalf => "online-channel-behalf",
    })
}

fn conflicts(texts: Texts, view: &OnlineView, base: &str) -> Vec<Row> {
    let options = &view.decision.proposal.options;
    view.conflicts
        .iter()
        .map(|conflict| Row {
            household: conflict.household.number.to_string(),
            name: conflict.household.representative.clone(),
            answers: conflict
                .answers
                .iter()
                .map(|(channel, choice, at)| {
                    format!(
                        "{}: {} ({})",
                        channel_words(texts, *channel),
                        choice_words(texts, options, choice),
                        moment(texts, Some(*at))
                    )
                })
                .collect(),
            settled: conflict
                .settled
                .map(|channel| channel_words(texts, channel))
                .unwrap_or_default(),
            href: format!("{base}/mau-thuan/{}", conflict.household.id),
        })
        .collect()
}

/// The exact result, before it is made public.
pub async fn ask(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    ending(&state, &caller, number, None).await
}

async fn ending(
    state: &AppState,
    caller: &Caller,
    number: i64,
    error: Option<Error>,
) -> PageResult {
    let ctx = caller.context(state);
    let texts = caller.texts();
    let view = of(&ctx, number, Action::RunDecision).await?;
    let result = match error {
        Some(error) => Err(error),
        None => check_online_result(&ctx, view.decision().id).await,
    };
    match result {
        Err(error) => {
            let refused = Refused::from(texts, error)?;
            FormPage::new(state, caller, &view, "online-end-title", refused).answer()
        }
        Ok((count, outcome, threshold)) => {
            let number = |count: u64| texts.formats().number(whole(count));
            let row = |key: &str, value: &str| SummaryRow::text(texts.text(key), value);
            let agreed = count.approve.iter().copied().max().unwrap_or(0);
            let needed = threshold.share.needed(count.total).map(number);
            let facts = SummaryList::new()
                .row(row(
                    "online-row-voted",
                    &texts.formats().share(count.represented, count.total),
                ))
                .row(row(
                    "online-for",
                    &texts.formats().share(agreed, count.total),
                ))
                .row(row("online-against", &number(count.against)))
                .row(row("online-other", &number(count.other)))
                .row(row("online-row-needed", &needed.unwrap_or_default()))
                .row(row("online-row-outcome", &outcome_words(texts, &outcome)));
            FormPage::new(
                state,
                caller,
                &view,
                "online-end-title",
                Refused::none(texts),
            )
            .lead(texts.text("online-end-lead"))
            .facts(facts)
            .button(texts.text("online-end-send"))
            .answer()
        }
    }
}

/// Conclude.
pub async fn conclude(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match conclude_online(&ctx, view.decision().id).await {
        Ok(_) => see_other(&done(number, "ket-thuc")),
        Err(error) => ending(&state, &caller, number, Some(error)).await,
    }
}
