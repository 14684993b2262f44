//! Where a register is read from: a folder laid out as it is served, or whatever else gives bytes for a path.

use dinh_register::Tile;

/// No bundle of 256 entries is longer, each with its length before it.
pub const LONGEST_BUNDLE: usize = 256 * (4096 + 2);
/// No signed note is longer.
pub const LONGEST_NOTE: usize = 1_000_000;
/// 256 kept checkpoints are shorter, each with the lines of 64 witnesses.
pub const LONGEST_HEADS: usize = 8 << 20;

/// Gives the bytes behind a path, nothing of which is trusted.
pub trait Source: Send {
    /// The bytes at a path such as `checkpoint` or `tile/0/000`, at most so many; nothing if there are none. The error says
    /// in the reader's words why they cannot be had.
    fn fetch(&self, path: &str, most: usize) -> Result<Option<Vec<u8>>, String>;
}

/// Finds the register behind the name of a source, or says in the reader's words why not.
pub type Open<'all> = &'all dyn Fn(&str) -> Result<Box<dyn Source>, String>;

/// The bytes of a tile or bundle. Where the unfinished one is gone, the one that it grew into begins with it.
pub fn fetch_tile(source: &dyn Source, tile: Tile) -> Result<Option<Vec<u8>>, String> {
    if let Some(bytes) = source.fetch(&format!("tile/{tile}"), LONGEST_BUNDLE)? {
        return Ok(Some(bytes));
    }
    let full = Tile::new(tile.content(), tile.index(), dinh_register::tile::FULL);
    let Some(full) = full.filter(|_| !tile.is_full()) else {
        return Ok(None);
    };
    let bytes = source.fetch(&format!("tile/{full}"), LONGEST_BUNDLE)?;
    Ok(bytes.map(|bytes| beginning(tile, bytes)))
}

/// As much of a full tile or bundle as the unfinished one holds. What cannot be cut is given as it is: the check refuses it.
fn beginning(tile: Tile, mut bytes: Vec<u8>) -> Vec<u8> {
    use dinh_register::tile::{TileContent, bundle, read_bundle};
    let width = usize::from(tile.width());
    match tile.content() {
        TileContent::Hashes(_) => {
            bytes.truncate(32 * width);
            bytes
        }
        TileContent::Entries => {
            let cut =
                read_bundle(&bytes).and_then(|entries| bundle(entries.into_iter().take(width)));
            cut.unwrap_or(bytes)
        }
    }
}
