//! Tokens of time-stamping authorities (RFC 3161) over checkpoints: the time that counts when witnesses were not to be had.

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_STAMP = "INSERT INTO register_stamp (size, authority, token, stamped_second) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (size, authority) DO NOTHING";
    STAMP_ABOVE = "SELECT size, authority, token, stamped_second FROM register_stamp WHERE size > $1 \
                   ORDER BY size, authority LIMIT 1";
    NEWEST_STAMP = "SELECT size, authority, token, stamped_second FROM register_stamp \
                    ORDER BY size DESC, authority LIMIT 1";
    STAMP_OF = "SELECT size, authority, token, stamped_second FROM register_stamp WHERE size = $1 \
                ORDER BY authority LIMIT 1";
    CHECKPOINT_OF = "SELECT size, note, signed_at FROM register_checkpoint WHERE size = $1";
}

/// A stamped checkpoint.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StampRow {
    /// Number of entries that the checkpoint covers.
    pub size: i64,
    /// Address of the authority.
    pub authority: String,
    /// The token, DER.
    pub token: Vec<u8>,
    /// The time in it, in seconds since 1970.
    pub stamped_second: i64,
}

/// Keep a token; the first one of an authority for a size stays.
pub async fn add_stamp(tx: &mut WriteTx, row: &StampRow) -> Result<()> {
    tx.change(ADD_STAMP)
        .bind(row.size)
        .bind(row.authority.clone())
        .bind(row.token.clone())
        .bind(row.stamped_second)
        .run()
        .await?;
    Ok(())
}

/// The first stamped checkpoint that holds more than `size` entries.
pub async fn find_stamp_above(tx: &mut ReadTx, size: i64) -> Result<Option<StampRow>> {
    tx.select(STAMP_ABOVE).bind(size).optional().await
}

/// The stamped checkpoint with the most entries.
pub async fn find_newest_stamp(tx: &mut ReadTx) -> Result<Option<StampRow>> {
    tx.select(NEWEST_STAMP).optional().await
}

/// The stamp of the checkpoint of a size.
pub async fn find_stamp(tx: &mut ReadTx, size: i64) -> Result<Option<StampRow>> {
    tx.select(STAMP_OF).bind(size).optional().await
}

/// The signed checkpoint of exactly this size.
pub async fn find_checkpoint(tx: &mut ReadTx, size: i64) -> Result<Option<super::CheckpointRow>> {
    tx.select(CHECKPOINT_OF).bind(size).optional().await
}
