//! What may be done next with a decision: state, form and rights give the links, for every part of the room.

use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, Outcome, State, Subject};
use dinh_law::{DecisionForm, Recogniser};

use super::subject::Rights;
use crate::texts::Texts;

/// A step that the reader may take.
pub struct NextStep {
    /// Words of the link.
    pub text: String,
    /// Where it leads.
    pub href: String,
    /// The step that the law expects now.
    pub primary: bool,
}

/// The steps that the caller may take, the expected one first. `by` is who must recognise it.
pub fn next(
    texts: Texts,
    decision: &Decision,
    by: Option<Recogniser>,
    rights: &Rights,
) -> Vec<NextStep> {
    let mut steps = Steps {
        texts,
        base: format!("/lam-viec/quyet-dinh/{}", decision.number),
        rights,
        found: Vec::new(),
    };
    match decision.state {
        State::Proposed => proposed(&mut steps, decision),
        State::Planned | State::Noticed => prepared(&mut steps, decision),
        State::Open => open(&mut steps, decision),
        State::Decided => decided(&mut steps, decision),
        State::Sent if decision.is_thread() => {
            steps.first(Action::RecogniseDecision, "after-effect-title", "hieu-luc");
            steps.also(Action::AnnulDecision, "decision-next-annul", "bai-bo");
        }
        State::Sent => {
            let action = match by {
                Some(Recogniser::FatherlandFront) => Action::RecogniseByFront,
                _ => Action::RecogniseDecision,
            };
            steps.first(action, "decision-next-recognise", "cong-nhan");
            steps.also(Action::AnnulDecision, "decision-next-annul", "bai-bo");
        }
        State::Refused => {
            steps.first(Action::RunDecision, "decision-next-plan-again", "ke-hoach");
        }
        State::Recognised | State::Effective => {
            if decision.proposal.subject.opens_contributions() {
                steps.first(
                    Action::ManageContributions,
                    "decision-next-contributions",
                    "dong-gop",
                );
            }
            steps.also(Action::AnnulDecision, "decision-next-annul", "bai-bo");
        }
        State::Amended | State::Annulled | State::Dropped => {}
    }
    if !decision.state.is_final() {
        steps.also(Action::CountVotes, "decision-next-papers", "tai-lieu");
    }
    steps.found
}

struct Steps<'a> {
    texts: Texts,
    base: String,
    rights: &'a Rights,
    found: Vec<NextStep>,
}

impl Steps<'_> {
    fn first(&mut self, action: Action, key: &str, path: &str) {
        self.add(action, key, path, true);
    }

    fn also(&mut self, action: Action, key: &str, path: &str) {
        self.add(action, key, path, false);
    }

    fn add(&mut self, action: Action, key: &str, path: &str, primary: bool) {
        if self.rights.has(action) {
            self.found.push(NextStep {
                text: self.texts.text(key),
                href: format!("{}/{path}", self.base),
                primary,
            });
        }
    }
}

fn form(decision: &Decision) -> Option<DecisionForm> {
    decision.round.plan.as_ref().map(|plan| plan.form)
}

fn proposed(steps: &mut Steps<'_>, decision: &Decision) {
    let agreed = decision.front_agreed_on.is_some();
    if !agreed {
        steps.first(Action::AgreeDecision, "decision-next-agree", "thong-nhat");
    }
    steps.add(
        Action::RunDecision,
        "decision-next-plan",
        "ke-hoach",
        agreed,
    );
    steps.also(Action::CountVotes, "decision-next-support", "dong-thuan");
    steps.also(Action::RunDecision, "decision-next-drop", "thoi");
}

fn prepared(steps: &mut Steps<'_>, decision: &Decision) {
    if decision.state == State::Planned {
        steps.first(Action::RunDecision, "decision-next-notify", "thong-bao");
    } else {
        steps.first(Action::RunDecision, "decision-next-open", "mo");
    }
    if !decision.is_thread() {
        steps.also(Action::CountVotes, "decision-next-deliver", "giao");
    }
    match form(decision) {
        Some(DecisionForm::Ballots) => {
            steps.also(Action::CountVotes, "decision-next-ballots", "phieu");
        }
        Some(DecisionForm::Online) => {
            steps.also(Action::CountVotes, "decision-next-online", "truc-tuyen");
        }
        _ => {}
    }
    steps.also(Action::RunDecision, "decision-next-plan-again", "ke-hoach");
    steps.also(Action::RunDecision, "decision-next-drop", "thoi");
}

fn open(steps: &mut Steps<'_>, decision: &Decision) {
    match form(decision) {
        Some(DecisionForm::Ballots) => {
            steps.first(Action::CountVotes, "decision-next-ballots", "phieu");
        }
        Some(DecisionForm::Online) => {
            steps.first(Action::CountVotes, "decision-next-online", "truc-tuyen");
        }
        _ if decision.is_thread() => {
            steps.first(Action::RunDecision, "decision-next-thread", "toan-xa");
        }
        _ => {
            steps.first(Action::CountVotes, "decision-next-meet", "hop");
            steps.also(Action::CountVotes, "decision-next-screen", "man-hinh");
        }
    }
    if !decision.is_thread() {
        steps.also(Action::RunDecision, "decision-next-correct", "dinh-chinh");
    }
}

fn decided(steps: &mut Steps<'_>, decision: &Decision) {
    match decision.outcome() {
        Some(Outcome::Passed { .. }) => {
            steps.first(Action::RunDecision, "decision-next-send", "gui");
            steps.also(Action::AnnulDecision, "decision-next-annul", "bai-bo");
        }
        Some(Outcome::NotEnoughHouseholds | Outcome::FailedElection) => {
            steps.first(Action::RunDecision, "decision-next-plan-again", "ke-hoach");
        }
        _ => {}
    }
    let unsettled = decision.proposal.subject == Subject::DismissHead
        && matches!(
            decision.outcome(),
            Some(Outcome::NotPassed | Outcome::NotEnoughHouseholds)
        );
    let settable = decision.is_thread() && decision.outcome().is_some_and(Outcome::is_passed);
    if unsettled || settable {
        steps.also(Action::RecogniseDecision, "after-effect-title", "hieu-luc");
    }
}
