//! Where a tile lies: `<level or "entries">/<index>[.p/<width>]`, the index in groups of three digits, so that no folder
//! holds more than a thousand files.

use std::fmt;

use super::{FULL, Tile, TileContent};
use crate::number;

impl Tile {
    /// Reads the path below `/tile/`. Each tile has one spelling.
    pub fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.split_once('/')?;
        let content = match kind {
            "entries" => TileContent::Entries,
            level => TileContent::Hashes(u8::try_from(number::parse(level)?).ok()?),
        };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, u16::try_from(number::parse(width)?).ok()?),
            None => (rest, FULL),
        };
        let tile = Self::new(content, read_index(groups)?, width)?;
        (tile.to_string() == path).then_some(tile)
    }
}

/// Groups of three digits, without regard to which of them carries an `x`: only the one right spelling is accepted later.
pub(super) fn read_index(groups: &str) -> Option<u64> {
    groups.split('/').try_fold(0_u64, |index, group| {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let is_group = digits.len() == 3 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let value: u64 = is_group.then(|| digits.parse().ok())??;
        index.checked_mul(1000)?.checked_add(value)
    })
}

impl fmt::Display for Tile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.content {
            TileContent::Hashes(level) => write!(formatter, "{level}/")?,
            TileContent::Entries => formatter.write_str("entries/")?,
        }
        write_index(formatter, self.index)?;
        if !self.is_full() {
            write!(formatter, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// The groups, an `x` before all but the last.
pub(super) fn write_index(formatter: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let mut groups = vec![index % 1000];
    let mut rest = index / 1000;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    for group in groups.iter().skip(1).rev() {
        write!(formatter, "x{group:03}/")?;
    }
    write!(formatter, "{:03}", groups[0])
}
