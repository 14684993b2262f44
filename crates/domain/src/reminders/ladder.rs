//! The ladder: T-3 and T-1 to whoever must act, T+1 also to the head of the unit, T+3 to the office that watches over the
//! city's units, T+7 to head and office.
//!
//! T is the day by which the law wants it done. Rungs are counted in working days, as the terms of Art. 12(3) and 47(2) are:
//! nobody is reminded on a Sunday or at Tết, and "three days before" leaves three days to work in.

use dinh_law::{Calendar, WorkingDays};
use jiff::civil::Date;
use uuid::Uuid;

use crate::access::Role;
use crate::ids::UnitId;

/// Who is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The head of the village or residential group, who puts matters before the people and makes their result known
    /// (Art. 23(2)).
    Community,
    /// The head of the Front work committee there, who convenes the meeting on a dismissal (Decree 59 Art. 3(1)(c)).
    FrontWork,
    /// The Front of the commune, which recognises what Art. 21(2) gives to it.
    Front,
    /// The clerk who writes and records for the unit.
    InCharge,
    /// Who directs, inspects and urges: the chairman of the commune (Art. 14(1)), the head of the agency (Art. 48), the
    /// authorised representative of the enterprise (Art. 66).
    Head,
    /// The office that follows all units for the People's Committee of the city (Art. 85(1)).
    Supervisor,
}

impl Party {
    /// Every one, from below to above.
    pub const ALL: &[Self] = &[
        Self::Community,
        Self::FrontWork,
        Self::Front,
        Self::InCharge,
        Self::Head,
        Self::Supervisor,
    ];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::FrontWork => "front_work",
            Self::Front => "front",
            Self::InCharge => "in_charge",
            Self::Head => "head",
            Self::Supervisor => "supervisor",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|party| party.code() == code)
    }

    /// Whether this one belongs to a community of households; the others belong to its commune, or to a unit of its own.
    pub fn is_of_community(self) -> bool {
        matches!(self, Self::Community | Self::FrontWork)
    }

    /// Who hears on a rung of this one, when something waits for `waits_for`. No office of the People's Committee is above the
    /// Front: what waits for it is told to the Front alone.
    fn heard_by(self, waits_for: Self) -> Self {
        if waits_for == Self::Front {
            return Self::Front;
        }
        self
    }

    /// The roles of those who are meant; which of them a unit has depends on its kind.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Community => &[Role::CommunityHead],
            Self::FrontWork => &[Role::FrontWorkCommittee],
            Self::Front => &[Role::FrontCommittee],
            Self::InCharge => &[Role::CommuneClerk, Role::AgencyClerk, Role::EnterpriseClerk],
            Self::Head => &[
                Role::CommuneChairman,
                Role::AgencyHead,
                Role::EnterpriseHead,
            ],
            Self::Supervisor => &[Role::HomeAffairs],
        }
    }

    /// What a role makes of who holds it; most roles are never reminded.
    pub fn of(role: Role) -> Option<Self> {
        let mut parties = Self::ALL.iter().copied();
        parties.find(|party| party.roles().contains(&role))
    }
}

/// To whom a rung speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// Whoever must act: the clerk, or the head while something waits for the head.
    WhoeverMustAct,
    /// This one, whoever must act.
    Always(Party),
}

/// One rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// Working days from the due day, negative before it.
    pub days: i16,
    /// To whom.
    pub to: &'static [To],
}

use To::{Always, WhoeverMustAct};

/// Every rung, from below to above.
pub const LADDER: &[Rung] = &[
    Rung {
        days: -3,
        to: &[WhoeverMustAct],
    },
    Rung {
        days: -1,
        to: &[WhoeverMustAct],
    },
    Rung {
        days: 1,
        to: &[WhoeverMustAct, Always(Party::Head)],
    },
    Rung {
        days: 3,
        to: &[Always(Party::Supervisor)],
    },
    Rung {
        days: 7,
        to: &[Always(Party::Head), Always(Party::Supervisor)],
    },
];

/// Something that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub thing: Uuid,
    /// Whose it is.
    pub unit: UnitId,
    /// By when.
    pub due_on: Date,
    /// Who must act now.
    pub waits_for: Party,
}

/// A reminder that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// To whom.
    pub party: Party,
    /// Which rung.
    pub days: i16,
}

/// What is due on a day for something that is not done: for each party the highest rung whose day has come.
pub fn due(fact: &Fact, today: Date, calendar: &Calendar) -> Vec<Due> {
    let mut found: Vec<Due> = Vec::new();
    for rung in LADDER {
        // Rungs ascend, so the later ones have not come either.
        if rung_day(fact.due_on, rung.days, calendar).is_none_or(|day| today < day) {
            break;
        }
        for to in rung.to {
            let party = match to {
                WhoeverMustAct => fact.waits_for,
                Always(party) => party.heard_by(fact.waits_for),
            };
            let days = rung.days;
            match found.iter_mut().find(|due| due.party == party) {
                Some(lower) => lower.days = days,
                None => found.push(Due { party, days }),
            }
        }
    }
    found
}

/// The day of a rung; nothing beyond the days that the calendar knows.
pub fn rung_day(due_on: Date, days: i16, calendar: &Calendar) -> Option<Date> {
    let count = WorkingDays::new(days.unsigned_abs());
    if days < 0 {
        let before = calendar.working_days_before(due_on, count).ok()?;
        return Some(before.end);
    }
    calendar.working_day_after(due_on, count).ok()
}
