//! Who acts: every person follows from the unit's address alone, so that nobody has to be looked up when the filling goes
//! on.

use std::collections::BTreeMap;

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use dinh_domain::units::{Unit, UnitKind};
use dinh_store::ReadTx;

use super::{FIRST_DAY, Scale, seed};
use crate::clock::start_of;
use crate::demo::hamlets::{self, Hamlet};
use crate::error::{Error, Result};
use crate::platform::{Person, Platform};
use crate::random::{Random, SeededRandom};

/// Officers of a hamlet.
pub(super) const OFFICERS: usize = 5;
const MANY: i64 = 100_000;

/// The part that somebody plays in a unit.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Clerk,
    Head,
    Front,
    /// One of the officers of a hamlet, by place.
    Officer(usize),
}

impl Part {
    fn role(self) -> Role {
        match self {
            Self::Clerk => Role::CommuneClerk,
            Self::Head => Role::CommuneChairman,
            Self::Front => Role::FrontCommittee,
            Self::Officer(place) => hamlets::officers().nth(place).unwrap_or(Role::TeamMember),
        }
    }

    /// The name of the account.
    pub(super) fn login(self, unit: &Unit) -> String {
        let place = match self {
            Self::Officer(place) => place + 1,
            _ => 1,
        };
        format!("mau.{}.{}.{place}", self.role().code(), unit.slug)
    }
}

/// Whoever plays a part in a unit.
pub(super) fn person(unit: &Unit, part: Part) -> Result<Person> {
    let chance = SeededRandom::new(seed(&part.login(unit))?);
    let account = AccountId(chance.id(start_of(FIRST_DAY)));
    let mandate = Mandate {
        id: MandateId(chance.id(start_of(FIRST_DAY))),
        account,
        role: part.role(),
        unit: unit.id,
        valid_from: FIRST_DAY,
        valid_to: None,
        document: "Dữ liệu mẫu".to_owned(),
    };
    Ok(Person {
        account,
        name: format!("Người mẫu ({}, {})", part.role().label(), unit.full_name),
        mandate: Some(mandate),
    })
}

/// A commune with whoever discloses for it.
pub(super) struct Office {
    pub(super) unit: Unit,
    pub(super) clerk: Person,
    pub(super) head: Person,
}

/// Everyone.
pub(super) struct Cast {
    /// Communes by their address.
    pub(super) offices: Vec<Office>,
    /// Their hamlets, commune by commune; without households.
    pub(super) hamlets: Vec<Hamlet>,
}

/// The communes that take part, by address.
pub(super) async fn communes(tx: &mut ReadTx, scale: &Scale) -> Result<Vec<Unit>> {
    let mut found = Vec::new();
    for kind in [UnitKind::Ward, UnitKind::Commune, UnitKind::SpecialZone] {
        found.extend(dinh_store::units::of_kind(tx, kind, FIRST_DAY, MANY).await?);
    }
    found.sort_by(|one, other| one.slug.cmp(&other.slug));
    found.truncate(scale.communes);
    Ok(found)
}

/// Call everyone together.
pub(super) async fn assemble(stage: &Platform, scale: &Scale) -> Result<Cast> {
    let mut tx = stage.store.read().await?;
    let units = communes(&mut tx, scale).await?;
    let mut below: BTreeMap<UnitId, Vec<Unit>> = BTreeMap::new();
    for kind in [UnitKind::ResidentialGroup, UnitKind::Village] {
        for unit in dinh_store::units::of_kind(&mut tx, kind, FIRST_DAY, MANY).await? {
            let parent = unit.parent.ok_or(Error::NotFound)?;
            below.entry(parent).or_default().push(unit);
        }
    }
    let mut cast = Cast {
        offices: Vec::with_capacity(units.len()),
        hamlets: Vec::new(),
    };
    for unit in units {
        let head = person(&unit, Part::Head)?;
        let front = person(&unit, Part::Front)?;
        let mut hamlets = below.remove(&unit.id).unwrap_or_default();
        hamlets.sort_by(|one, other| one.slug.cmp(&other.slug));
        for hamlet in hamlets {
            let officers = (0..OFFICERS).map(|place| person(&hamlet, Part::Officer(place)));
            cast.hamlets.push(Hamlet {
                officers: officers.collect::<Result<_>>()?,
                unit: hamlet,
                chairman: head.clone(),
                front: front.clone(),
                households: Vec::new(),
            });
        }
        cast.offices.push(Office {
            clerk: person(&unit, Part::Clerk)?,
            head,
            unit,
        });
    }
    Ok(cast)
}
