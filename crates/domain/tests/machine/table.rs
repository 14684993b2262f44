//! The table of transitions, found by trying every step of the alphabet in every state that lawful paths reach, and
//! the diagram of the accepted ones.

use std::collections::{BTreeMap, BTreeSet};

use dinh_domain::decision::{Decision, State};
use dinh_law::{DecisionForm, Law, Scope};

use super::alphabet::{every_step, narrow_steps, shortest_steps};
use super::explore::{reachable, why};
use super::world::{CASES, PROPOSED, Step};

/// Long enough for a decision that is refused and planned again.
const LENGTH: usize = 11;

/// Long enough for every step of a meeting.
const SHORT: usize = 8;

/// So many worlds of each kind are enough to meet every kind of answer.
const WORLDS: usize = 6;

/// From a state, by a step: the states it leads to, and the articles by which it is refused.
#[derive(Default)]
pub struct Answers {
    pub to: BTreeSet<String>,
    pub refused: BTreeSet<String>,
}

/// The state; for a decided matter with what came out.
pub fn standing(decision: &Decision) -> String {
    match (decision.state, decision.outcome()) {
        (State::Decided, Some(outcome)) => format!("decided:{}", outcome.code()),
        (state, _) => state.code().to_owned(),
    }
}

/// The whole table, by (state, step).
pub fn table() -> BTreeMap<(String, &'static str), Answers> {
    let mut table: BTreeMap<(String, &'static str), Answers> = BTreeMap::new();
    for case in CASES {
        let mut looked_at: BTreeMap<String, usize> = BTreeMap::new();
        let worlds = reachable(case.start(), LENGTH, shortest_steps);
        let more = reachable(case.start(), SHORT, narrow_steps);
        let meetings = more
            .into_iter()
            .filter(|world| world.facts.attempt.method.is_some());
        for world in worlds.into_iter().chain(meetings) {
            let from = standing(&world.decision);
            let attempt = &world.facts.attempt;
            let kind = format!(
                "{from} {:?} {} {:?} {}",
                attempt
                    .plan
                    .as_ref()
                    .map(|(plan, _)| (plan.form, plan.ground)),
                attempt.secretary.is_some(),
                attempt.method,
                attempt.committee.is_some(),
            );
            let seen = looked_at.entry(kind).or_default();
            *seen += 1;
            if *seen > WORLDS {
                continue;
            }
            for (_, step) in every_step(&world) {
                let answers = table.entry((from.clone(), verb(&step).0)).or_default();
                match world.take(&step) {
                    Ok(next) => answers.to.insert(standing(&next.decision)),
                    Err(refusal) => answers.refused.insert(why(&refusal)),
                };
            }
        }
    }
    table
}

/// A plan rests on another place of the law for each state from which it is made.
const PLAN: &str = "plan";

/// The name of a step in the code, and the row of the pack where it stands.
pub fn verb(step: &Step) -> (&'static str, &'static str) {
    match step {
        Step::Agree(_) => ("agree", "proposal_front"),
        Step::Drop(_) => ("drop_proposal", "proposal_front"),
        Step::Plan(..) => ("plan", PLAN),
        Step::Notify(..) => ("notify", "meeting_notice"),
        Step::Open(_) => ("open", "meeting_notice"),
        Step::Correct(..) => ("correct_roll", "ballot_household"),
        Step::Nominate(_) => ("nominate", "voting_method_vote"),
        Step::Secretary(..) => ("choose_secretary", "secretary_vote"),
        Step::Method(..) => ("choose_method", "voting_method_vote"),
        Step::Committee(..) => ("choose_committee", "counting_committee_vote"),
        Step::Conclude(_) => ("conclude", "community_approves"),
        Step::Send(_) => ("send", "decision_sent"),
        Step::Recognise(_) => ("recognise", "recognition"),
        Step::TakeEffect(_) => ("take_effect", "recognition"),
        Step::Refuse(..) => ("refuse", "recognition"),
        Step::SetEffect(..) => ("set_effect", "recognition"),
        Step::Settle(..) => ("settle_dismissal", "dismissal_settled"),
        Step::Annul(..) => ("annul", "annulment"),
        Step::AskToMend(..) => ("ask_to_mend", "annulment"),
        Step::GiveWayTo(_) => ("give_way_to", "amendment"),
    }
}

/// The articles of every step, by its name.
fn articles() -> BTreeMap<&'static str, String> {
    let mut articles = BTreeMap::new();
    for case in CASES {
        for (_, step) in every_step(&case.start()) {
            let (name, key) = verb(&step);
            articles.insert(name, place_of(key));
        }
    }
    articles
}

/// Where the rule of procedure stands.
fn place_of(key: &str) -> String {
    let rule = Law::embedded().procedure(key, PROPOSED);
    rule.map_or_else(
        |error| error.to_string(),
        |rule| rule.citation.register_code(),
    )
}

/// Where a form of deciding self-governing matters stands.
fn place_of_form(form: DecisionForm) -> String {
    let matter = Law::embedded().matter("15.6", PROPOSED);
    let allowed = matter
        .ok()
        .and_then(|matter| matter.allows(form, Scope::Community));
    allowed.map_or_else(String::new, |allowed| allowed.citation.register_code())
}

/// The article of a step from this state.
fn article(articles: &BTreeMap<&'static str, String>, from: &str, step: &str) -> String {
    match (step, from) {
        (PLAN, "decided:failed_election") => place_of("reelection"),
        (PLAN, "decided:not_enough_households") => place_of_form(DecisionForm::Ballots),
        (PLAN, "refused") => place_of("recognition"),
        (PLAN, _) => place_of_form(DecisionForm::Meeting),
        _ => articles.get(step).cloned().unwrap_or_default(),
    }
}

/// The accepted steps as a diagram in Mermaid, inside a page of Markdown.
#[expect(clippy::too_many_lines, reason = "a page from its top to its end")]
pub fn diagram() -> String {
    let table = table();
    let articles = articles();
    let mut edges: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    let mut staying: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((from, step), answers) in &table {
        for to in &answers.to {
            if from == to {
                staying.entry(from).or_default().push(step);
            } else {
                edges.entry((from, to)).or_default().push(step);
            }
        }
    }
    let mut lines = vec![
        "# States of a decision".to_owned(),
        String::new(),
        "Drawn from the code by `cargo xtask diagram`: every step of an alphabet of lawful and unlawful steps is tried in every"
            .to_owned(),
        "state; an arrow is a step that was accepted for some matter, with its place in the law. Do not edit.".to_owned(),
        String::new(),
        "```mermaid".to_owned(),
        "stateDiagram-v2".to_owned(),
    ];
    let reached = table.values().flat_map(|answers| &answers.to);
    let states: BTreeSet<&str> = table
        .keys()
        .map(|(from, _)| from)
        .chain(reached)
        .map(String::as_str)
        .collect();
    let label = |code: &str| {
        let state = code.split(':').next().unwrap_or(code);
        let outcome = code.split(':').nth(1);
        let state = State::find(state).map_or(state, |state| state.label());
        outcome.map_or(state.to_owned(), |outcome| {
            format!("{state}: {}", outcome_label(outcome))
        })
    };
    for state in &states {
        lines.push(format!(
            "    {}: {}",
            identifier(state),
            label(state).replace(':', " –")
        ));
    }
    lines.push("    [*] --> proposed".to_owned());
    for ((from, to), steps) in &edges {
        let steps: Vec<String> = steps
            .iter()
            .map(|step| format!("{step} ({})", article(&articles, from, step)))
            .collect();
        lines.push(format!(
            "    {} --> {}: {}",
            identifier(from),
            identifier(to),
            steps.join(", ")
        ));
    }
    lines.push("```".to_owned());
    lines.push(String::new());
    lines.push("Steps that leave the state as it is:".to_owned());
    lines.push(String::new());
    lines.push("| State | Steps |".to_owned());
    lines.push("|---|---|".to_owned());
    for (state, steps) in &staying {
        let steps: Vec<String> = steps
            .iter()
            .map(|step| format!("`{step}` ({})", article(&articles, state, step)))
            .collect();
        lines.push(format!("| {} | {} |", label(state), steps.join(", ")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn identifier(state: &str) -> String {
    state.replace(':', "_")
}

fn outcome_label(code: &str) -> String {
    use dinh_domain::decision::Outcome;
    let all = [
        Outcome::Passed {
            options: Vec::new(),
        },
        Outcome::NotPassed,
        Outcome::NotEnoughHouseholds,
        Outcome::FailedElection,
    ];
    let found = all.iter().find(|outcome| outcome.code() == code);
    found.map_or(code, |outcome| outcome.label()).to_lowercase()
}
