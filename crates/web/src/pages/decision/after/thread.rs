//! A commune-wide matter: what each community said about it, for readers and on the desk, and the end of it.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::Outcome;
use dinh_service::decision::{CommunityResult, DecisionView, community_results, conclude_thread};
use dinh_service::{Context, Error};

use super::super::form::done;
use super::super::shown::{outcome_words, state_words, whole};
use super::super::subject::Refused;
use super::step::Asked;
use crate::caller::Caller;
use crate::components::{StatusTag, SummaryList, SummaryRow, Tone};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// What one community said, in words.
pub struct CommunityLine {
    /// Its name.
    pub name: String,
    /// The page of its part; empty as long as readers may not see it.
    pub href: String,
    /// "96/120 (80,0 %)"; empty before the result.
    pub approve: String,
    /// The least number that passes there; empty before its roll is fixed.
    pub needed: String,
    /// How it stands.
    pub tag: StatusTag,
}

/// What all communities said, for the public page of the matter.
pub struct Communities {
    /// Each of them, by number of its part.
    pub lines: Vec<CommunityLine>,
    /// How many approve, of all, and how many must.
    pub sum: String,
}

impl Communities {
    /// The parts of a commune-wide matter; nothing for any other and before it is opened.
    pub async fn load(
        ctx: &Context<'_>,
        view: &DecisionView,
    ) -> Result<Vec<CommunityResult>, Error> {
        if view.decision().is_thread() && view.total.is_some() {
            community_results(ctx, view.decision().id).await
        } else {
            Ok(Vec::new())
        }
    }

    /// The same in words.
    pub fn new(texts: Texts, view: &DecisionView, parts: &[CommunityResult]) -> Option<Self> {
        let total = view.total.filter(|_| !parts.is_empty())?;
        let passed = parts.iter().filter(|part| is_passed(part)).count();
        let (key, approve) = match &view.decision().round.count {
            Some(count) => (
                "after-communities-sum",
                count.approve.iter().copied().max().unwrap_or(0),
            ),
            None => (
                "after-communities-so-far",
                u64::try_from(passed).unwrap_or(0),
            ),
        };
        let needed = view.needed.map(whole).unwrap_or_default();
        let share = texts.formats().share(approve, total);
        Some(Self {
            lines: parts
                .iter()
                .map(|part| CommunityLine::new(texts, part))
                .collect(),
            sum: texts.with(key, &[("share", &share), ("needed", &needed)]),
        })
    }
}

fn is_passed(part: &CommunityResult) -> bool {
    part.outcome.as_ref().is_some_and(Outcome::is_passed)
}

impl CommunityLine {
    fn new(texts: Texts, part: &CommunityResult) -> Self {
        let tag = match &part.outcome {
            Some(outcome) if outcome.is_passed() => {
                StatusTag::worded(outcome_words(texts, outcome), Tone::Good)
            }
            Some(outcome) => StatusTag::worded(outcome_words(texts, outcome), Tone::Bad),
            None => StatusTag::worded(state_words(texts, part.state), Tone::Quiet),
        };
        Self {
            name: part.unit_name.clone(),
            href: if part.is_public {
                format!("/ban-va-quyet-dinh/{}", part.number)
            } else {
                String::new()
            },
            approve: votes(texts, part),
            needed: part
                .needed
                .map(|needed| texts.formats().number(whole(needed)))
                .unwrap_or_default(),
            tag,
        }
    }
}

fn votes(texts: Texts, part: &CommunityResult) -> String {
    match (part.approve, part.total) {
        (Some(approve), Some(total)) => texts.formats().share(approve, total),
        _ => String::new(),
    }
}

/// What each community said.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let typed = Posted::default();
    let asked = Asked::sent(&state, &caller, number, Action::RunDecision, typed).await?;
    page(&asked, Refused::none(caller.texts())).await
}

/// Add it up.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let typed = Posted::default();
    let asked = Asked::sent(&state, &caller, number, Action::RunDecision, typed).await?;
    match conclude_thread(&asked.context(), asked.id()).await {
        Ok(_) => see_other(&done(number, "toan-xa")),
        Err(error) => page(&asked, Refused::from(caller.texts(), error)?).await,
    }
}

async fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let texts = asked.texts();
    let parts = community_results(&asked.context(), asked.id()).await?;
    let mut facts = SummaryList::new();
    for part in &parts {
        let mut words = match &part.outcome {
            Some(outcome) => outcome_words(texts, outcome),
            None => state_words(texts, part.state),
        };
        let votes = votes(texts, part);
        if !votes.is_empty() {
            words = format!("{words}: {votes}");
        }
        let href = format!("/lam-viec/quyet-dinh/{}", part.number);
        facts = facts.row(SummaryRow::link(&part.unit_name, &href, &words));
    }
    let sum = Communities::new(texts, &asked.view, &parts).map(|all| all.sum);
    asked
        .page("decision-next-thread", refused)
        .lead(texts.text("after-thread-lead"))
        .lead(sum.unwrap_or_default())
        .facts(facts)
        .button(texts.text("after-thread-send"))
        .answer()
}
