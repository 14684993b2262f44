//! One paper with its serial, and what people read on it.

use crate::decision::Choice;
use crate::ids::AccountId;

/// One paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Why it does not count: spoiled, lost.
    pub void: Option<String>,
    /// The paper that was printed in its place.
    pub replaced_by: Option<u32>,
    /// Somebody asks that it be void with no other in its place: why, and who. It counts until a second person agrees.
    pub asked: Option<(String, AccountId)>,
    /// What people read on it, in the order of their places.
    pub entries: Vec<Entry>,
}

/// What one person read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which reading it is.
    pub place: Place,
    /// Who read.
    pub account: AccountId,
    /// What.
    pub choice: Choice,
    /// Why, when it settles a difference.
    pub reason: String,
}

/// Which reading of a paper it is; each is by another person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The first.
    First,
    /// The second, by somebody who did not see the first.
    Second,
    /// The one that settles a difference, by a third.
    Settling,
}

impl Place {
    /// 1, 2 or 3, as stored.
    pub const fn number(self) -> i64 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Settling => 3,
        }
    }

    /// The place with this number.
    pub const fn find(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::First),
            2 => Some(Self::Second),
            3 => Some(Self::Settling),
            _ => None,
        }
    }
}

/// What is known of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nobody has read it.
    Unread,
    /// One person has.
    Once,
    /// Two people read different things.
    Differs,
    /// Two people read the same, or a third has settled it.
    Settled(Choice),
}

impl Ballot {
    /// What is known of it; a void paper is never read.
    pub fn reading(&self) -> Reading {
        if self.void.is_some() {
            return Reading::Unread;
        }
        let at = |place| self.entries.iter().find(|entry| entry.place == place);
        match (at(Place::First), at(Place::Second), at(Place::Settling)) {
            (Some(_), Some(_), Some(settling)) => Reading::Settled(settling.choice.clone()),
            (Some(first), Some(second), None) if first.choice == second.choice => {
                Reading::Settled(first.choice.clone())
            }
            (Some(_), Some(_), None) => Reading::Differs,
            (None, None, _) => Reading::Unread,
            _ => Reading::Once,
        }
    }

    /// Whether this person has read it.
    pub fn was_read_by(&self, account: AccountId) -> bool {
        self.entries.iter().any(|entry| entry.account == account)
    }

    /// The place that the next reading takes; none when two people have read it.
    pub(super) fn free_place(&self) -> Option<Place> {
        [Place::First, Place::Second]
            .into_iter()
            .find(|place| self.entries.iter().all(|entry| entry.place != *place))
    }
}

impl Choice {
    /// As stored and sealed: `for 1 3`, `against`, `other`, `invalid`. Options count from 1.
    pub fn code(&self) -> String {
        match self {
            Self::For { options } => {
                let mut places = options.clone();
                places.sort_unstable();
                places.iter().fold("for".to_owned(), |code, place| {
                    format!("{code} {}", place + 1)
                })
            }
            Self::Against => "against".to_owned(),
            Self::Other => "other".to_owned(),
            Self::Invalid => "invalid".to_owned(),
        }
    }

    /// The choice with this code.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "against" => return Some(Self::Against),
            "other" => return Some(Self::Other),
            "invalid" => return Some(Self::Invalid),
            _ => {}
        }
        let options: Vec<usize> = code
            .strip_prefix("for ")?
            .split(' ')
            .map(|place| place.parse::<usize>().ok()?.checked_sub(1))
            .collect::<Option<_>>()?;
        Some(Self::For { options })
    }

    /// The same choice with its options in order, so that equal papers are equal.
    #[must_use]
    pub fn in_order(self) -> Self {
        match self {
            Self::For { mut options } => {
                options.sort_unstable();
                Self::For { options }
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_reads_back_from_its_code() {
        for choice in [
            Choice::option(0),
            Choice::For {
                options: vec![2, 0],
            },
            Choice::Against,
            Choice::Other,
            Choice::Invalid,
        ] {
            assert_eq!(Choice::parse(&choice.code()), Some(choice.in_order()));
        }
        for damaged in ["", "for", "for ", "for 0", "for 1 x", "yes"] {
            assert_eq!(Choice::parse(damaged), None, "{damaged}");
        }
    }
}
