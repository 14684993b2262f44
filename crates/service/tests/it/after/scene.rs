//! Three hamlets of a ward with their head, the Front of the ward, and decisions that have been passed.

use dinh_domain::access::Role;
use dinh_domain::decision::{
    Count, Decision, Origin, Outcome, Plan, Proposal, Roll, Round, State, Subject,
};
use dinh_domain::ids::{AccountId, DecisionId, HouseholdId, UnitId};
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::{Unit, UnitKind};
use dinh_law::{DecisionForm, EffectMoment, Scope};
use dinh_service::{Actor, Context, Person};
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::mandates;
use dinh_store::roll::{households, representatives};
use jiff::civil::date;
use uuid::Uuid;

use crate::stage::{DECIDED, Stage, person, stages, unit};

/// The sign-in name of whoever is elected.
pub const ELECTED_LOGIN: &str = "nguoi-duoc-bau";

/// The hamlets.
pub struct Scene {
    pub stage: Stage,
    pub hamlets: Vec<Unit>,
    pub households: Vec<HouseholdId>,
    head: Person,
    front: Person,
}

/// One scene per engine that can be reached.
pub async fn scenes() -> Vec<Scene> {
    let mut made = Vec::new();
    for stage in stages().await {
        made.push(Scene::set(stage).await);
    }
    made
}

impl Scene {
    async fn set(stage: Stage) -> Self {
        let hamlets: Vec<Unit> = (30..33)
            .map(|id: u128| {
                unit(
                    id,
                    UnitKind::Village,
                    &format!("31117.{id}"),
                    &format!("Ấp Mẫu {id}"),
                    Some(stage.ward.id),
                )
            })
            .collect();
        let first = hamlets.first().expect("a hamlet").id;
        let head = person(300, Role::CommunityHead, first);
        let front = person(301, Role::FrontCommittee, stage.ward.id);
        let mut scene = Self {
            stage,
            hamlets,
            households: Vec::new(),
            head,
            front,
        };
        scene.populate(first).await;
        scene
    }

    #[expect(clippy::too_many_lines, reason = "a cast, person by person")]
    async fn populate(&mut self, first: UnitId) {
        let mut tx = self.stage.platform.store.write().await.expect("the seat");
        for hamlet in &self.hamlets {
            dinh_store::units::add(&mut tx, hamlet)
                .await
                .expect("a unit");
        }
        let logins = [
            (self.head.account, "truong-ap-mau"),
            (self.front.account, "mat-tran-mau"),
            (AccountId(Uuid::from_u128(302)), ELECTED_LOGIN),
        ];
        for (id, login) in logins {
            let account = Account {
                id,
                login: login.into(),
                name: login.into(),
                password_hash: String::new(),
                must_change_password: false,
                disabled_at: None,
                created_at: self.stage.platform.clock.now(),
                sample: true,
            };
            accounts::add(&mut tx, &account).await.expect("an account");
        }
        for person in [&self.head, &self.front] {
            let mandate = person.mandate.as_ref().expect("a mandate");
            let at = self.stage.platform.clock.now();
            mandates::add_mandate(&mut tx, mandate, at)
                .await
                .expect("a mandate");
        }
        for number in 1..=4_u32 {
            let household = Household {
                id: HouseholdId(Uuid::from_u128(700 + u128::from(number))),
                unit: first,
                number: i64::from(number),
                cluster: String::new(),
                valid_from: date(2025, 7, 1),
                valid_to: None,
                ended_reason: String::new(),
                version: 1,
                sample: true,
            };
            households::add(&mut tx, &household)
                .await
                .expect("a household");
            let by = Representative {
                name: format!("Nguyễn Thị Kín {number}"),
                address: format!("Số {number} ngõ Kín"),
                phone: String::new(),
                capacity: Capacity::Full,
                basis: String::new(),
                valid_from: date(2025, 7, 1),
                valid_to: None,
                erased: false,
            };
            representatives::add(&mut tx, household.id, &by)
                .await
                .expect("a representative");
            self.households.push(household.id);
        }
        tx.commit().await.expect("commit");
    }

    /// Somebody with this role in this unit.
    pub fn acting_as(&self, role: Role, unit: UnitId) -> Context<'_> {
        self.acting(&person(399, role, unit))
    }

    fn acting(&self, person: &Person) -> Context<'_> {
        Context::new(&self.stage.platform, Actor::Person(person.clone()))
    }

    /// The first hamlet.
    pub fn here(&self) -> &Unit {
        self.hamlets.first().expect("a hamlet")
    }

    /// The head of the first hamlet.
    pub fn head(&self) -> Context<'_> {
        self.acting(&self.head)
    }

    /// The Front of the ward.
    pub fn front(&self) -> Context<'_> {
        self.acting(&self.front)
    }

    /// The chairman of the ward.
    pub fn chairman(&self) -> Context<'_> {
        self.stage.chairman()
    }

    /// Something that the first hamlet passed on the day on which the tests begin.
    pub async fn passed(&self, subject: Subject, options: &[&str]) -> Decision {
        let mut decision = self.blank(subject, options).await;
        decision.round.outcome = Some(Outcome::Passed { options: vec![0] });
        self.add(decision).await
    }

    /// Something that it did not pass.
    pub async fn not_passed(&self, subject: Subject) -> Decision {
        let mut decision = self.blank(subject, &["Đồng ý"]).await;
        decision.round.outcome = Some(Outcome::NotPassed);
        decision.effective_on = None;
        self.add(decision).await
    }

    /// A decision that was counted, before it says what came out.
    pub async fn blank(&self, subject: Subject, options: &[&str]) -> Decision {
        let mut tx = self.stage.platform.store.write().await.expect("the seat");
        let number = dinh_store::numbers::next(&mut tx, "decision")
            .await
            .expect("a number");
        tx.commit().await.expect("commit");
        let law = self.stage.platform.law;
        let matter = law.matter(subject.matter(), DECIDED).expect("a matter");
        let at_once = matter
            .effect(Scope::Community)
            .is_some_and(|effect| effect.moment == EffectMoment::Passed);
        let mut count = Count::new(4, options.len());
        count.represented = 4;
        *count.approve.first_mut().expect("an option") = 3;
        count.against = 1;
        let starts = DECIDED.at(8, 0, 0, 0);
        let round = Round {
            number: 1,
            plan: Some(Plan::new(DecisionForm::Meeting, starts, date(2026, 2, 1))),
            roll: Some(Roll {
                total: 4,
                root: "0".repeat(64),
                corrections: 0,
            }),
            count: Some(count),
            decided_on: Some(DECIDED),
            ..Round::default()
        };
        let proposal = Proposal {
            subject,
            scope: Scope::Community,
            title: format!("Việc mẫu số {number}"),
            content: "Nội dung mẫu đưa ra bàn và quyết định.".into(),
            options: options.iter().map(|one| (*one).to_owned()).collect(),
            seats: 1,
            origin: Origin::Head,
        };
        let id = DecisionId(self.head().new_id());
        Decision {
            front_agreed_on: Some(date(2026, 1, 21)),
            state: State::Decided,
            round,
            send_by: Some(date(2026, 2, 25)),
            effective_on: at_once.then_some(DECIDED),
            sample: true,
            ..Decision::proposed(id, number, self.here().id, proposal, date(2026, 1, 20))
        }
    }

    /// Store it.
    pub async fn add(&self, decision: Decision) -> Decision {
        let mut tx = self.stage.platform.store.write().await.expect("the seat");
        let at = self.stage.platform.clock.now();
        dinh_store::decision::add(&mut tx, &decision, self.stage.ward.id, at)
            .await
            .expect("a decision");
        tx.commit().await.expect("commit");
        decision
    }

    /// As it stands now.
    pub async fn now(&self, id: DecisionId) -> Decision {
        let mut tx = self.stage.platform.store.read().await.expect("a snapshot");
        dinh_store::decision::get(&mut tx, id)
            .await
            .expect("a decision")
            .decision
    }
}
