//! Everything that is due today, for each person; and everybody to whom it cannot be sent.

use std::collections::BTreeMap;

use dinh_domain::access::Role;
use dinh_domain::disclosure::DutyState;
use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::reminders::{Choice, Due, LADDER, Party, due};
use dinh_law::WorkingDays;
use dinh_store::ReadTx;
use dinh_store::reminders::facts::{self, Holder, OpenThing, Span, Told};
use dinh_store::reminders::gaps::Gap;
use dinh_store::reminders::steps;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::steps::mend;
use crate::error::Result;
use crate::platform::Context;
use crate::units::{UnitDirectory, directory};

const PART: i64 = 500;
/// PostgreSQL knows no day before 4714 BC, and no duty is that old.
const FIRST_DAY: Date = date(1, 1, 1);

/// One thing that one person is to be told.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub thing: OpenThing,
    pub due: Due,
    /// Under which role and for which unit they are told.
    pub role: Role,
    pub unit: UnitId,
}

/// One person with everything that they are to be told, the earliest due first.
#[derive(Clone, Debug)]
pub(super) struct Recipient {
    pub account: AccountId,
    pub choice: Choice,
    pub items: Vec<Item>,
}

/// What is due today.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub recipients: Vec<Recipient>,
    pub gaps: Vec<Gap>,
}

/// Read what is not done, who is there, and what they were told.
pub(super) async fn gather(ctx: &Context<'_>) -> Result<Gathered> {
    let longest = LADDER.iter().map(|rung| -rung.days).max().unwrap_or(0);
    let ahead = WorkingDays::new(longest.unsigned_abs());
    let until = ctx.law().calendar().working_day_after(ctx.today(), ahead)?;
    let found = mend(ctx, until).await?;
    let mut tx = ctx.read().await?;
    let units = directory(ctx.platform, &mut tx).await?;
    let holders = facts::holders(&mut tx, ctx.today()).await?;
    let mut gathering = Gathering::new(ctx, &units, &holders);
    let told = highest(steps::told(&mut tx).await?);
    for step in found {
        gathering.place(&step.into(), &told);
    }
    for state in [DutyState::Open, DutyState::NotApplicableProposed] {
        gathering.read(&mut tx, state, until).await?;
    }
    Ok(gathering.end())
}

/// The highest rung on which each person was told of each thing.
fn highest(told: Vec<Told>) -> BTreeMap<(Uuid, AccountId), i16> {
    let mut found = BTreeMap::new();
    for (thing, account, days) in told {
        let highest = found.entry((thing, account)).or_insert(days);
        *highest = days.max(*highest);
    }
    found
}

struct Gathering<'g> {
    ctx: &'g Context<'g>,
    units: &'g UnitDirectory,
    by_unit: BTreeMap<(UnitId, Party), Vec<&'g Holder>>,
    supervisors: Vec<&'g Holder>,
    recipients: BTreeMap<AccountId, Recipient>,
    gaps: BTreeMap<(UnitId, Party, Option<AccountId>), i64>,
}

impl<'g> Gathering<'g> {
    fn new(ctx: &'g Context<'g>, units: &'g UnitDirectory, holders: &'g [Holder]) -> Self {
        let mut by_unit: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut supervisors = Vec::new();
        for holder in holders {
            match Party::of(holder.role) {
                Some(Party::Supervisor) => supervisors.push(holder),
                Some(party) => by_unit
                    .entry((holder.unit, party))
                    .or_default()
                    .push(holder),
                None => {}
            }
        }
        Self {
            ctx,
            units,
            by_unit,
            supervisors,
            recipients: BTreeMap::new(),
            gaps: BTreeMap::new(),
        }
    }

    async fn read(&mut self, tx: &mut ReadTx, state: DutyState, until: Date) -> Result<()> {
        let mut span = Span {
            state,
            until,
            after: (FIRST_DAY, 0),
        };
        loop {
            let things = facts::open_duties(tx, span, PART).await?;
            let Some(last) = things.last() else {
                return Ok(());
            };
            let next = (last.fact.due_on, last.number);
            let told = highest(facts::told(tx, span, next).await?);
            for thing in things {
                self.place(&thing, &told);
            }
            span.after = next;
        }
    }

    /// Nobody answers for the duties of a unit that is gone.
    fn place(&mut self, thing: &OpenThing, told: &BTreeMap<(Uuid, AccountId), i16>) {
        let today = self.ctx.today();
        let unit = self.units.find(thing.fact.unit);
        if !unit.is_some_and(|unit| unit.exists_on(today)) {
            return;
        }
        for due in due(&thing.fact, today, self.ctx.law().calendar()) {
            let holders = self.holders(thing.fact.unit, due.party);
            if holders.is_empty() {
                let place = self.place_of(thing.fact.unit, due.party);
                *self.gaps.entry((place, due.party, None)).or_default() += 1;
            }
            for holder in holders {
                let told = told.get(&(thing.fact.thing, holder.account)).copied();
                if holder.choice.wants(due.days) && told.is_none_or(|told| told < due.days) {
                    self.give(thing, due, holder);
                }
            }
        }
    }

    fn holders(&self, unit: UnitId, party: Party) -> Vec<&'g Holder> {
        match party {
            Party::Supervisor => self.supervisors.clone(),
            party => self
                .by_unit
                .get(&(self.place_of(unit, party), party))
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// Where a party of a unit sits: the supervising office in the city, whoever answers for a community in its commune.
    fn place_of(&self, unit: UnitId, party: Party) -> UnitId {
        if party == Party::Supervisor {
            let city = self.units.find_city(self.ctx.today());
            return city.map_or(unit, |city| city.id);
        }
        let community = self.units.find(unit).filter(|unit| unit.kind.has_roll());
        match community.and_then(|community| community.parent) {
            Some(commune) if !party.is_of_community() => commune,
            _ => unit,
        }
    }

    fn give(&mut self, thing: &OpenThing, due: Due, holder: &Holder) {
        if !holder.reachable {
            let gap = (holder.unit, due.party, Some(holder.account));
            *self.gaps.entry(gap).or_default() += 1;
            return;
        }
        let recipient = self
            .recipients
            .entry(holder.account)
            .or_insert_with(|| Recipient {
                account: holder.account,
                choice: holder.choice,
                items: Vec::new(),
            });
        let item = Item {
            thing: thing.clone(),
            due,
            role: holder.role,
            unit: holder.unit,
        };
        // Somebody with two mandates is told once, on the higher rung.
        let known = recipient
            .items
            .last_mut()
            .filter(|known| known.thing.fact.thing == thing.fact.thing);
        match known {
            Some(known) if known.due.days < due.days => *known = item,
            Some(_) => {}
            None => recipient.items.push(item),
        }
    }

    fn end(self) -> Gathered {
        let today = self.ctx.today();
        let mut recipients: Vec<Recipient> = self.recipients.into_values().collect();
        for recipient in &mut recipients {
            let place = |item: &Item| (item.thing.fact.due_on, item.thing.number);
            recipient.items.sort_by_key(place);
        }
        let gaps = self.gaps.into_iter();
        let gaps = gaps.map(|((unit, party, account), things)| Gap {
            party,
            unit,
            account,
            things,
            since: today,
            unit_name: String::new(),
            who: None,
        });
        Gathered {
            recipients,
            gaps: gaps.collect(),
        }
    }
}
