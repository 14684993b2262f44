//! Votes of the meeting's page: about itself, and then on the matter.

use dinh_domain::decision::{HandVote, Proceedings, VotingMethod};
use dinh_service::decision::{Attendance, DecisionView};

use crate::components::{Choice, Choices, Field};
use crate::pages::decision::plan_fields::{Shown, team_fields};
use crate::pages::decision::shown::whole;
use crate::pages::decision::subject::Refused;
use crate::pages::decision::vote::vote_fields;
use crate::posted::Posted;
use crate::texts::Texts;

/// A vote by raised hands that was taken.
pub struct Taken {
    pub what: String,
    pub who: String,
    pub hands: String,
}

/// The forms that are open at this moment.
pub struct Votes {
    pub secretary: Option<Vec<Shown>>,
    pub method: Option<Vec<Shown>>,
    pub committee: Option<Vec<Shown>>,
    pub vote: Option<Vec<Shown>>,
    /// Households that raise a hand may be ticked.
    pub may_list_hands: bool,
    /// Too few are there.
    pub may_close: bool,
}

impl Votes {
    /// One after the other, as the law orders them.
    pub fn new(
        texts: Texts,
        view: &DecisionView,
        list: &Attendance,
        typed: &Posted,
        refused: &Refused,
    ) -> Self {
        let decision = view.decision();
        let proceedings = &decision.round.proceedings;
        let chosen = proceedings.method.map(|(method, _)| method);
        let needs_committee =
            chosen == Some(VotingMethod::Secret) && proceedings.committee.is_none();
        let reached = list.needed.is_some_and(|needed| list.present >= needed);
        let hands = Hands {
            texts,
            present: list.present,
            typed,
            refused,
        };
        let ready = chosen.is_some() && !needs_committee && reached;
        Self {
            secretary: proceedings.secretary.is_none().then(|| hands.secretary()),
            method: (proceedings.secretary.is_some() && chosen.is_none()).then(|| hands.method()),
            committee: needs_committee.then(|| hands.committee()),
            vote: ready.then(|| vote_fields(texts, decision, typed, refused)),
            may_list_hands: chosen == Some(VotingMethod::Hands) && reached,
            may_close: !reached,
        }
    }
}

/// Forms with a number of raised hands.
struct Hands<'a> {
    texts: Texts,
    present: u64,
    typed: &'a Posted,
    refused: &'a Refused,
}

impl Hands<'_> {
    fn secretary(&self) -> Vec<Shown> {
        let texts = self.texts;
        let label = texts.text("decision-meet-secretary-name");
        let name = Field::text(texts, "secretary", label)
            .value(self.typed.text("secretary"))
            .error(self.refused.find("secretary"));
        vec![Shown::of(&name), Shown::of(&self.number("secretary"))]
    }

    fn method(&self) -> Vec<Shown> {
        let texts = self.texts;
        let choices = Choices::radios(texts, "method", texts.text("decision-meet-method"))
            .item(Choice::new("hands", texts.text("decision-meet-by-hands")))
            .item(Choice::new("secret", texts.text("decision-meet-by-secret")))
            .chosen([self.typed.text("method")])
            .error(self.refused.find("method"));
        vec![Shown::of(&choices), Shown::of(&self.number("method"))]
    }

    fn committee(&self) -> Vec<Shown> {
        let mut rows = team_fields(self.texts, self.typed, self.refused);
        rows.push(Shown::of(&self.number("committee")));
        rows
    }

    /// How many raised their hand.
    fn number(&self, of: &str) -> Field {
        let texts = self.texts;
        let mine = self.typed.text("chooses") == of;
        let hint = [(
            "present",
            &whole(self.present) as &dyn crate::texts::Argument,
        )];
        Field::text(texts, "hands", texts.text("decision-meet-hands"))
            .id(format!("hands-{of}"))
            .hint(texts.with("decision-meet-hands-hint", &hint))
            .class("govuk-input--width-3")
            .input_mode("numeric")
            .value(if mine { self.typed.text("hands") } else { "" })
            .error(self.refused.find("hands").filter(|_| mine))
    }
}

/// What the meeting has decided about itself.
pub fn taken(texts: Texts, proceedings: &Proceedings) -> Vec<Taken> {
    let taken = |step: &str, who: String, vote: &HandVote| Taken {
        what: texts.text(step),
        who,
        hands: texts.formats().share(vote.approve, vote.attending),
    };
    let mut found = Vec::new();
    if let Some((name, vote)) = &proceedings.secretary {
        found.push(taken("decision-step-secretary", name.clone(), vote));
    }
    if let Some((method, vote)) = &proceedings.method {
        let who = match method {
            VotingMethod::Hands => "decision-meet-by-hands",
            VotingMethod::Secret => "decision-meet-by-secret",
        };
        found.push(taken("decision-step-method", texts.text(who), vote));
    }
    if let Some((members, vote)) = &proceedings.committee {
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        found.push(taken("decision-step-committee", names.join(", "), vote));
    }
    found
}
