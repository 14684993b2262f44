//! Two hamlets of one ward and one of another, with who keeps and reads their rolls.

use dinh_domain::access::Role;
use dinh_domain::ids::UnitId;
use dinh_domain::roll::{Household, RepresentativeDraft};
use dinh_domain::units::{Unit, UnitKind};
use dinh_service::roll::{self as room, HouseholdForm};
use dinh_service::{Actor, Context, Person};
use jiff::civil::{Date, date};

use crate::stage::{Stage, parts, person, stages, unit};

/// The first day of every household that a test adds.
pub const BEGUN: Date = date(2026, 1, 5);

/// A stage with hamlets.
pub struct Hamlets {
    pub stage: Stage,
    pub here: Unit,
    pub there: Unit,
    pub abroad: Unit,
    head: Person,
    pub front: Person,
}

/// One set of hamlets per engine that can be reached.
pub async fn hamlets() -> Vec<Hamlets> {
    let mut made = Vec::new();
    for stage in stages().await {
        made.push(Hamlets::found(stage).await);
    }
    made
}

impl Hamlets {
    async fn found(stage: Stage) -> Self {
        let group = UnitKind::ResidentialGroup;
        let here = unit(20, group, "31117.01", "Khu vực 1", Some(stage.ward.id));
        let there = unit(
            21,
            UnitKind::Village,
            "31117.02",
            "Ấp Mỹ Phước",
            Some(stage.ward.id),
        );
        let abroad = unit(22, group, "31135.01", "Khu vực 9", Some(stage.neighbour.id));
        let mut tx = stage.platform.store.write().await.expect("the seat");
        for new in [&here, &there, &abroad] {
            dinh_store::units::add(&mut tx, new).await.expect("a unit");
        }
        tx.commit().await.expect("commit");
        Self {
            head: person(200, Role::CommunityHead, here.id),
            front: person(201, Role::FrontWorkCommittee, here.id),
            stage,
            here,
            there,
            abroad,
        }
    }

    fn acting(&self, person: &Person) -> Context<'_> {
        Context::new(&self.stage.platform, Actor::Person(person.clone()))
    }

    /// The head of the first hamlet.
    pub fn head(&self) -> Context<'_> {
        self.acting(&self.head)
    }

    /// The head of the Front work committee of the first hamlet, who reads only.
    pub fn front(&self) -> Context<'_> {
        self.acting(&self.front)
    }

    /// The clerk of the ward.
    pub fn clerk(&self) -> Context<'_> {
        self.stage.clerk()
    }

    /// A household of the first hamlet.
    pub async fn add(&self, name: &str) -> Household {
        self.add_to(self.here.id, name).await
    }

    /// A household of a hamlet.
    pub async fn add_to(&self, unit: UnitId, name: &str) -> Household {
        room::add_household(&self.clerk(), unit, form(name))
            .await
            .expect("a household")
    }

    /// Numbers and names on the roll of a hamlet on a day.
    pub async fn roll(&self, unit: UnitId, on: Date) -> Vec<(i64, String)> {
        let page = room::list_roll(&self.clerk(), unit, on, "", 1)
            .await
            .expect("a roll");
        let entries = page.entries.into_iter();
        entries
            .map(|entry| (entry.household.number, entry.representative.name))
            .collect()
    }
}

/// Who represents a household of that name.
pub fn draft(name: &str) -> RepresentativeDraft {
    RepresentativeDraft {
        name: name.into(),
        address: format!("{} đường Mẫu", name.chars().count()),
        phone: "0907 000 001".into(),
        capacity: "full".into(),
        basis: String::new(),
    }
}

/// A household of that name.
pub fn form(name: &str) -> HouseholdForm {
    HouseholdForm {
        from: parts(BEGUN),
        representative: draft(name),
        ..HouseholdForm::default()
    }
}
