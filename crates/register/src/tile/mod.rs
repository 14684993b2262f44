//! Tiles and entry bundles (C2SP `tlog-tiles` v0.1.0): the register as plain files that anybody may copy.
//!
//! A tile holds 256 consecutive hashes of every eighth level of the tree, a bundle the 256 entries below one tile of
//! level 0. The last ones of a level are partial until they fill up. Neither changes once a checkpoint covers it.

mod bundle;
mod checked;
mod heads;
mod path;

pub use bundle::{bundle, entries, read_bundle};
pub use checked::{CheckedTiles, TileFault};
pub use heads::{HeadBundle, join_heads, split_heads};

use crate::number;

/// Hashes in a full tile, entries in a full bundle.
pub const FULL: u16 = 256;
/// Levels of the tree from one level of tiles to the next.
const HEIGHT: u8 = 8;
/// 256^8 leaves are more than any register has.
const LEVELS: u8 = 8;

/// One tile or one bundle, by its place. `Display` and [`Tile::parse`] use the path below `/tile/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    content: TileContent,
    index: u64,
    width: u16,
}

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TileContent {
    /// Hashes of the tree, at this level of tiles: 0 for leaf hashes, 1 for the roots of full tiles, and so on.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

impl Tile {
    /// The tile of this place; nothing if no register can have it.
    pub fn new(content: TileContent, index: u64, width: u16) -> Option<Self> {
        let level = match content {
            TileContent::Hashes(level) => level,
            TileContent::Entries => 0,
        };
        let tile = Self {
            content,
            index,
            width,
        };
        let last = index.checked_mul(FULL.into())?.checked_add(width.into())?;
        ((1..=FULL).contains(&width) && level < LEVELS && last <= number::LARGEST).then_some(tile)
    }

    /// Every tile and bundle of a register of `size` entries, the full ones before the partial one of each kind.
    pub fn of(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..LEVELS).map(TileContent::Hashes);
        levels
            .chain([TileContent::Entries])
            .flat_map(move |content| {
                let count = below(content, size);
                let full = u64::from(FULL);
                let part = u16::try_from(count % full).unwrap_or(0);
                let whole = (0..count / full).map(move |index| (index, FULL));
                whole
                    .chain([(count / full, part)])
                    .filter_map(move |(index, width)| Self::new(content, index, width))
            })
    }

    /// What it holds.
    pub fn content(self) -> TileContent {
        self.content
    }

    /// Its number among the tiles of its kind, from 0.
    pub fn index(self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds.
    pub fn width(self) -> u16 {
        self.width
    }

    /// The level of the tree of which it holds hashes; 0 for entries.
    pub fn level(self) -> u8 {
        match self.content {
            TileContent::Hashes(level) => level * HEIGHT,
            TileContent::Entries => 0,
        }
    }

    /// The number of its first hash within that level, or of its first entry.
    pub fn first(self) -> u64 {
        self.index * u64::from(FULL)
    }

    /// Whether it can still grow.
    pub fn is_full(self) -> bool {
        self.width == FULL
    }

    /// Whether a register of `size` entries has everything in it.
    pub fn is_within(self, size: u64) -> bool {
        self.first() + u64::from(self.width) <= below(self.content, size)
    }
}

/// How many hashes or entries of this kind a register of `size` entries has.
fn below(content: TileContent, size: u64) -> u64 {
    match content {
        TileContent::Hashes(level) => size >> (level * HEIGHT),
        TileContent::Entries => size,
    }
}
