//! A hamlet that decides a matter of its own (15.6) by an online vote: open on Friday from seven in the morning until
//! eight in the evening of Sunday.

use dinh_domain::decision::{
    Choice, Decision, Notice, Origin, Plan, Proposal, Subject, TeamMember,
};
use dinh_domain::ids::{DecisionId, HouseholdId};
use dinh_law::{DecisionForm, Scope};
use dinh_service::decision::online::{self, Card, Cast, Credential, Entered, NewVote};
use dinh_service::decision::{self, NewDecision, Purpose, Support};
use dinh_service::{Context, Result};
use dinh_store::ReadTx;
use dinh_store::audit::AuditLine;
use jiff::civil::{Date, DateTime, date};

use crate::ballots::hamlet::{FIRST, FRONT, HEAD, Hamlet};
use crate::stage::{Stage, stages};

/// The first day of the vote.
pub const OPENS: Date = date(2026, 3, 6);
/// The moment from which no vote is taken.
pub const CLOSES: DateTime = date(2026, 3, 8).at(20, 0, 0, 0);

/// The hamlet with its cards.
pub struct Scene {
    pub hamlet: Hamlet,
    pub decision: DecisionId,
    pub number: i64,
    pub cards: Vec<Card>,
}

/// One open vote of so many households on each engine that can be reached.
pub async fn scenes(households: u32) -> Vec<Scene> {
    let mut made = Vec::new();
    for stage in stages().await {
        made.push(Box::pin(Scene::open(stage, households)).await);
    }
    made
}

impl Scene {
    async fn open(stage: Stage, households: u32) -> Self {
        let hamlet = Hamlet::with(stage, households).await;
        let head = hamlet.acting(HEAD);
        hamlet.stage.move_to(date(2026, 2, 24));
        let proposed = decision::propose(&head, proposal(&hamlet))
            .await
            .expect("proposed");
        decision::agree(&hamlet.acting(FRONT), proposed.id)
            .await
            .expect("agreed");
        for household in &hamlet.households {
            let support = Support {
                decision: proposed.id,
                purpose: Purpose::Online,
                household: *household,
                given_on: date(2026, 2, 24),
                way: "bình chọn trong nhóm".into(),
            };
            decision::support(&head, support).await.expect("chosen");
        }
        decision::plan(&head, proposed.id, plan())
            .await
            .expect("planned");
        let cards = online::invite(&hamlet.acting(FIRST), proposed.id)
            .await
            .expect("invited");
        hamlet.stage.move_to(date(2026, 3, 2));
        let notice = Notice {
            told_on: Some(date(2026, 3, 2)),
            ways: vec!["nhóm của tổ dân phố".into()],
            posted_on: None,
            papers_on: None,
        };
        decision::notify(&head, proposed.id, notice)
            .await
            .expect("told");
        hamlet.stage.move_to(OPENS);
        decision::open(&head, proposed.id).await.expect("open");
        Self {
            decision: proposed.id,
            number: proposed.number,
            cards,
            hamlet,
        }
    }

    /// Nobody in particular: a household with its card.
    pub fn public(&self) -> Context<'_> {
        Context::public(&self.hamlet.stage.platform)
    }

    /// The code of the household at this place.
    pub fn code(&self, place: usize) -> String {
        self.cards.get(place).expect("a card").code.shown()
    }

    /// The household at this place.
    pub fn household(&self, place: usize) -> HouseholdId {
        self.cards.get(place).expect("a card").household
    }

    /// A household votes with its card.
    pub async fn cast(&self, place: usize, choice: Choice, seen: i64) -> Result<Cast> {
        let vote = NewVote {
            opinion: match choice {
                Choice::Other => "Nên lắp đèn năng lượng mặt trời".into(),
                _ => String::new(),
            },
            choice,
            seen,
        };
        let code = self.code(place);
        online::cast(&self.public(), Credential::Code(&code), vote).await
    }

    /// The team enters what a household said.
    pub async fn enter(
        &self,
        place: usize,
        channel: dinh_domain::decision::VoteChannel,
        choice: Choice,
        in_time: bool,
    ) -> Result<Cast> {
        let entered = Entered {
            household: self.household(place),
            channel,
            choice,
            opinion: String::new(),
            source: "phiếu giấy mẫu, bản chụp số 1".into(),
            in_time,
        };
        online::enter_for_household(&self.hamlet.acting(FIRST), self.decision, entered).await
    }

    /// The clock stands at a moment.
    pub fn at(&self, moment: DateTime) {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(7));
        let at = moment.to_zoned(zone).expect("a moment").timestamp();
        self.hamlet.stage.clock.set(at);
    }

    /// How many households have an answer.
    pub async fn stored_votes(&self) -> usize {
        let mut tx = self.read().await;
        let rows = dinh_store::decision::online::said(&mut tx, (self.decision, 1)).await;
        rows.expect("votes").len()
    }

    /// The rows of the trail about an action.
    pub async fn trail_of(&self, action: &str) -> Vec<AuditLine> {
        let mut tx = self.read().await;
        let rows = dinh_store::audit::newest(&mut tx, 500).await;
        let mut rows = rows.expect("rows");
        rows.retain(|row| row.action == action);
        rows
    }

    async fn read(&self) -> ReadTx {
        let store = &self.hamlet.stage.platform.store;
        store.read().await.expect("a snapshot")
    }

    /// The decision as it is stored.
    pub async fn stored(&self) -> Decision {
        self.hamlet.decision(self.decision).await
    }
}

fn proposal(hamlet: &Hamlet) -> NewDecision {
    NewDecision {
        unit: hamlet.unit.id,
        proposal: Proposal {
            subject: Subject::SelfGoverning,
            scope: Scope::Community,
            title: "Ngày dọn vệ sinh chung".into(),
            content: "Dọn vệ sinh ngõ vào sáng thứ bảy đầu tháng (dữ liệu mẫu).".into(),
            options: vec!["Tán thành".into()],
            seats: 1,
            origin: Origin::Head,
        },
        replaces: None,
    }
}

fn plan() -> Plan {
    let starts = OPENS.at(7, 0, 0, 0);
    let mut plan = Plan::new(DecisionForm::Online, starts, date(2026, 2, 24));
    plan.front_agrees = true;
    plan.devices = true;
    plan.closes = Some(CLOSES);
    plan.reported_on = Some(date(2026, 2, 24));
    plan.team = vec![
        member("Trần Thị Mẫu", "Ban công tác Mặt trận", true),
        member("Lê Văn Mẫu", "tổ dân phố", false),
        member("Phạm Thị Mẫu", "đại diện hộ gia đình", false),
    ];
    plan
}

fn member(name: &str, body: &str, front: bool) -> TeamMember {
    TeamMember {
        name: name.into(),
        body: body.into(),
        front,
        leader: front,
    }
}
