//! People who sign in, and the dated mandates that let them act.

mod proof;

pub use proof::Proof;

use jiff::civil::Date;

use crate::access::Role;
use crate::ids::{AccountId, MandateId, UnitId};

/// A role in a unit from one day until another (half-open).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// Identity.
    pub id: MandateId,
    /// Who holds it.
    pub account: AccountId,
    /// What it lets them do.
    pub role: Role,
    /// Where.
    pub unit: UnitId,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer holds.
    pub valid_to: Option<Date>,
    /// The decision that gave it.
    pub document: String,
}

impl Mandate {
    /// Whether the mandate holds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day < to)
    }
}
