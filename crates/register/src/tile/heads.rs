//! Bundles of checkpoints: those that a quorum of witnesses had seen are kept for ever, because only they bound the time of what
//! was recorded. A bundle holds those of 256 sizes, the ones that end in the same bundle of entries.

use std::fmt;
use std::ops::RangeInclusive;

use super::path::{read_index, write_index};
use super::{FULL, Tile, TileContent};
use crate::{Error, Result};

/// One bundle of kept checkpoints, by its place. `Display` and [`HeadBundle::parse`] use the path below `/checkpoints/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadBundle(u64);

impl HeadBundle {
    /// The bundle with this number, from 0; nothing if no register can have it.
    pub fn new(index: u64) -> Option<Self> {
        Tile::new(TileContent::Entries, index, FULL).map(|_| Self(index))
    }

    /// The bundle for checkpoints of this size; none is kept of the empty register.
    pub fn of(size: u64) -> Option<Self> {
        Self::new(size.checked_sub(1)? / u64::from(FULL))
    }

    /// Reads the path below `/checkpoints/`. Each bundle has one spelling.
    pub fn parse(path: &str) -> Option<Self> {
        let bundle = Self::new(read_index(path)?)?;
        (bundle.to_string() == path).then_some(bundle)
    }

    /// Its number.
    pub fn index(self) -> u64 {
        self.0
    }

    /// The sizes of its checkpoints.
    pub fn sizes(self) -> RangeInclusive<u64> {
        let first = self.0 * u64::from(FULL);
        first + 1..=first + u64::from(FULL)
    }
}

impl fmt::Display for HeadBundle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_index(formatter, self.0)
    }
}

/// The bytes of a bundle: each signed note, the smallest first, and an empty line behind it.
pub fn join_heads<'note>(notes: impl IntoIterator<Item = &'note str>) -> String {
    let notes = notes.into_iter();
    notes.fold(String::new(), |joined, note| joined + note + "\n")
}

/// The notes of a bundle, of which nothing is checked yet but where they part: a text and its signatures end with an empty
/// line each.
pub fn split_heads(text: &str) -> Result<Vec<&str>> {
    let mut notes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (text, signatures) = rest.split_once("\n\n").ok_or(Error::Checkpoint)?;
        let (lines, _) = signatures.split_once("\n\n").ok_or(Error::Checkpoint)?;
        let length = text.len() + "\n\n".len() + lines.len() + "\n".len();
        let (note, after) = rest.split_at(length);
        notes.push(note);
        rest = after.strip_prefix('\n').ok_or(Error::Checkpoint)?;
        if notes.len() > usize::from(FULL) {
            return Err(Error::Checkpoint);
        }
    }
    Ok(notes)
}
