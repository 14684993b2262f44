//! Paper and screen in one count: over all channels a household counts once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Choice, Count};
use crate::ids::HouseholdId;

/// How a household said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A ballot on paper.
    Paper,
    /// The online vote.
    Screen,
}

/// What one household said, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The household.
    pub household: HouseholdId,
    /// How.
    pub channel: Channel,
    /// When it was given, local time.
    pub at: DateTime,
    /// What.
    pub choice: Choice,
}

/// One count over all channels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The numbers over the frozen roll.
    pub count: Count,
    /// Households that said different things on paper and on the screen, or on two papers: the counting team settles
    /// each, and until then none of them is in the count.
    pub conflicts: Vec<HouseholdId>,
    /// Votes that cannot be counted: by a household that is not on the frozen roll, after the closing, or for what
    /// the paper does not offer.
    pub rejected: Vec<Vote>,
}

/// Put all votes into one count over the frozen roll. On the screen a household may change its mind until the
/// closing, so its latest vote is the one; a paper that has been handed in stands. Between channels the law gives no
/// precedence: the same answer twice is one answer, different answers are a conflict. The order of `votes` does not
/// matter.
pub fn merge(
    roll: &BTreeSet<HouseholdId>,
    votes: &[Vote],
    closes: Option<DateTime>,
    options: usize,
    seats: u32,
) -> Merged {
    let total = u64::try_from(roll.len()).unwrap_or(u64::MAX);
    let mut merged = Merged {
        count: Count::new(total, options),
        ..Merged::default()
    };
    let mut by_household: BTreeMap<HouseholdId, Vec<&Vote>> = BTreeMap::new();
    for vote in votes {
        let late = closes.is_some_and(|closes| vote.at >= closes);
        if late || !roll.contains(&vote.household) || !vote.choice.is_possible(options, seats) {
            merged.rejected.push(vote.clone());
        } else {
            by_household.entry(vote.household).or_default().push(vote);
        }
    }
    for (household, said) in by_household {
        let answers = answers(&said);
        match (answers.first(), answers.len()) {
            (Some(choice), 1) => merged.count.add(choice),
            _ => merged.conflicts.push(household),
        }
    }
    merged
}

/// The different answers of one household that still stand.
fn answers(said: &[&Vote]) -> BTreeSet<Choice> {
    let mut standing: BTreeSet<Choice> = said
        .iter()
        .filter(|vote| vote.channel == Channel::Paper)
        .map(|vote| ordered(&vote.choice))
        .collect();
    let on_screen = |vote: &&&Vote| vote.channel == Channel::Screen;
    let last = said.iter().filter(on_screen).map(|vote| vote.at).max();
    standing.extend(
        said.iter()
            .filter(on_screen)
            .filter(|vote| Some(vote.at) == last)
            .map(|vote| ordered(&vote.choice)),
    );
    standing
}

/// The same options in another order are the same answer.
fn ordered(choice: &Choice) -> Choice {
    match choice {
        Choice::For { options } => {
            let mut options = options.clone();
            options.sort_unstable();
            Choice::For { options }
        }
        other => other.clone(),
    }
}
