//! What the register publishes for machines: its newest checkpoint, tiles and bundles.

use dinh_register::Tile;

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
    let lines = dinh_store::register::heads::cosigned(&mut tx, row.size).await?;
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
