//! A copy of a register in a folder, checked file by file before it is kept. The checkpoint is written last: whatever is killed
//! in between, the copy stays the register of the checkpoint that it has, and the next run goes on.

use dinh_register::tile::TileContent;
use dinh_register::{Policy, Tile};

use crate::evidence;
use crate::folder::Folder;
use crate::log::{Bundle, Fault, Register, Tiles};
use crate::source::{LONGEST_BUNDLE, Source};

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It has these entries now, and had fewer.
    Grown {
        /// Entries before.
        from: u64,
        /// Entries now.
        to: u64,
    },
    /// There was nothing new.
    Same {
        /// Entries.
        size: u64,
    },
    /// The source serves an older state of the same register; the copy keeps the newer one.
    Behind {
        /// Entries of the copy.
        kept: u64,
        /// Entries that are served.
        served: u64,
    },
}

/// Copies what is new. A checkpoint that contradicts the one that was kept is refused, and both are put into the folder
/// `evidence` with what proves the contradiction.
pub fn copy(
    source: &dyn Source,
    policy: &Policy,
    policy_text: &str,
    into: &Folder,
) -> Result<Copied, Fault> {
    let kept = Register::open_signed(into, policy)?;
    let served = Register::open_signed(source, policy)?.ok_or(Fault::NoCheckpoint)?;
    let from = kept.as_ref().map_or(0, Register::size);
    let to = served.size();
    if let Some(kept) = &kept {
        // Before witnesses are asked for: a register that was rewritten will hardly find them.
        check_history(into, kept, &served)?;
    }
    served.check_quorum(policy)?;
    if from > to {
        return Ok(Copied::Behind {
            kept: from,
            served: to,
        });
    }
    let mut tiles = served.tiles();
    for number in from / 256..to.div_ceil(256) {
        keep_bundle(into, &served, &mut tiles, number)?;
    }
    keep_upper(into, &mut tiles, from, to)?;
    let put = |name: &str, text: &str| into.put(name, text.as_bytes()).map_err(Fault::Source);
    put("policy", policy_text)?;
    put("checkpoint", &served.note)?;
    Ok(if kept.is_some() && from == to {
        Copied::Same { size: to }
    } else {
        Copied::Grown { from, to }
    })
}

/// Whether one of the two begins with the other; if not, the evidence is kept.
fn check_history(into: &Folder, kept: &Register<'_>, served: &Register<'_>) -> Result<(), Fault> {
    let (smaller, larger) = if kept.size() <= served.size() {
        (kept, served)
    } else {
        (served, kept)
    };
    let checked = larger.begins_with(&smaller.head.checkpoint);
    if let Err(Fault::Rewritten { old, .. }) = checked {
        let notes = (kept.note.as_str(), served.note.as_str());
        evidence::keep(into, notes, &mut larger.tiles(), (old, larger.size()))?;
    }
    checked
}

/// One bundle and its leaf hashes. What an earlier run left is used again if it is right.
fn keep_bundle(
    into: &Folder,
    served: &Register<'_>,
    tiles: &mut Tiles<'_>,
    number: u64,
) -> Result<(), Fault> {
    let leaves = tiles.hashes(0, number)?;
    let width = u16::try_from(leaves.len()).unwrap_or(0);
    if let Some(tile) = Tile::new(TileContent::Entries, number, width)
        && let Some(bytes) = kept_file(into, tile)?
    {
        let bundle = Bundle {
            tile,
            leaves,
            bytes,
        };
        if bundle.entries().any(|entry| entry.is_err()) {
            return Err(Fault::Copy(tile));
        }
    } else {
        let bundle = served.bundle(tiles, number)?;
        keep_file(into, bundle.tile, &bundle.bytes)?;
    }
    keep_hashes(into, tiles, 0, number)
}

/// The tiles above the leaves that are new or have grown.
fn keep_upper(into: &Folder, tiles: &mut Tiles<'_>, from: u64, to: u64) -> Result<(), Fault> {
    for level in 1..8_u8 {
        let bits = u32::from(level) * 8;
        for number in (from >> bits) / 256..(to >> bits).div_ceil(256) {
            keep_hashes(into, tiles, level, number)?;
        }
    }
    Ok(())
}

fn keep_hashes(into: &Folder, tiles: &mut Tiles<'_>, level: u8, number: u64) -> Result<(), Fault> {
    let Some(tile) = tiles.tile(level, number) else {
        return Ok(());
    };
    let hashes = tiles.hashes(level, number)?;
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
    match kept_file(into, tile)? {
        Some(kept) if kept == bytes => Ok(()),
        Some(_) => Err(Fault::Copy(tile)),
        None => keep_file(into, tile, &bytes),
    }
}

fn kept_file(into: &Folder, tile: Tile) -> Result<Option<Vec<u8>>, Fault> {
    into.fetch(&format!("tile/{tile}"), LONGEST_BUNDLE)
        .map_err(Fault::Source)
}

fn keep_file(into: &Folder, tile: Tile, bytes: &[u8]) -> Result<(), Fault> {
    into.put(&format!("tile/{tile}"), bytes)
        .map_err(Fault::Source)
}
