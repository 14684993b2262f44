//! Appending one entry completes, besides its leaf, as many subtrees as the size has trailing one-bits: one node on average.

use super::node::{NodeId, node_hash};
use crate::{Error, Hash, Result};

/// The complete subtrees which [`append`] reads to append the leaf number `size`, level 0 first.
pub fn append_reads(size: u64) -> Vec<NodeId> {
    left_siblings(size).collect()
}

/// All nodes completed by appending `leaf` to a tree of `size` entries, its own level 0 first.
pub fn append(
    size: u64,
    leaf: Hash,
    read: &impl Fn(NodeId) -> Option<Hash>,
) -> Result<Vec<(NodeId, Hash)>> {
    let mut completed = vec![(
        NodeId {
            level: 0,
            index: size,
        },
        leaf,
    )];
    let mut hash = leaf;
    for left in left_siblings(size) {
        hash = node_hash(&read(left).ok_or(Error::MissingNode(left))?, &hash);
        completed.push((
            NodeId {
                level: left.level + 1,
                index: left.index / 2,
            },
            hash,
        ));
    }
    Ok(completed)
}

fn left_siblings(size: u64) -> impl Iterator<Item = NodeId> {
    (0..64_u8)
        .take_while(move |level| (size >> level) & 1 == 1)
        .map(move |level| NodeId {
            level,
            index: (size >> level) - 1,
        })
}
