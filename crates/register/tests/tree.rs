//! The tree against itself for every small size, and against two implementations that are not ours for random ones.

mod sample;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use dinh_register::tree::{self, Frontier, NodeId};
use dinh_register::{Error, Hash};
use proptest::prelude::*;
use sample::{Forest, leaf};
use sha2::Sha256;

const SMALL: u64 = 70;

#[test]
fn every_announced_read_is_enough_and_needed_for_every_small_size() {
    let forest = Forest::of((0..SMALL).map(leaf));
    for size in 0..SMALL {
        let announced = tree::append_reads(size);
        let completed = tree::append(size, leaf(size), &forest.only(&announced))
            .expect("the announced nodes are enough");
        assert!(
            completed
                .iter()
                .all(|(node, hash)| forest.read(*node) == Some(*hash))
        );
        check_missing(&announced, |known| {
            tree::append(size, leaf(size), &forest.only(known)).err()
        });

        let announced = tree::root_reads(size);
        assert_eq!(
            tree::root(size, &forest.only(&announced)),
            Ok(forest.root(size))
        );
        check_missing(&announced, |known| {
            tree::root(size, &forest.only(known)).err()
        });

        for other in 0..=size {
            if other < size {
                let announced = tree::inclusion_reads(other, size).expect("inside");
                assert_eq!(
                    tree::inclusion_proof(other, size, &forest.only(&announced)),
                    Ok(forest.inclusion(other, size))
                );
                check_missing(&announced, |known| {
                    tree::inclusion_proof(other, size, &forest.only(known)).err()
                });
            }
            let announced = tree::consistency_reads(other, size).expect("inside");
            assert_eq!(
                tree::consistency_proof(other, size, &forest.only(&announced)),
                Ok(forest.consistency(other, size))
            );
            check_missing(&announced, |known| {
                tree::consistency_proof(other, size, &forest.only(known)).err()
            });
        }
    }
}

/// Leaving out any announced node must be noticed.
fn check_missing(announced: &[NodeId], attempt: impl Fn(&[NodeId]) -> Option<Error>) {
    for (place, node) in announced.iter().enumerate() {
        let mut known = announced.to_vec();
        known.remove(place);
        assert_eq!(attempt(&known), Some(Error::MissingNode(*node)));
    }
}

#[test]
fn a_streaming_audit_finds_the_same_roots() {
    let forest = Forest::of((0..SMALL).map(leaf));
    let mut frontier = Frontier::new();
    for size in 0..SMALL {
        assert_eq!(
            (frontier.size(), frontier.root()),
            (size, forest.root(size))
        );
        frontier.push(leaf(size));
    }
}

#[test]
fn every_small_proof_is_accepted_and_every_change_of_it_refused() {
    let forest = Forest::of((0..SMALL).map(leaf));
    for size in 1..SMALL {
        let root = forest.root(size);
        for index in 0..size {
            let proof = forest.inclusion(index, size);
            assert_eq!(
                tree::verify_inclusion(&leaf(index), index, size, &proof, &root),
                Ok(())
            );
            assert!(tree::verify_inclusion(&leaf(index + 1), index, size, &proof, &root).is_err());
            assert!(
                tree::verify_inclusion(&leaf(index), index, size, &proof, &leaf(0)).is_err()
                    || size == 1
            );
            for wrong in changed(&proof) {
                assert!(tree::verify_inclusion(&leaf(index), index, size, &wrong, &root).is_err());
            }
            for other in (0..SMALL).filter(|other| *other != index) {
                assert!(tree::verify_inclusion(&leaf(index), other, size, &proof, &root).is_err());
            }
        }
        for old in 0..=size {
            let (old_root, proof) = (forest.root(old), forest.consistency(old, size));
            assert_eq!(
                tree::verify_consistency(old, size, &proof, &old_root, &root),
                Ok(())
            );
            assert!(tree::verify_consistency(old, size, &proof, &Hash([1; 32]), &root).is_err());
            assert!(
                old == 0
                    || tree::verify_consistency(old, size, &proof, &old_root, &Hash([1; 32]))
                        .is_err()
            );
            assert!(tree::verify_consistency(size + 1, size, &proof, &old_root, &root).is_err());
            for wrong in changed(&proof) {
                assert!(tree::verify_consistency(old, size, &wrong, &old_root, &root).is_err());
            }
        }
    }
}

/// One hash more, one less, one changed, two swapped: none of them proves anything.
fn changed(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for place in 0..=proof.len() {
        let mut longer = proof.to_vec();
        longer.insert(place, Hash([5; 32]));
        all.push(longer);
    }
    for place in 0..proof.len() {
        let mut shorter = proof.to_vec();
        shorter.remove(place);
        all.push(shorter);
        let mut flipped = proof.to_vec();
        flipped[place].0[place % 32] ^= 1;
        all.push(flipped);
        let mut swapped = proof.to_vec();
        swapped.swap(0, place);
        all.extend((place > 0).then_some(swapped));
    }
    all
}

#[test]
fn a_proof_outside_the_tree_is_refused_and_not_computed() {
    assert_eq!(
        tree::inclusion_reads(3, 3),
        Err(Error::OutOfRange { index: 3, size: 3 })
    );
    assert_eq!(
        tree::inclusion_reads(0, 0),
        Err(Error::OutOfRange { index: 0, size: 0 })
    );
    assert_eq!(
        tree::consistency_reads(4, 3),
        Err(Error::OutOfRange { index: 4, size: 3 })
    );
    assert!(tree::verify_inclusion(&leaf(0), 0, 0, &[], &leaf(0)).is_err());
    assert!(
        tree::verify_inclusion(&leaf(0), u64::MAX, u64::MAX, &[leaf(1); 70], &leaf(0)).is_err()
    );
    assert!(
        tree::verify_inclusion(&leaf(0), u64::MAX - 1, u64::MAX, &[leaf(1); 63], &leaf(0)).is_err()
    );
}

fn their(hash: Hash) -> tlog_tiles::Hash {
    tlog_tiles::Hash(hash.0)
}

fn theirs(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().copied().map(their).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tlog_tiles_accepts_our_proofs_and_refuses_changed_ones(size in 1_u64..3000, a in any::<u64>(), place in any::<usize>()) {
        let (index, forest) = (a % size, Forest::of((0..size).map(leaf)));
        let (root, old_root) = (forest.root(size), forest.root(index + 1));
        let inclusion = forest.inclusion(index, size);
        prop_assert!(tlog_tiles::check_record(&theirs(&inclusion), size, their(root), index, their(leaf(index))).is_ok());
        let consistency = forest.consistency(index + 1, size);
        prop_assert!(tlog_tiles::check_tree(&theirs(&consistency), size, their(root), index + 1, their(old_root)).is_ok());

        prop_assert!(tlog_tiles::check_record(&theirs(&inclusion), size, their(root), index, their(leaf(size))).is_err());
        for mut proof in [inclusion, consistency].into_iter().filter(|proof| !proof.is_empty()) {
            let place = place % proof.len();
            proof[place].0[31] ^= 128;
            prop_assert!(tlog_tiles::check_record(&theirs(&proof), size, their(root), index, their(leaf(index))).is_err());
            prop_assert!(tlog_tiles::check_tree(&theirs(&proof), size, their(root), index + 1, their(old_root)).is_err());
        }
    }

    #[test]
    fn ct_merkle_builds_the_roots_and_proofs_that_we_build(size in 1_u64..600, a in any::<u64>()) {
        let (index, forest) = (a % size, Forest::of((0..size).map(leaf)));
        let mut other = MemoryBackedTree::<Sha256, [u8; 8]>::new();
        for number in 0..size {
            other.push(number.to_be_bytes());
        }
        let root = forest.root(size);
        let their_root = other.root();
        prop_assert_eq!(their_root.as_bytes().as_slice(), root.0.as_slice());
        let place = usize::try_from(index).expect("small");
        let proof: Vec<u8> = forest.inclusion(index, size).iter().flat_map(|hash| hash.0).collect();
        let theirs = other.prove_inclusion(place);
        prop_assert_eq!(theirs.as_bytes(), proof.as_slice());
        if index > 0 {
            let added = usize::try_from(size - index).expect("small");
            let proof: Vec<u8> = forest.consistency(index, size).iter().flat_map(|hash| hash.0).collect();
            let theirs = other.prove_consistency(added);
            prop_assert_eq!(theirs.as_bytes(), proof.as_slice());
        }
        // The negative case: another leaf, another root.
        other.push([0; 8]);
        let later_root = other.root();
        prop_assert_ne!(later_root.as_bytes().as_slice(), root.0.as_slice());
    }
}
