//! What the register publishes for machines: its newest checkpoint and the kept ones, tiles and bundles.

use dinh_register::Tile;
use dinh_register::tile::{HeadBundle, join_heads};
use dinh_store::register::heads;

use super::witnesses::with_lines;
use crate::error::Result;
use crate::platform::Platform;

/// The last part of the register's name. The register is served below it, so that its name is also its address.
pub const SHORT_NAME: &str = "so-cong-khai";

/// The newest signed checkpoint, with the lines of the witnesses that signed it so far; none in the first moments.
pub async fn find_checkpoint(platform: &Platform) -> Result<Option<String>> {
    let mut tx = platform.store.read().await?;
    let Some(row) = dinh_store::register::find_newest_checkpoint(&mut tx).await? else {
        return Ok(None);
    };
    let lines = heads::cosigned(&mut tx, row.size).await?;
    Ok(Some(with_lines(&row.note, &lines)))
}

/// The bytes of a tile or a bundle, once a checkpoint covers all of it: what is not signed yet is not vouched for.
pub async fn find_tile(platform: &Platform, tile: Tile) -> Result<Option<Vec<u8>>> {
    let mut tx = platform.store.read().await?;
    let newest = dinh_store::register::find_newest_checkpoint(&mut tx).await?;
    let signed = newest.and_then(|row| u64::try_from(row.size).ok());
    if !signed.is_some_and(|size| tile.is_within(size)) {
        return Ok(None);
    }
    Ok(Some(
        dinh_store::register::tiles::tile(&mut tx, tile).await?,
    ))
}

/// The checkpoints of a bundle that a quorum had seen, once the newest checkpoint is larger than what ends before it.
pub async fn find_heads(platform: &Platform, bundle: HeadBundle) -> Result<Option<String>> {
    let mut tx = platform.store.read().await?;
    let newest = dinh_store::register::find_newest_checkpoint(&mut tx).await?;
    let size = |size: u64| i64::try_from(size).unwrap_or(i64::MAX);
    let (first, last) = (size(*bundle.sizes().start()), size(*bundle.sizes().end()));
    if newest.is_none_or(|row| row.size < first) {
        return Ok(None);
    }
    let rows = heads::quorums_between(&mut tx, first, last).await?;
    Ok(Some(join_heads(rows.iter().map(|row| row.note.as_str()))))
}
