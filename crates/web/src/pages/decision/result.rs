//! The numbers of a round as tables show them, with the exact share beside each.

use dinh_domain::decision::{Outcome, Round};
use dinh_service::decision::DecisionView;

use super::shown::{day, form_words, outcome_words, whole};
use crate::texts::Texts;

/// What was said for one option.
pub struct Line {
    /// The option; a candidate who was not elected has no name here.
    pub label: String,
    /// "140/200 (70,0 %)".
    pub share: String,
    /// Whether it passed.
    pub passed: bool,
}

/// The result of a round.
pub struct Results {
    /// Number of the round.
    pub round: i64,
    /// How it was decided.
    pub form: String,
    /// The day on which it stands.
    pub on: String,
    /// What came out, in words.
    pub outcome: String,
    /// Who counts: households, or communities.
    pub heading: String,
    /// How many took part, of all, in words.
    pub represented: String,
    /// The least number that passes.
    pub needed: String,
    /// Each option.
    pub lines: Vec<Line>,
    /// Not agreed.
    pub against: String,
    /// Another opinion.
    pub other: String,
    /// Invalid.
    pub invalid: String,
    /// Households that were there, or on the roll, and said nothing.
    pub silent: String,
}

impl Results {
    /// The result of a round, if it has one.
    pub fn new(texts: Texts, view: &DecisionView, round: &Round) -> Option<Self> {
        let outcome = round.outcome.as_ref()?;
        let count = round.count.as_ref()?;
        let proposal = &view.decision().proposal;
        let passed: &[usize] = match outcome {
            Outcome::Passed { options } => options,
            _ => &[],
        };
        let number = |count: u64| texts.formats().number(whole(count));
        let lines = count
            .approve
            .iter()
            .enumerate()
            .map(|(place, approve)| {
                let chosen = passed.contains(&place);
                let label = if proposal.subject.is_election() && !chosen {
                    texts.with("decision-candidate", &[("place", &whole_place(place))])
                } else {
                    proposal.options.get(place).cloned().unwrap_or_default()
                };
                Line {
                    label,
                    share: texts.formats().share(*approve, count.total),
                    passed: chosen,
                }
            })
            .collect();
        let needed = view.threshold.share.needed(count.total);
        let share = texts.formats().share(count.represented, count.total);
        let (heading, represented) = if view.decision().is_thread() {
            ("decision-communities", "decision-represented-communities")
        } else {
            ("decision-households", "decision-represented")
        };
        Some(Self {
            round: round.number,
            form: round
                .plan
                .as_ref()
                .map(|plan| form_words(texts, plan.form))
                .unwrap_or_default(),
            on: day(texts, round.decided_on),
            outcome: outcome_words(texts, outcome),
            heading: texts.text(heading),
            represented: texts.with_one(represented, "share", &share),
            needed: needed.map(number).unwrap_or_default(),
            lines,
            against: number(count.against),
            other: number(count.other),
            invalid: number(count.invalid),
            silent: count.silent(proposal.seats).map(number).unwrap_or_default(),
        })
    }
}

fn whole_place(place: usize) -> i64 {
    i64::try_from(place).map_or(0, |place| place + 1)
}
