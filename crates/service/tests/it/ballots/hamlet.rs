//! A hamlet with its households, its head, the head of its Front work committee and three members of the team, and a
//! matter that is decided by ballots.

use dinh_domain::access::Role;
use dinh_domain::decision::{
    Choice, Collected, Decision, Notice, Origin, Plan, Proposal, Subject, TeamMember,
};
use dinh_domain::ids::{AccountId, DecisionId, HouseholdId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{BallotGround, DecisionForm, Scope};
use dinh_service::decision::ballots::{self, Collecting, Read};
use dinh_service::decision::{self, NewDecision};
use dinh_service::{Actor, Context, Person, Result};
use dinh_store::people::{accounts, mandates};
use dinh_store::roll::{households, representatives};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::stage::Stage;

/// The day on which the ballots go out; they are collected until five in the afternoon of the next day but one.
pub const OUT: Date = date(2026, 3, 6);

/// Who acts in the hamlet.
pub const HEAD: usize = 0;
pub const FRONT: usize = 1;
pub const FIRST: usize = 2;
pub const SECOND: usize = 3;
pub const THIRD: usize = 4;

/// The hamlet on its stage.
pub struct Hamlet {
    pub stage: Stage,
    pub unit: Unit,
    pub cast: Vec<Person>,
    pub households: Vec<HouseholdId>,
}

impl Hamlet {
    /// A hamlet with so many households.
    pub async fn with(stage: Stage, count: u32) -> Self {
        let mut unit = stage.ward.clone();
        unit.id = UnitId(Uuid::from_u128(50));
        unit.code = None;
        unit.slug = "to-dan-pho-mau".into();
        unit.kind = UnitKind::ResidentialGroup;
        unit.name = "Tổ dân phố Mẫu".into();
        unit.full_name = "Tổ dân phố Mẫu".into();
        unit.parent = Some(stage.ward.id);
        let mut hamlet = Self {
            stage,
            unit,
            cast: Vec::new(),
            households: Vec::new(),
        };
        hamlet.populate(count).await;
        hamlet
    }

    async fn populate(&mut self, count: u32) {
        let mut tx = self.stage.platform.store.write().await.expect("the seat");
        dinh_store::units::add(&mut tx, &self.unit)
            .await
            .expect("a unit");
        let roles = [
            Role::CommunityHead,
            Role::FrontWorkCommittee,
            Role::TeamMember,
            Role::TeamMember,
            Role::TeamMember,
        ];
        for (number, role) in (500..).zip(roles) {
            let person = person(number, role, self.unit.id);
            let at = self.stage.platform.clock.now();
            let account = accounts::Account {
                id: person.account,
                login: format!("to-mau-{number}"),
                name: person.name.clone(),
                password_hash: String::new(),
                must_change_password: false,
                disabled_at: None,
                created_at: at,
                sample: true,
            };
            accounts::add(&mut tx, &account).await.expect("an account");
            let mandate = person.mandate.as_ref().expect("a mandate");
            mandates::add_mandate(&mut tx, mandate, at)
                .await
                .expect("a mandate");
            self.cast.push(person);
        }
        for number in 1..=count {
            let household = household(number, self.unit.id);
            households::add(&mut tx, &household)
                .await
                .expect("a household");
            representatives::add(&mut tx, household.id, &representative(number))
                .await
                .expect("a representative");
            self.households.push(household.id);
        }
        tx.commit().await.expect("commit");
    }

    /// One of the cast acts.
    pub fn acting(&self, place: usize) -> Context<'_> {
        let person = self.cast.get(place).expect("one of the cast").clone();
        Context::new(&self.stage.platform, Actor::Person(person))
    }

    /// A matter of the hamlet itself (15.6), planned, told and open: ballots may be printed.
    pub async fn open(&self) -> Decision {
        let head = self.acting(HEAD);
        self.stage.move_to(date(2026, 2, 24));
        let proposed = decision::propose(&head, self.proposal())
            .await
            .expect("proposed");
        decision::agree(&self.acting(FRONT), proposed.id)
            .await
            .expect("agreed");
        decision::plan(&head, proposed.id, plan())
            .await
            .expect("planned");
        self.stage.move_to(date(2026, 3, 2));
        let notice = Notice {
            told_on: Some(date(2026, 3, 2)),
            ways: vec!["loa tổ dân phố".into()],
            posted_on: None,
            papers_on: None,
        };
        decision::notify(&head, proposed.id, notice)
            .await
            .expect("told");
        self.stage.move_to(OUT);
        decision::open(&head, proposed.id).await.expect("open");
        self.decision(proposed.id).await
    }

    fn proposal(&self) -> NewDecision {
        NewDecision {
            unit: self.unit.id,
            proposal: Proposal {
                subject: Subject::SelfGoverning,
                scope: Scope::Community,
                title: "Lắp đèn chiếu sáng ngõ 12".into(),
                content: "Lắp mười đèn chiếu sáng công cộng dọc ngõ 12 (dữ liệu mẫu).".into(),
                options: vec!["Tán thành".into()],
                seats: 1,
                origin: Origin::Head,
            },
            replaces: None,
        }
    }

    /// The decision as it is stored.
    pub async fn decision(&self, id: DecisionId) -> Decision {
        let mut tx = self.stage.platform.store.read().await.expect("a snapshot");
        dinh_store::decision::get(&mut tx, id)
            .await
            .expect("the decision")
            .decision
    }

    /// Printed and given to every household.
    pub async fn give_to_all(&self, id: DecisionId) {
        let first = self.acting(FIRST);
        ballots::print(&first, id).await.expect("printed");
        let given = ballots::give_to_all(&first, id, OUT, "tận tay từng hộ")
            .await
            .expect("given");
        assert_eq!(
            given,
            u64::try_from(self.households.len()).expect("not so many")
        );
    }

    /// The first `count` households hand their ballot in.
    pub async fn collect(&self, id: DecisionId, count: usize) {
        for household in self.households.iter().take(count) {
            self.collect_one(id, *household, Collected::Returned)
                .await
                .expect("collected");
        }
    }

    /// One household hands its ballot in, or does not.
    pub async fn collect_one(
        &self,
        id: DecisionId,
        household: HouseholdId,
        state: Collected,
    ) -> Result<()> {
        let collecting = Collecting {
            household,
            state,
            in_time: false,
        };
        ballots::collect(&self.acting(FIRST), id, collecting).await
    }

    /// One of the cast reads a paper.
    pub async fn read(
        &self,
        id: DecisionId,
        who: usize,
        serial: u32,
        choice: Choice,
    ) -> Result<()> {
        let read = Read {
            serial,
            choice,
            opinion: String::new(),
        };
        ballots::enter(&self.acting(who), id, read)
            .await
            .map(|_| ())
    }

    /// The time is over.
    pub fn time_is_over(&self) {
        self.stage.clock.set_day(date(2026, 3, 8), 18);
    }
}

fn plan() -> Plan {
    let starts = OUT.at(7, 0, 0, 0);
    let mut plan = Plan::new(DecisionForm::Ballots, starts, date(2026, 2, 24));
    plan.ground = Some(BallotGround::Agreed);
    plan.front_agrees = true;
    plan.closes = Some(date(2026, 3, 8).at(17, 0, 0, 0));
    plan.place = "Nhà văn hóa tổ dân phố".into();
    plan.reported_on = Some(date(2026, 2, 24));
    plan.team = vec![
        member("Trần Thị Mẫu", "Ban công tác Mặt trận", true),
        member("Lê Văn Mẫu", "tổ dân phố", false),
        member("Phạm Thị Mẫu", "Chi hội Phụ nữ", false),
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

fn person(number: u128, role: Role, unit: UnitId) -> Person {
    let account = AccountId(Uuid::from_u128(number));
    Person {
        account,
        name: format!("Người mẫu {number}"),
        mandate: Some(Mandate {
            id: MandateId(Uuid::from_u128(2_000 + number)),
            account,
            role,
            unit,
            valid_from: date(2025, 7, 1),
            valid_to: None,
            document: "02/QĐ-UBND".into(),
        }),
    }
}

fn household(number: u32, unit: UnitId) -> Household {
    Household {
        id: HouseholdId(Uuid::from_u128(9_000 + u128::from(number))),
        unit,
        number: i64::from(number),
        cluster: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        ended_reason: String::new(),
        version: 1,
        sample: true,
    }
}

fn representative(number: u32) -> Representative {
    Representative {
        name: format!("Nguyễn Văn Mẫu {number}"),
        address: format!("Số {number} ngõ 12"),
        phone: String::new(),
        capacity: Capacity::Full,
        basis: String::new(),
        valid_from: date(2025, 7, 1),
        valid_to: None,
        erased: false,
    }
}
