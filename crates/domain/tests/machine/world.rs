//! A decision, and beside it the facts as they happened, which the machine does not see.

use dinh_domain::Refusal;
use dinh_domain::decision::{
    AnnulmentGround, Backing, Closing, Decision, HandVote, Notice, Opening, Origin, Plan, Proposal,
    Recognised, Roll, Subject, TeamMember, VotingMethod,
};
use dinh_domain::ids::{DecisionId, UnitId};
use dinh_law::{Law, Scope};
use jiff::civil::{Date, DateTime, date};
use uuid::Uuid;

/// The day on which every decision of these worlds is proposed.
pub const PROPOSED: Date = date(2026, 9, 1);

/// One step, with everything that is said in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Agree(Date),
    Drop(String),
    Plan(Box<Plan>, Backing, Date),
    Notify(Notice, Date),
    Open(Opening),
    Correct(Roll, DateTime),
    Nominate(String),
    Secretary(String, HandVote),
    Method(VotingMethod, HandVote),
    Committee(Vec<TeamMember>, HandVote),
    Conclude(Closing),
    Send(Date),
    Recognise(Recognised),
    TakeEffect(Date),
    Refuse(Recognised, String),
    SetEffect(String, Date),
    Settle(String, Date, bool),
    Annul(String, String, Date),
    AskToMend(AnnulmentGround, String, String, Date),
    GiveWayTo(Box<Decision>),
}

/// What happened in one attempt, as the people saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    pub plan: Option<(Plan, Backing)>,
    pub notice: Option<Notice>,
    pub opening: Option<Opening>,
    pub roll: Option<u64>,
    pub secretary: Option<HandVote>,
    pub method: Option<(VotingMethod, HandVote)>,
    pub committee: Option<(Vec<TeamMember>, HandVote)>,
    pub closing: Option<Closing>,
}

/// What happened in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub agreed: bool,
    /// What the first plan leant on.
    pub tabled: Option<Backing>,
    /// Attempts that were counted and did not last, the oldest first.
    pub past: Vec<Attempt>,
    pub attempt: Attempt,
    pub nominated: Vec<String>,
    pub sent: Option<Date>,
    pub recognised: Option<Recognised>,
    pub not_recognised: bool,
    pub set_effect: Option<(String, Date)>,
    pub settled: Option<(String, Date, bool)>,
}

/// The machine and the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub decision: Decision,
    pub facts: Facts,
}

/// A proposal as it begins: what, where, by whom.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub name: &'static str,
    pub subject: Subject,
    pub scope: Scope,
    pub origin: Origin,
    /// One community's part of a commune-wide matter.
    pub part: bool,
    pub seats: u32,
}

const fn case(name: &'static str, subject: Subject, scope: Scope, origin: Origin) -> Case {
    Case {
        name,
        subject,
        scope,
        origin,
        part: false,
        seats: 1,
    }
}

/// Every matter in every scope that the law knows, and proposals that the law does not know.
pub const CASES: &[Case] = &[
    case("15.1", Subject::PublicWorks, Scope::Community, Origin::Head),
    case(
        "15.1 commune-wide",
        Subject::PublicWorks,
        Scope::Commune,
        Origin::Chairman,
    ),
    Case {
        part: true,
        ..case(
            "15.1 part of a commune-wide matter",
            Subject::PublicWorks,
            Scope::Commune,
            Origin::Chairman,
        )
    },
    case(
        "15.2 by initiative",
        Subject::PeoplesContributions,
        Scope::Community,
        Origin::Citizen,
    ),
    case(
        "15.2 commune-wide",
        Subject::PeoplesContributions,
        Scope::Commune,
        Origin::Chairman,
    ),
    case("15.3", Subject::Convention, Scope::Community, Origin::Head),
    case(
        "15.4 election",
        Subject::ElectHead,
        Scope::Community,
        Origin::Chairman,
    ),
    case(
        "15.4 dismissal",
        Subject::DismissHead,
        Scope::Community,
        Origin::Chairman,
    ),
    Case {
        seats: 2,
        ..case(
            "15.5 election",
            Subject::ElectInspectionBoard,
            Scope::Community,
            Origin::Head,
        )
    },
    case(
        "15.5 dismissal",
        Subject::DismissInspectionBoard,
        Scope::Community,
        Origin::Head,
    ),
    case(
        "15.6",
        Subject::SelfGoverning,
        Scope::Community,
        Origin::Head,
    ),
    case(
        "15.6 commune-wide, unlawful",
        Subject::SelfGoverning,
        Scope::Commune,
        Origin::Chairman,
    ),
    case(
        "15.1 commune-wide by a head, unlawful",
        Subject::PublicWorks,
        Scope::Commune,
        Origin::Head,
    ),
    case(
        "15.1 by the chairman, unlawful",
        Subject::PublicWorks,
        Scope::Community,
        Origin::Chairman,
    ),
    case(
        "15.4 election by a head, unlawful",
        Subject::ElectHead,
        Scope::Community,
        Origin::Head,
    ),
    Case {
        seats: 6,
        ..case(
            "15.5 election of six, unlawful",
            Subject::ElectInvestmentBoard,
            Scope::Community,
            Origin::Head,
        )
    },
];

impl Case {
    /// The world before the first step.
    pub fn start(self) -> World {
        let names = [
            "Nguyễn Văn An",
            "Trần Thị Bình",
            "Lê Văn Cường",
            "Phạm Thị Dung",
            "Võ Văn Em",
            "Đỗ Thị Gấm",
        ];
        let lines = match self.seats {
            _ if !self.subject.is_election() => 1,
            1 => 2,
            seats => usize::try_from(seats).unwrap_or(1),
        };
        let options = if self.subject.is_election() {
            names
                .iter()
                .take(lines)
                .map(|name| (*name).to_owned())
                .collect()
        } else {
            vec!["Đồng ý".to_owned()]
        };
        let proposal = Proposal {
            subject: self.subject,
            scope: self.scope,
            title: "Làm đường bê tông ngõ 3".into(),
            content: "Mỗi hộ góp hai ngày công.".into(),
            options,
            seats: self.seats,
            origin: self.origin,
        };
        let (id, unit) = (DecisionId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
        let decision = Decision {
            parent: self.part.then(|| DecisionId(Uuid::from_u128(3))),
            sample: true,
            ..Decision::proposed(id, 1, unit, proposal, PROPOSED)
        };
        World {
            decision,
            facts: Facts::default(),
        }
    }
}

impl World {
    /// The world after the step, or the refusal.
    pub fn take(&self, step: &Step) -> Result<Self, Refusal> {
        let mut next = self.clone();
        next.apply(step)?;
        Ok(next)
    }

    /// The world after the step; after a refusal it must be the world before.
    #[expect(clippy::too_many_lines, reason = "one arm for each step")]
    pub fn apply(&mut self, step: &Step) -> Result<(), Refusal> {
        let law = Law::embedded();
        let World { decision, facts } = self;
        match step {
            Step::Agree(on) => {
                decision.agree(*on)?;
                facts.agreed = true;
            }
            Step::Drop(reason) => decision.drop_proposal(reason)?,
            Step::Plan(plan, backing, today) => {
                decision.plan((**plan).clone(), *backing, law, *today)?;
                facts.plan(plan, *backing);
            }
            Step::Notify(notice, today) => {
                decision.notify(notice.clone(), law, *today)?;
                facts.attempt.notice = Some(notice.clone());
            }
            Step::Open(opening) => {
                decision.open(opening.clone(), law)?;
                facts.attempt.roll = Some(opening.roll.total);
                facts.attempt.opening = Some(opening.clone());
            }
            Step::Correct(roll, now) => {
                decision.correct_roll(roll.clone(), *now)?;
                facts.attempt.roll = Some(roll.total);
            }
            Step::Nominate(name) => {
                decision.nominate(name, law)?;
                facts.nominated.push(name.clone());
            }
            Step::Secretary(name, vote) => {
                decision.choose_secretary(name, *vote, law)?;
                facts.attempt.secretary = Some(*vote);
            }
            Step::Method(method, vote) => {
                decision.choose_method(*method, *vote, law)?;
                facts.attempt.method = Some((*method, *vote));
            }
            Step::Committee(members, vote) => {
                decision.choose_committee(members.clone(), *vote, law)?;
                facts.attempt.committee = Some((members.clone(), *vote));
            }
            Step::Conclude(closing) => {
                decision.conclude(closing.clone(), law)?;
                facts.attempt.closing = Some(closing.clone());
            }
            Step::Send(on) => {
                decision.send(law, *on)?;
                facts.sent = Some(*on);
            }
            Step::Recognise(act) => {
                decision.recognise(act.clone(), law)?;
                facts.recognised = Some(act.clone());
            }
            Step::TakeEffect(today) => decision.take_effect(*today)?,
            Step::Refuse(act, reason) => {
                decision.refuse(act.clone(), reason, law)?;
                facts.not_recognised = true;
            }
            Step::SetEffect(document, from) => {
                decision.set_effect(document, *from, law)?;
                facts.set_effect = Some((document.clone(), *from));
            }
            Step::Settle(document, on, front) => {
                decision.settle_dismissal(document, *on, *front)?;
                facts.settled = Some((document.clone(), *on, *front));
            }
            Step::Annul(document, reason, on) => decision.annul(document, reason, *on)?,
            Step::AskToMend(ground, document, reason, on) => {
                decision.ask_to_mend(*ground, document, reason, *on)?;
            }
            Step::GiveWayTo(other) => decision.give_way_to(other)?,
        }
        Ok(())
    }
}

impl Facts {
    fn plan(&mut self, plan: &Plan, backing: Backing) {
        let last = std::mem::take(&mut self.attempt);
        if last.closing.is_some() {
            self.past.push(last);
        }
        self.tabled.get_or_insert(backing);
        self.attempt.plan = Some((plan.clone(), backing));
        self.sent = None;
        self.recognised = None;
    }
}
