//! The chain of one thing: every entry about it names the one before. A reader of the whole register finds what no receipt
//! can show: that there is no later revision, that none is missing, and that nobody wrote two histories of the same thing.

use std::collections::BTreeMap;

use crate::{Act, Hash};

/// One entry about a thing, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its position in the register.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
    /// What it says.
    pub act: Act,
}

/// What is wrong with a chain. Positions are those of the register.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// Two entries follow the same one, or two claim to be the first: evidence of misconduct by itself.
    #[error("entries {first} and {second} both follow {}", prev_words(*.prev))]
    Fork {
        /// The entry that both name; nothing if both claim to be the first.
        prev: Option<u64>,
        /// The earlier of the two.
        first: u64,
        /// The later one.
        second: u64,
    },
    /// The revision is not one more than that of the entry it names.
    #[error("entry {index} is revision {found}, not {expected}")]
    Gap {
        /// The entry.
        index: u64,
        /// The revision that it says.
        found: u64,
        /// The one that would follow.
        expected: u64,
    },
    /// It names an entry that is not about this thing, or is another than it says.
    #[error("entry {index} names entry {prev}, which is not the one before it")]
    WrongPrev {
        /// The entry.
        index: u64,
        /// The position that it names.
        prev: u64,
    },
    /// It names an entry that does not stand before it, or was handed in out of order.
    #[error("entry {index} does not stand after the one before it")]
    WrongOrder {
        /// The entry.
        index: u64,
    },
    /// It is about another thing or of another register than the first one.
    #[error("entry {index} is of another chain")]
    Stranger {
        /// The entry.
        index: u64,
    },
}

fn prev_words(prev: Option<u64>) -> String {
    prev.map_or_else(|| "nothing".to_owned(), |index| format!("entry {index}"))
}

/// Everything that is wrong with the entries about one thing, given in the order of the register and without exception.
pub fn faults(links: &[Link]) -> Vec<ChainFault> {
    let mut found = Vec::new();
    let mut seen = BTreeMap::<u64, &Link>::new();
    let mut followed = BTreeMap::<Option<u64>, u64>::new();
    let mut last = None;
    for link in links {
        let index = link.index;
        let is_strange = links.first().is_some_and(|first| {
            first.act.thing != link.act.thing || first.act.register != link.act.register
        });
        if is_strange {
            found.push(ChainFault::Stranger { index });
            continue;
        }
        if last.is_some_and(|last| last >= index) {
            found.push(ChainFault::WrongOrder { index });
        }
        last = Some(index);
        found.extend(fault_of(link, &seen));
        let prev = link.act.prev.as_ref().map(|prev| prev.index);
        if let Some(first) = followed.get(&prev) {
            found.push(ChainFault::Fork {
                prev,
                first: *first,
                second: index,
            });
        } else {
            followed.insert(prev, index);
        }
        seen.insert(index, link);
    }
    found
}

/// What is wrong between an entry and the one that it names.
fn fault_of(link: &Link, seen: &BTreeMap<u64, &Link>) -> Option<ChainFault> {
    let (index, found) = (link.index, link.act.rev);
    let Some(prev) = &link.act.prev else {
        return (found != 1).then_some(ChainFault::Gap {
            index,
            found,
            expected: 1,
        });
    };
    if prev.index >= index {
        return Some(ChainFault::WrongOrder { index });
    }
    let Some(before) = seen
        .get(&prev.index)
        .filter(|before| before.leaf == prev.leaf)
    else {
        return Some(ChainFault::WrongPrev {
            index,
            prev: prev.index,
        });
    };
    let expected = before.act.rev.saturating_add(1);
    (found != expected).then_some(ChainFault::Gap {
        index,
        found,
        expected,
    })
}
