//! Tiles and bundles are ranges of what is stored: read by their first number and their width, never by a walk.

use dinh_register::tile::{TileContent, bundle};
use dinh_register::{Hash, Tile};

use super::{damaged, hash, number};
use crate::db::ReadTx;
use crate::error::Result;
use crate::sql::statements;

statements! {
    NODES_BETWEEN = "SELECT hash FROM register_node WHERE level = $1 AND number >= $2 AND number < $3 \
                     ORDER BY number LIMIT 256";
    ENTRIES_BETWEEN = "SELECT entry FROM register_entry WHERE position >= $1 AND position < $2 \
                       ORDER BY position LIMIT 256";
}

/// The bytes of a tile or a bundle. Whoever asks has seen that the register is large enough.
pub async fn tile(tx: &mut ReadTx, tile: Tile) -> Result<Vec<u8>> {
    let first = number(tile.first())?;
    let end = first + i64::from(tile.width());
    let rows: Vec<(Vec<u8>,)> = match tile.content() {
        TileContent::Hashes(_) => {
            let nodes = tx.select(NODES_BETWEEN).bind(i64::from(tile.level()));
            nodes.bind(first).bind(end).all().await?
        }
        TileContent::Entries => {
            tx.select(ENTRIES_BETWEEN)
                .bind(first)
                .bind(end)
                .all()
                .await?
        }
    };
    if rows.len() != usize::from(tile.width()) {
        return Err(damaged("a part of the register is missing"));
    }
    match tile.content() {
        TileContent::Hashes(_) => {
            let hashes: Result<Vec<Hash>> = rows.iter().map(|(bytes,)| hash(bytes)).collect();
            Ok(hashes?.into_iter().flat_map(|hash| hash.0).collect())
        }
        TileContent::Entries => bundle(rows.iter().map(|(entry,)| entry.as_slice()))
            .map_err(|_| damaged("an entry is too long")),
    }
}
