//! Tiles that lead to a signed root, read from wherever somebody serves them. Nothing else is given out: each tile is checked
//! against the tile above it, and the unfinished ones at the right edge against the root itself.

use super::{FULL, HEIGHT, LEVELS, Tile, TileContent, below};
use crate::tree::{self, NodeId, node_hash};
use crate::{Checkpoint, Hash};

/// Why no hashes are given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileFault<E> {
    /// The tile could not be read.
    #[error("{0}")]
    Read(E),
    /// What was read does not lead to the signed root.
    #[error("tile {0} does not lead to the signed root")]
    Rejected(Tile),
    /// No register of this size has it.
    #[error("no tile of a register of this size")]
    Outside,
}

/// The hash tiles of the register of one checkpoint. It keeps the right edge and one tile for each level, whatever the size.
pub struct CheckedTiles<R> {
    size: u64,
    root: Hash,
    read: R,
    edge: Option<Vec<Vec<Hash>>>,
    kept: Vec<Option<(u64, Vec<Hash>)>>,
}

impl<R, E> CheckedTiles<R>
where
    R: FnMut(Tile) -> Result<Vec<u8>, E>,
{
    /// Tiles below this checkpoint, whose signatures the caller has checked; `read` gives the bytes that somebody serves.
    pub fn new(checkpoint: &Checkpoint, read: R) -> Self {
        Self {
            size: checkpoint.size,
            root: checkpoint.root,
            read,
            edge: None,
            kept: vec![None; usize::from(LEVELS)],
        }
    }

    /// The tile at this place, as wide as the register makes it.
    pub fn tile(&self, level: u8, index: u64) -> Option<Tile> {
        let content = TileContent::Hashes(level);
        if level >= LEVELS {
            return None;
        }
        let left = below(content, self.size).checked_sub(index.checked_mul(FULL.into())?)?;
        let width = u16::try_from(left.min(FULL.into())).ok()?;
        Tile::new(content, index, width)
    }

    /// The hashes of that tile, all of which lead to the root.
    pub fn hashes(&mut self, level: u8, index: u64) -> Result<&[Hash], TileFault<E>> {
        let tile = self.tile(level, index).ok_or(TileFault::Outside)?;
        if !tile.is_full() {
            let edge = self.edge()?.get(usize::from(level));
            return Ok(edge.map(Vec::as_slice).unwrap_or_default());
        }
        self.keep(tile, level)?;
        let kept = self.kept[usize::from(level)].as_ref();
        Ok(kept
            .map(|(_, hashes)| hashes.as_slice())
            .unwrap_or_default())
    }

    /// Makes a full tile the one that is kept of its level.
    fn keep(&mut self, tile: Tile, level: u8) -> Result<(), TileFault<E>> {
        let (place, index) = (usize::from(level), tile.index());
        if matches!(&self.kept[place], Some((kept, _)) if *kept == index) {
            return Ok(());
        }
        let above = self.hashes(level + 1, index / u64::from(FULL))?;
        let within = usize::try_from(index % u64::from(FULL)).unwrap_or(usize::MAX);
        let expected = above.get(within).copied();
        let hashes = self.fetch(tile)?;
        if expected != Some(subtree(&hashes)) {
            return Err(TileFault::Rejected(tile));
        }
        self.kept[place] = Some((index, hashes));
        Ok(())
    }

    /// The hash of a complete subtree.
    pub fn node(&mut self, node: NodeId) -> Result<Hash, TileFault<E>> {
        let (level, rest) = (node.level / HEIGHT, node.level % HEIGHT);
        let first = node
            .index
            .checked_shl(rest.into())
            .ok_or(TileFault::Outside)?;
        let hashes = self.hashes(level, first / u64::from(FULL))?;
        let from = usize::try_from(first % u64::from(FULL)).unwrap_or(usize::MAX);
        let part = hashes.get(from..from + (1 << rest));
        part.map(subtree).ok_or(TileFault::Outside)
    }

    /// The root of the first `size` entries of this register.
    pub fn root_of(&mut self, size: u64) -> Result<Hash, TileFault<E>> {
        if size > self.size {
            return Err(TileFault::Outside);
        }
        let mut nodes = std::collections::BTreeMap::new();
        for node in tree::root_reads(size) {
            nodes.insert(node, self.node(node)?);
        }
        tree::root(size, &|node| nodes.get(&node).copied()).map_err(|_| TileFault::Outside)
    }

    /// The unfinished tile of each level, together checked against the root.
    fn edge(&mut self) -> Result<&[Vec<Hash>], TileFault<E>> {
        if self.edge.is_none() {
            let mut edge = Vec::new();
            let mut last = None;
            for level in 0..LEVELS {
                let index = below(TileContent::Hashes(level), self.size) / u64::from(FULL);
                edge.push(match self.tile(level, index) {
                    Some(tile) => {
                        last = Some(tile);
                        self.fetch(tile)?
                    }
                    None => Vec::new(),
                });
            }
            if root_of_edge(&edge) != self.root {
                return Err(last.map_or(TileFault::Outside, TileFault::Rejected));
            }
            self.edge = Some(edge);
        }
        Ok(self.edge.as_deref().unwrap_or_default())
    }

    fn fetch(&mut self, tile: Tile) -> Result<Vec<Hash>, TileFault<E>> {
        let bytes = (self.read)(tile).map_err(TileFault::Read)?;
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != usize::from(tile.width()) {
            return Err(TileFault::Rejected(tile));
        }
        Ok(hashes.iter().copied().map(Hash).collect())
    }
}

/// The root of a complete subtree over so many hashes, a power of two.
fn subtree(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => tree::empty_root(),
        [hash] => *hash,
        more => {
            let (left, right) = more.split_at(more.len() / 2);
            node_hash(&subtree(left), &subtree(right))
        }
    }
}

/// The root over the unfinished tiles, of which each hash stands left of all that the levels below it hold.
fn root_of_edge(edge: &[Vec<Hash>]) -> Hash {
    let mut root = None;
    for hashes in edge {
        let mut rest = hashes.as_slice();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, after) = rest.split_at(1 << rest.len().ilog2());
            parts.push(subtree(part));
            rest = after;
        }
        root = parts.into_iter().rev().fold(root, |right, left| {
            Some(right.map_or(left, |right| node_hash(&left, &right)))
        });
    }
    root.unwrap_or_else(tree::empty_root)
}
