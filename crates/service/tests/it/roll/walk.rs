//! Any sequence of steps: households in force equal those that were added less those
//! that ended, and each one stands in exactly one hamlet on each of its days.

use std::collections::BTreeMap;

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::Household;
use dinh_service::random::{Random, SeededRandom};
use dinh_service::roll::{self as room, EndForm, MergeForm, MoveForm, SplitForm};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::hamlet::{Hamlets, draft, form, hamlets};
use crate::stage::{DECIDED, parts};

const WALKS: u64 = 6;
const STEPS: usize = 30;

struct Walk<'h> {
    hamlets: &'h Hamlets,
    random: SeededRandom,
    day: Date,
    /// Households in force.
    living: Vec<Household>,
    added: i64,
    ended: i64,
    /// First day and first day off of everyone, by our own account.
    spans: BTreeMap<HouseholdId, (Date, Option<Date>)>,
}

impl Walk<'_> {
    fn dice(&self, sides: usize) -> usize {
        usize::from(self.random.bytes()[0]) % sides
    }

    fn begin(&mut self, household: Household) {
        self.added += 1;
        self.spans
            .insert(household.id, (household.valid_from, None));
        self.living.push(household);
    }

    fn finish(&mut self, id: HouseholdId) {
        self.ended += 1;
        self.living.retain(|household| household.id != id);
        if let Some(span) = self.spans.get_mut(&id) {
            span.1 = Some(self.day);
        }
    }

    async fn version(&self, id: HouseholdId) -> i64 {
        let view = room::get_household(&self.hamlets.clerk(), id)
            .await
            .expect("a view");
        view.household.version
    }

    async fn step(&mut self, number: usize) {
        let clerk = self.hamlets.clerk();
        let name = format!("Hộ Bước {number}");
        if self.living.len() < 3 || self.dice(3) == 0 {
            let unit = [self.hamlets.here.id, self.hamlets.there.id][self.dice(2)];
            let mut new = form(&name);
            new.from = parts(self.day);
            let new = room::add_household(&clerk, unit, new).await.expect("added");
            return self.begin(new);
        }
        let chosen = self.living[self.dice(self.living.len())].clone();
        let end = EndForm {
            version: self.version(chosen.id).await,
            on: parts(self.day),
            reason: "Một bước của phép thử".into(),
        };
        match self.dice(4) {
            0 => {
                room::end_household(&clerk, chosen.id, end)
                    .await
                    .expect("ended");
                self.finish(chosen.id);
            }
            1 => {
                let split = SplitForm {
                    version: end.version,
                    on: end.on,
                    reason: end.reason,
                    cluster: String::new(),
                    representative: draft(&name),
                };
                let new = room::split_household(&clerk, chosen.id, split)
                    .await
                    .expect("split");
                self.begin(new);
            }
            2 => self.carry(chosen, end).await,
            _ => self.merge(chosen, end).await,
        }
    }

    async fn carry(&mut self, chosen: Household, end: EndForm) {
        let to = if chosen.unit == self.hamlets.here.id {
            &self.hamlets.there
        } else {
            &self.hamlets.here
        };
        let to = MoveForm {
            end,
            to: to.slug.clone(),
            address: "1 hẻm Mới".into(),
        };
        let new = room::move_household(&self.hamlets.clerk(), chosen.id, to)
            .await
            .expect("moved");
        self.finish(chosen.id);
        self.begin(new);
    }

    async fn merge(&mut self, chosen: Household, end: EndForm) {
        let other = self
            .living
            .iter()
            .find(|other| other.unit == chosen.unit && other.id != chosen.id);
        let Some(other) = other else { return };
        let into = other.number.to_string();
        let form = MergeForm { end, into };
        room::merge_household(&self.hamlets.clerk(), chosen.id, form)
            .await
            .expect("merged");
        self.finish(chosen.id);
    }

    async fn check(&self) {
        let units = [self.hamlets.here.id, self.hamlets.there.id];
        let mut found = 0;
        for unit in units {
            let page = room::list_roll(&self.hamlets.clerk(), unit, self.day, "", 1).await;
            found += page.expect("a roll").total;
        }
        assert_eq!(found, self.added - self.ended, "on {}", self.day);
    }

    /// Every day of the walk: who stands where, against our own account.
    async fn look_back(&self) {
        let units = [self.hamlets.here.id, self.hamlets.there.id];
        let mut day = DECIDED;
        while day <= self.day {
            let mut seen: BTreeMap<HouseholdId, usize> = BTreeMap::new();
            for unit in units {
                let page = room::list_roll(&self.hamlets.clerk(), unit, day, "", 1).await;
                for entry in page.expect("a roll").entries {
                    *seen.entry(entry.household.id).or_default() += 1;
                }
            }
            assert!(seen.values().all(|times| *times == 1), "twice on {day}");
            let expected: Vec<HouseholdId> = self
                .spans
                .iter()
                .filter(|(_, (from, to))| *from <= day && to.is_none_or(|to| day < to))
                .map(|(id, _)| *id)
                .collect();
            let seen: Vec<HouseholdId> = seen.into_keys().collect();
            assert_eq!(seen, expected, "on {day}");
            day = day.saturating_add(1.day());
        }
    }
}

#[tokio::test]
async fn after_any_steps_the_roll_holds_those_who_came_less_those_who_went() {
    for hamlets in hamlets().await {
        let mut walk = Walk {
            hamlets: &hamlets,
            random: SeededRandom::new(0),
            day: DECIDED,
            living: Vec::new(),
            added: 0,
            ended: 0,
            spans: BTreeMap::new(),
        };
        for seed in 0..WALKS {
            walk.random = SeededRandom::new(seed);
            for step in 0..STEPS {
                if walk.dice(2) == 0 {
                    walk.day = walk.day.saturating_add(1.day());
                    hamlets.stage.move_to(walk.day);
                }
                walk.step(STEPS * usize::try_from(seed).expect("small") + step)
                    .await;
                walk.check().await;
            }
        }
        walk.look_back().await;
    }
}
