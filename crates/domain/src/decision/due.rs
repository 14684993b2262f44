//! What is to be done next with a decision, and by which day the law wants it.

use dinh_law::{DecisionForm, Law};
use jiff::civil::Date;

use super::planning::last_day_before;
use super::refuse::procedure;
use super::{Decision, Origin, Outcome, State};
use crate::refusal::Refusal;

/// The next step of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueStep {
    /// The Front says that it agrees.
    Agree,
    /// A plan is made.
    Plan,
    /// The community is told.
    Notify,
    /// The round is opened.
    Open,
    /// The round is closed with its numbers.
    Conclude,
    /// Another round is planned.
    PlanAgain,
    /// It is sent to the commune.
    Send,
    /// It is recognised or refused.
    Recognise,
}

impl DueStep {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Plan => "plan",
            Self::Notify => "notify",
            Self::Open => "open",
            Self::Conclude => "conclude",
            Self::PlanAgain => "plan_again",
            Self::Send => "send",
            Self::Recognise => "recognise",
        }
    }
}

/// A step with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NextDue {
    /// The last lawful day, where the law or the notice sets one.
    pub by: Option<Date>,
    /// The step.
    pub step: DueStep,
}

impl Decision {
    /// What is to be done next; nothing when the way is at its end.
    pub fn next_due(&self, law: &Law) -> Option<NextDue> {
        let due = |step, by| Some(NextDue { by, step });
        let plan = self.round.plan.as_ref();
        match self.state {
            State::Proposed => {
                let waits = self.front_agreed_on.is_none()
                    && matches!(self.proposal.origin, Origin::Head | Origin::Chairman);
                due(if waits { DueStep::Agree } else { DueStep::Plan }, None)
            }
            State::Planned => due(DueStep::Notify, self.notify_by(law).ok()),
            State::Noticed => due(DueStep::Open, plan.map(|plan| plan.starts.date())),
            State::Open => {
                let by = plan.map(|plan| {
                    plan.closes
                        .map_or(plan.starts.date(), jiff::civil::DateTime::date)
                });
                due(DueStep::Conclude, by)
            }
            State::Decided => match self.outcome() {
                Some(Outcome::Passed { .. }) => due(DueStep::Send, self.send_by),
                Some(Outcome::NotEnoughHouseholds | Outcome::FailedElection) => {
                    due(DueStep::PlanAgain, None)
                }
                _ => None,
            },
            State::Sent => due(DueStep::Recognise, self.recognise_by),
            State::Refused => due(DueStep::PlanAgain, None),
            State::Recognised
            | State::Effective
            | State::Amended
            | State::Annulled
            | State::Dropped => None,
        }
    }

    /// The last day on which the community may still be told of what is planned (Decree 59 Articles 3(3), 4(4)).
    pub fn notify_by(&self, law: &Law) -> Result<Date, Refusal> {
        let plan = self.planned()?;
        let on = plan.starts.date();
        let key = match plan.form {
            DecisionForm::Ballots => "ballot_notice",
            DecisionForm::Online => return Ok(on),
            DecisionForm::Meeting | DecisionForm::Conference => "meeting_notice",
        };
        last_day_before(law, procedure(law, key, on)?.term(), on)
    }
}
