//! Consistency proofs: RFC 6962 section 2.1.2, checked by the procedure of RFC 9162 section 2.1.4.2. They show that a later
//! register only appended to an earlier one.

use super::node::{NodeId, empty_root, node_hash};
use super::range::Range;
use crate::{Error, Hash, Result};

/// The nodes which [`consistency_proof`] reads.
pub fn consistency_reads(old: u64, new: u64) -> Result<Vec<NodeId>> {
    Ok(ranges(old, new)?
        .into_iter()
        .flat_map(Range::nodes)
        .collect())
}

/// The hashes that lead from the root of the first `old` entries to the root of the first `new`. Empty if `old` is 0 or `new`.
pub fn consistency_proof(
    old: u64,
    new: u64,
    read: &impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>> {
    ranges(old, new)?
        .into_iter()
        .map(|range| range.hash(read))
        .collect()
}

/// Checks that the tree of `new` entries with `new_root` begins with the tree of `old` entries with `old_root`.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<()> {
    if old > new {
        return Err(Error::OutOfRange {
            index: old,
            size: new,
        });
    }
    if old == new || old == 0 {
        let same = if old == new {
            old_root == new_root
        } else {
            *old_root == empty_root()
        };
        return if same && proof.is_empty() {
            Ok(())
        } else {
            Err(Error::ProofRejected)
        };
    }
    let mut proof = proof.iter();
    // The old tree is one complete subtree: its root is the first hash, and the proof leaves it out.
    let first = if old.is_power_of_two() {
        old_root
    } else {
        proof.next().ok_or(Error::ProofRejected)?
    };
    let (mut node, mut last) = (old - 1, new - 1);
    let skipped = node.trailing_ones();
    node >>= skipped;
    last >>= skipped;
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in proof {
        if last == 0 {
            return Err(Error::ProofRejected);
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 && old_hash == *old_root && new_hash == *new_root {
        Ok(())
    } else {
        Err(Error::ProofRejected)
    }
}

fn ranges(old: u64, new: u64) -> Result<Vec<Range>> {
    if old > new {
        return Err(Error::OutOfRange {
            index: old,
            size: new,
        });
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    let mut range = Range { from: 0, to: new };
    let mut ranges = Vec::with_capacity(64);
    while range.to != old {
        let split = range.split();
        let (left, right) = (
            Range { to: split, ..range },
            Range {
                from: split,
                ..range
            },
        );
        if old <= split {
            ranges.push(right);
            range = left;
        } else {
            ranges.push(left);
            range = right;
        }
    }
    // The verifier knows the old root itself, so it is left out when it is a complete subtree.
    if range.from != 0 {
        ranges.push(range);
    }
    ranges.reverse();
    Ok(ranges)
}
