//! Dated steps outside the disclosure room: what a decision waits for, a request that is to be answered, an election that is
//! to be decided; by which day, by whom, and under which article.

use dinh_law::{DecisionForm, Law, Recogniser};
use jiff::civil::Date;
use uuid::Uuid;

use super::Party;
use crate::decision::{Decision, DueStep, Subject};
use crate::ids::UnitId;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// The community is told of what it is to decide.
    Notify,
    /// The meeting or the vote begins on the day that was announced.
    Open,
    /// The opinions are summed up and the result is made known.
    Conclude,
    /// The decision is sent to the commune.
    Send,
    /// The decision is recognised, or refused in writing.
    Recognise,
    /// The election of another head is decided.
    NewElection,
    /// A request for information is answered.
    Answer,
}

impl StepKind {
    /// Every one.
    pub const ALL: &[Self] = &[
        Self::Notify,
        Self::Open,
        Self::Conclude,
        Self::Send,
        Self::Recognise,
        Self::NewElection,
        Self::Answer,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Notify => "notify",
            Self::Open => "open",
            Self::Conclude => "conclude",
            Self::Send => "send",
            Self::Recognise => "recognise",
            Self::NewElection => "new_election",
            Self::Answer => "answer",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Nothing for steps that have no day of the law.
    fn of(step: DueStep) -> Option<Self> {
        match step {
            DueStep::Notify => Some(Self::Notify),
            DueStep::Open => Some(Self::Open),
            DueStep::Conclude => Some(Self::Conclude),
            DueStep::Send => Some(Self::Send),
            DueStep::Recognise => Some(Self::Recognise),
            DueStep::Agree | DueStep::Plan | DueStep::PlanAgain => None,
        }
    }
}

/// A step with its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedStep {
    /// Identity: another one for another step or another day of the same thing.
    pub id: Uuid,
    /// The decision or the request.
    pub thing: Uuid,
    /// Its short number.
    pub number: i64,
    /// What is to be done.
    pub kind: StepKind,
    /// Where: the community, or the unit that was asked.
    pub unit: UnitId,
    /// By when.
    pub due_on: Date,
    /// Who must do it.
    pub waits_for: Party,
    /// What it is about, in words of the law: nothing that anybody typed.
    pub about: String,
    /// The article that sets the day, or the duty.
    pub citation: String,
}

/// The next dated step of a decision: what, by when, by whom, under which article. Nothing while no day is set.
pub fn next_step(decision: &Decision, law: &Law) -> Option<(StepKind, Date, Party, String)> {
    let due = decision.next_due(law)?;
    let (kind, by) = (StepKind::of(due.step)?, due.by?);
    let recogniser = decision.recogniser(law, by).ok().flatten();
    let party = match (kind, recogniser) {
        (StepKind::Recognise, Some(Recogniser::FatherlandFront)) => Party::Front,
        (StepKind::Recognise, _) => Party::Head,
        _ if decision.is_thread() => Party::Head,
        _ if decision.proposal.subject == Subject::DismissHead => Party::FrontWork,
        _ => Party::Community,
    };
    Some((kind, by, party, citation(decision, law, kind, by)))
}

fn citation(decision: &Decision, law: &Law, kind: StepKind, by: Date) -> String {
    let plan = decision.round.plan.as_ref();
    let rule = match kind {
        StepKind::Notify | StepKind::Open => match plan.map(|plan| plan.form) {
            Some(DecisionForm::Ballots) => "ballot_notice",
            Some(DecisionForm::Online) => "online_notice",
            _ => "meeting_notice",
        },
        StepKind::Send => "decision_sent",
        StepKind::NewElection => "new_election",
        StepKind::Recognise | StepKind::Conclude | StepKind::Answer => "result_published",
    };
    if kind == StepKind::Recognise {
        let matter = decision.matter(law, by).ok();
        let recognition = matter.and_then(|matter| matter.recognition.as_ref());
        return recognition.map_or_else(String::new, |rule| rule.citation.to_string());
    }
    law.procedure(rule, by)
        .map_or_else(|_| String::new(), |rule| rule.citation.to_string())
}
