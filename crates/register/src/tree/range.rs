//! Ranges of leaves and their hashes. RFC 6962 splits a range of n leaves at the largest power of two below n; every range
//! met that way is a row of complete subtrees, the largest first.

use super::node::{NodeId, empty_root, node_hash};
use crate::{Error, Hash, Result};

/// Leaves `from .. to`, as they appear in the recursion of RFC 6962.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub from: u64,
    pub to: u64,
}

impl Range {
    /// The complete subtrees that make up the range, the largest first.
    pub(super) fn nodes(self) -> impl DoubleEndedIterator<Item = NodeId> {
        let count = self.to - self.from;
        (0..64_u8)
            .rev()
            .filter(move |level| (count >> level) & 1 == 1)
            .map(move |level| {
                let before = self.from + ((count >> level >> 1) << level << 1);
                NodeId {
                    level,
                    index: before >> level,
                }
            })
    }

    /// The hash of the range. The range is not empty.
    pub(super) fn hash(self, read: &impl Fn(NodeId) -> Option<Hash>) -> Result<Hash> {
        let get = |node| read(node).ok_or(Error::MissingNode(node));
        let mut nodes = self.nodes().rev();
        let Some(smallest) = nodes.next() else {
            return Ok(empty_root());
        };
        nodes.try_fold(get(smallest)?, |right, node| {
            Ok(node_hash(&get(node)?, &right))
        })
    }

    /// Where RFC 6962 splits a range of two or more leaves.
    pub(super) fn split(self) -> u64 {
        self.from + (1 << (self.to - self.from - 1).ilog2())
    }
}

/// The nodes which [`root`] reads for a tree of `size` entries.
pub fn root_reads(size: u64) -> Vec<NodeId> {
    Range { from: 0, to: size }.nodes().collect()
}

/// The root of the first `size` entries.
pub fn root(size: u64, read: &impl Fn(NodeId) -> Option<Hash>) -> Result<Hash> {
    Range { from: 0, to: size }.hash(read)
}
