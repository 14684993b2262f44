//! The chain of one thing: whatever is forked, missing, misnamed or out of order is found, and nothing else is.

mod sample;

use dinh_register::chain::{ChainFault, Link, faults};
use dinh_register::{Prev, tree};
use proptest::prelude::*;

/// A whole chain at these positions.
fn chain(positions: &[u64]) -> Vec<Link> {
    let mut links = Vec::<Link>::new();
    for (place, index) in positions.iter().enumerate() {
        let prev = links.last().map(|last| Prev {
            index: last.index,
            leaf: last.leaf,
        });
        links.push(link(*index, u64::try_from(place).expect("few") + 1, prev));
    }
    links
}

fn link(index: u64, rev: u64, prev: Option<Prev>) -> Link {
    let mut act = sample::act();
    (act.rev, act.prev) = (rev, prev);
    act.at = format!(
        "2026-11-23T15:{:02}:{:02}+07:00",
        index / 60 % 60,
        index % 60
    );
    let entry = act.encode().expect("a sample is valid");
    Link {
        index,
        leaf: tree::leaf_hash(&entry),
        act,
    }
}

fn positions() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::btree_set(0..3600_u64, 2..20)
        .prop_map(|positions| positions.into_iter().collect())
}

proptest! {
    #[test]
    fn a_whole_chain_has_no_fault(positions in positions()) {
        prop_assert_eq!(faults(&chain(&positions)), []);
        prop_assert_eq!(faults(&[]), []);
    }

    #[test]
    fn a_second_entry_after_the_same_one_is_a_fork(positions in positions(), at in any::<prop::sample::Index>()) {
        let mut links = chain(&positions);
        let twin = links[at.index(links.len())].clone();
        let prev = twin.act.prev.as_ref().map(|prev| prev.index);
        links.push(link(4000, twin.act.rev, twin.act.prev.clone()));
        prop_assert_eq!(faults(&links), [ChainFault::Fork { prev, first: twin.index, second: 4000 }]);
    }

    #[test]
    fn an_entry_left_out_is_missed(positions in positions(), at in any::<prop::sample::Index>()) {
        let mut links = chain(&positions);
        let at = at.index(links.len() - 1);
        let gone = links.remove(at);
        let wrong = ChainFault::WrongPrev { index: links[at].index, prev: gone.index };
        prop_assert_eq!(faults(&links), [wrong]);
    }

    #[test]
    fn a_revision_that_skips_is_a_gap(positions in positions(), more in 1..5_u64) {
        let mut links = chain(&positions);
        let last = links.pop().expect("two or more");
        let found = last.act.rev + more;
        links.push(link(last.index, found, last.act.prev));
        let gap = ChainFault::Gap { index: last.index, found, expected: last.act.rev };
        prop_assert_eq!(faults(&links), [gap]);
    }

    #[test]
    fn another_leaf_or_another_place_named_as_the_one_before_is_found(positions in positions(), at in any::<prop::sample::Index>()) {
        let links = chain(&positions);
        let at = 1 + at.index(links.len() - 1);
        let (index, prev) = (links[at].index, links[at].act.prev.clone().expect("not the first"));
        let mut leaf = links.clone();
        leaf[at].act.prev = Some(Prev { leaf: sample::leaf(1), ..prev.clone() });
        prop_assert_eq!(faults(&leaf), [ChainFault::WrongPrev { index, prev: prev.index }]);
        let mut later = links.clone();
        later[at].act.prev = Some(Prev { index, ..prev });
        let found = faults(&later).contains(&ChainFault::WrongOrder { index });
        prop_assert!(found);
    }

    #[test]
    fn two_entries_that_changed_places_are_found(positions in positions(), at in any::<prop::sample::Index>()) {
        let mut links = chain(&positions);
        let at = at.index(links.len() - 1);
        links.swap(at, at + 1);
        let found = faults(&links).contains(&ChainFault::WrongOrder { index: links[at + 1].index });
        prop_assert!(found);
    }

    #[test]
    fn an_entry_about_another_thing_is_a_stranger(positions in positions()) {
        let mut links = chain(&positions);
        let last = links.len() - 1;
        links[last].act.thing = "0197c1d2-7a43-7c55-9d0e-000000000000".into();
        prop_assert_eq!(faults(&links), [ChainFault::Stranger { index: links[last].index }]);
    }
}
