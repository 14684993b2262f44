//! Household ballots on paper (Article 19; Decree 59 Article 4): printed by serial, given to households, collected,
//! read by two people on their own, counted.
//!
//! A ballot is unnamed, like secret paper: the collection list knows households and no serial, the papers know serials
//! and no household. Only numbers tie them: never more papers than households, never more papers read than handed in.

mod ballot;
mod collecting;
mod counting;
mod entering;
mod printing;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

pub use ballot::{Ballot, Entry, Place, Reading};
pub use collecting::Collected;
pub use counting::{Difference, Progress};

use crate::ids::HouseholdId;

/// Everything that is known about the ballots of one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BallotBox {
    /// The frozen roll.
    pub roll: BTreeSet<HouseholdId>,
    /// Options on the paper.
    pub options: usize,
    /// Seats to be filled.
    pub seats: u32,
    /// The moment after which no ballot is collected.
    pub closes: Option<DateTime>,
    /// The papers, by serial.
    pub ballots: BTreeMap<u32, Ballot>,
    /// Households that were given a ballot.
    pub given: BTreeSet<HouseholdId>,
    /// What became of it.
    pub collected: BTreeMap<HouseholdId, Collected>,
}
