//! The right edge of the tree: all that somebody needs to keep who streams through the entries without any tile of hashes.

use super::node::{NodeId, empty_root, node_hash};
use super::range::root_reads;
use crate::{Error, Hash, Result};

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

    /// The edge of a tree of `size` entries of which the complete subtrees are known: `read` is asked for [`root_reads`].
    pub fn of(size: u64, read: &impl Fn(NodeId) -> Option<Hash>) -> Result<Self> {
        let get = |node| read(node).ok_or(Error::MissingNode(node));
        let roots = root_reads(size)
            .into_iter()
            .map(get)
            .collect::<Result<_>>()?;
        Ok(Self { size, roots })
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
