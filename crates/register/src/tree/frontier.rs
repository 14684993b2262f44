//! The right edge of the tree: what an audit of the whole register keeps while it streams through the entries.

use super::node::{empty_root, node_hash};
use crate::Hash;

/// The roots of the complete subtrees of the entries seen so far: at most 64 hashes, whatever the size.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves were pushed.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the next leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root of everything pushed so far.
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        roots.next().map_or_else(empty_root, |smallest| {
            roots.fold(*smallest, |right, left| node_hash(left, &right))
        })
    }
}
