//! Counting: only what two people read alike or a third settled, over the frozen roll.

use super::{Ballot, BallotBox, Collected, Place, Reading};
use crate::decision::{Choice, Count};

/// How far the round has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Households on the frozen roll.
    pub households: usize,
    /// Papers that are not void.
    pub printed: usize,
    /// Papers that are void.
    pub void: usize,
    /// Households that were given one.
    pub given: usize,
    /// Households that handed it in.
    pub returned: usize,
    /// Households that do not hand it in.
    pub refused: usize,
    /// Households where nobody was.
    pub absent: usize,
    /// Papers that at least one person has read.
    pub read: usize,
    /// Papers that two people have read.
    pub read_twice: usize,
    /// Papers on which two people read different things, and nobody has settled it.
    pub differences: usize,
    /// Papers that a third person has settled.
    pub settled_by_third: usize,
    /// Papers that count.
    pub settled: usize,
}

/// A paper on which two people read different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Serial.
    pub serial: u32,
    /// What the first read.
    pub first: Choice,
    /// What the second read.
    pub second: Choice,
    /// What a third settled, and why.
    pub settled: Option<(Choice, String)>,
}

impl BallotBox {
    /// The numbers of the round. Households that stay silent are in the total, so they count as not approving.
    pub fn count(&self) -> Count {
        let total = u64::try_from(self.roll.len()).unwrap_or(u64::MAX);
        let mut count = Count::new(total, self.options);
        for choice in self.settled().map(|(_, choice)| choice) {
            count.add(&choice);
        }
        count
    }

    /// Papers that were handed in and of which it is not settled what they say.
    pub fn unresolved(&self) -> u64 {
        let returned = self.count_collected(Collected::Returned);
        let open = returned
            .saturating_sub(self.settled().count())
            .max(self.count_read().saturating_sub(self.settled().count()));
        u64::try_from(open).unwrap_or(u64::MAX)
    }

    /// Papers that at least one person has read.
    pub fn count_read(&self) -> usize {
        self.valid_ballots()
            .filter(|(_, ballot)| ballot.reading() != Reading::Unread)
            .count()
    }

    /// Serial and choice of every paper that counts, by serial.
    pub fn settled(&self) -> impl Iterator<Item = (u32, Choice)> {
        self.valid_ballots()
            .filter_map(|(serial, ballot)| match ballot.reading() {
                Reading::Settled(choice) => Some((serial, choice)),
                _ => None,
            })
    }

    /// Papers that two people read differently, those that are settled too.
    pub fn differences(&self) -> Vec<Difference> {
        self.valid_ballots()
            .filter_map(|(serial, ballot)| difference(serial, ballot))
            .collect()
    }

    /// Papers that wait for their second reading.
    pub fn read_once(&self) -> Vec<u32> {
        self.valid_ballots()
            .filter(|(_, ballot)| ballot.reading() == Reading::Once)
            .map(|(serial, _)| serial)
            .collect()
    }

    /// How far the round has come.
    pub fn progress(&self) -> Progress {
        let with = |wanted: fn(&Reading) -> bool| {
            self.valid_ballots()
                .filter(|(_, ballot)| wanted(&ballot.reading()))
                .count()
        };
        let settled = with(|reading| matches!(reading, Reading::Settled(_)));
        let differences = with(|reading| *reading == Reading::Differs);
        Progress {
            households: self.roll.len(),
            printed: self.valid(),
            void: self.ballots.len() - self.valid(),
            given: self.given.len(),
            returned: self.count_collected(Collected::Returned),
            refused: self.count_collected(Collected::Refused),
            absent: self.count_collected(Collected::Absent),
            read: self.count_read(),
            read_twice: settled + differences,
            differences,
            settled_by_third: self
                .differences()
                .iter()
                .filter(|difference| difference.settled.is_some())
                .count(),
            settled,
        }
    }

    fn valid_ballots(&self) -> impl Iterator<Item = (u32, &Ballot)> {
        self.ballots
            .iter()
            .filter(|(_, ballot)| ballot.void.is_none())
            .map(|(serial, ballot)| (*serial, ballot))
    }
}

fn difference(serial: u32, ballot: &Ballot) -> Option<Difference> {
    let at = |place| ballot.entries.iter().find(|entry| entry.place == place);
    let (first, second) = (at(Place::First)?, at(Place::Second)?);
    (first.choice != second.choice).then(|| Difference {
        serial,
        first: first.choice.clone(),
        second: second.choice.clone(),
        settled: at(Place::Settling).map(|entry| (entry.choice.clone(), entry.reason.clone())),
    })
}
