//! A decision as it stands, and what every step asks of it.

use dinh_law::{Law, Matter, Recogniser, Scope, Threshold};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::refuse::{matter, procedure};
use super::{Outcome, Proposal, Round, State};
use crate::ids::{AccountId, DecisionId, UnitId};
use crate::refusal::Refusal;

/// A matter that a community, or all communities of a commune, decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Identity.
    pub id: DecisionId,
    /// Short public number.
    pub number: i64,
    /// The community; the commune for the common thread of a commune-wide matter.
    pub unit: UnitId,
    /// The commune-wide decision of which this is one community's part.
    pub parent: Option<DecisionId>,
    /// The decision that this one amends, replaces or annuls (Article 22(3)).
    pub replaces: Option<DecisionId>,
    /// What is put before the people.
    pub proposal: Proposal,
    /// Who typed it.
    pub author: Option<AccountId>,
    /// The day of the proposal.
    pub proposed_on: Date,
    /// The Front agrees that the matter is put before the people (Article 16).
    pub front_agreed_on: Option<Date>,
    /// Supports of an initiative that were valid when it was tabled.
    pub supports: u64,
    /// State.
    pub state: State,
    /// The attempt that runs or ran last.
    pub round: Round,
    /// Sent to the commune People's Committee and the Front (Article 20(3)).
    pub sent_on: Option<Date>,
    /// Last day to send it.
    pub send_by: Option<Date>,
    /// Last day to recognise or refuse it.
    pub recognise_by: Option<Date>,
    /// The decision that recognised, refused, set the effect, or annulled.
    pub document: String,
    /// Why it was refused, annulled, dropped, or asked to be mended.
    pub reason: String,
    /// The day of the document that refused to recognise it, until another recognises it.
    #[serde(default)]
    pub refused_on: Option<Date>,
    /// First day of its effect.
    pub effective_on: Option<Date>,
    /// The community was asked to mend it (Article 22(2)).
    pub mend_asked_on: Option<Date>,
    /// First day on which it no longer holds.
    pub ended_on: Option<Date>,
    /// Version for optimistic locking.
    pub version: i64,
    /// Invented for the demo.
    pub sample: bool,
}

impl Decision {
    /// A proposal of a day; all else is still to come.
    pub fn proposed(
        id: DecisionId,
        number: i64,
        unit: UnitId,
        proposal: Proposal,
        on: Date,
    ) -> Self {
        Self {
            id,
            number,
            unit,
            parent: None,
            replaces: None,
            proposal,
            author: None,
            proposed_on: on,
            front_agreed_on: None,
            supports: 0,
            state: State::Proposed,
            round: Round::default(),
            sent_on: None,
            send_by: None,
            recognise_by: None,
            document: String::new(),
            reason: String::new(),
            refused_on: None,
            effective_on: None,
            mend_asked_on: None,
            ended_on: None,
            version: 1,
            sample: false,
        }
    }

    /// What came out of the last round.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.round.outcome.as_ref()
    }

    /// The common thread of a commune-wide matter, which no household votes on itself.
    pub fn is_thread(&self) -> bool {
        self.proposal.scope == Scope::Commune && self.parent.is_none()
    }

    /// The rules for the matter on the day of its round, or on `today` before there is one.
    pub fn matter<'l>(&self, law: &'l Law, today: Date) -> Result<&'l Matter, Refusal> {
        matter(law, self.proposal.subject.matter(), self.law_day(today))
    }

    /// The day whose law decides.
    pub fn law_day(&self, today: Date) -> Date {
        self.round.law_day().unwrap_or(today)
    }

    /// How many must agree. In one community's part of a commune-wide matter the share is our reading of 21(1).
    pub fn threshold(&self, law: &Law, today: Date) -> Result<Threshold, Refusal> {
        let on = self.law_day(today);
        if self.parent.is_some() {
            let rule = procedure(law, "community_approves", on)?;
            if let dinh_law::ProcedureValue::Share { share, of } = rule.value {
                return Ok(Threshold {
                    scope: Scope::Community,
                    share,
                    denominator: of,
                    citation: rule.citation.clone(),
                });
            }
        }
        self.matter(law, today)?
            .threshold(self.proposal.scope)
            .cloned()
            .ok_or_else(|| {
                Refusal::State("Luật không đặt tỷ lệ cho việc này ở phạm vi này.".into())
            })
    }

    /// Who must recognise it; the common thread and its parts need nobody.
    pub fn recogniser(&self, law: &Law, today: Date) -> Result<Option<Recogniser>, Refusal> {
        if self.proposal.scope == Scope::Commune {
            return Ok(None);
        }
        Ok(self
            .matter(law, today)?
            .recognition
            .as_ref()
            .map(|recognition| recognition.by))
    }

    /// Whether it binds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.effective_on.is_some_and(|from| from <= day)
            && self.ended_on.is_none_or(|end| day < end)
    }

    pub(super) fn must_be(&self, states: &[State], step: &str) -> Result<(), Refusal> {
        if states.contains(&self.state) {
            return Ok(());
        }
        let now = match (self.state, self.outcome()) {
            (State::Decided, Some(outcome)) => outcome.label().to_lowercase(),
            (state, _) => state.label().to_lowercase(),
        };
        Err(Refusal::State(format!(
            "Không thể {step}: việc này {now}. Hãy tải lại trang để xem tình trạng mới nhất."
        )))
    }
}
