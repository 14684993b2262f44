//! Inclusion proofs: RFC 6962 section 2.1.1, checked by the procedure of RFC 9162 section 2.1.3.2.

use super::node::{NodeId, node_hash};
use super::range::Range;
use crate::{Error, Hash, Result};

/// The nodes which [`inclusion_proof`] reads.
pub fn inclusion_reads(index: u64, size: u64) -> Result<Vec<NodeId>> {
    Ok(siblings(index, size)?
        .into_iter()
        .flat_map(Range::nodes)
        .collect())
}

/// The hashes from the leaf's sibling up to the root's child.
pub fn inclusion_proof(
    index: u64,
    size: u64,
    read: &impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<Hash>> {
    siblings(index, size)?
        .into_iter()
        .map(|range| range.hash(read))
        .collect()
}

/// Checks that `leaf` is entry `index` of the tree of `size` entries with this `root`.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<()> {
    if inclusion_root(leaf, index, size, proof)? == *root {
        Ok(())
    } else {
        Err(Error::ProofRejected)
    }
}

/// The root of the tree of `size` entries to which a proof leads from `leaf` at `index`.
pub fn inclusion_root(leaf: &Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash> {
    if index >= size {
        return Err(Error::OutOfRange { index, size });
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(Error::ProofRejected);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // A right edge that is no complete subtree has no sibling on the levels in between.
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 {
        Ok(hash)
    } else {
        Err(Error::ProofRejected)
    }
}

fn siblings(index: u64, size: u64) -> Result<Vec<Range>> {
    if index >= size {
        return Err(Error::OutOfRange { index, size });
    }
    let mut range = Range { from: 0, to: size };
    let mut siblings = Vec::with_capacity(64);
    while range.to - range.from > 1 {
        let split = range.split();
        let (left, right) = (
            Range { to: split, ..range },
            Range {
                from: split,
                ..range
            },
        );
        if index < split {
            siblings.push(right);
            range = left;
        } else {
            siblings.push(left);
            range = right;
        }
    }
    siblings.reverse();
    Ok(siblings)
}
