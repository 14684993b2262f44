//! Signed heads of the register, what witnesses say to them, and those that a quorum had seen: the last are kept for ever,
//! because only they bound the time of what was recorded.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD_CHECKPOINT = "INSERT INTO register_checkpoint (size, note, signed_at) VALUES ($1, $2, $3) \
                      ON CONFLICT (size) DO NOTHING";
    NEWEST_CHECKPOINT = "SELECT size, note, signed_at FROM register_checkpoint \
                         ORDER BY size DESC LIMIT 1";
    COSIGN = "INSERT INTO register_cosignature (size, witness, line, cosigned_second) \
              VALUES ($1, $2, $3, $4) ON CONFLICT (size, witness) DO NOTHING";
    COSIGNED = "SELECT witness, line, cosigned_second FROM register_cosignature WHERE size = $1 \
                ORDER BY cosigned_second, witness LIMIT 64";
    FORGET = "DELETE FROM register_cosignature WHERE size < $1";
    SAVE_QUORUM = "INSERT INTO register_quorum (size, note, earliest, latest) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (size) DO UPDATE SET \
                   note = excluded.note, earliest = excluded.earliest, latest = excluded.latest \
                   WHERE excluded.earliest >= register_quorum.earliest AND excluded.latest <= register_quorum.latest";
    QUORUM_ABOVE = "SELECT size, note, earliest, latest FROM register_quorum WHERE size > $1 \
                    ORDER BY size LIMIT 1";
    QUORUM_UP_TO = "SELECT size, note, earliest, latest FROM register_quorum WHERE size <= $1 \
                    ORDER BY size DESC LIMIT 1";
    QUORUMS_BETWEEN = "SELECT size, note, earliest, latest FROM register_quorum \
                       WHERE size >= $1 AND size <= $2 ORDER BY size LIMIT 256";
}

/// A signed checkpoint as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CheckpointRow {
    /// Number of entries that it covers.
    pub size: i64,
    /// The signed note, whole.
    pub note: String,
    /// When it was signed.
    pub signed_at: jiff_sqlx::Timestamp,
}

/// The signature line of a witness for the checkpoint of one size.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct CosignatureRow {
    /// Its key.
    pub witness: String,
    /// Its line, the line end included.
    pub line: String,
    /// When it says that it cosigned, in seconds since 1970.
    pub cosigned_second: i64,
}

/// A checkpoint that a quorum of witnesses had seen.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct QuorumRow {
    /// Number of entries that it covers.
    pub size: i64,
    /// The signed note with the lines of the witnesses.
    pub note: String,
    /// Not earlier than this it was the largest that the quorum knew, in seconds since 1970.
    pub earliest: i64,
    /// Not later than this the quorum knew it, in seconds since 1970.
    pub latest: i64,
}

/// Keep a signed checkpoint.
pub async fn add_checkpoint(tx: &mut WriteTx, size: i64, note: &str, at: Timestamp) -> Result<()> {
    tx.change(ADD_CHECKPOINT)
        .bind(size)
        .bind(note.to_owned())
        .bind(at.to_sqlx())
        .run()
        .await?;
    Ok(())
}

/// The newest signed checkpoint.
pub async fn find_newest_checkpoint(tx: &mut ReadTx) -> Result<Option<CheckpointRow>> {
    tx.select(NEWEST_CHECKPOINT).optional().await
}

/// Keep the line of a witness; the first one of a size stays.
pub async fn cosign(tx: &mut WriteTx, size: i64, row: &CosignatureRow) -> Result<()> {
    tx.change(COSIGN)
        .bind(size)
        .bind(row.witness.clone())
        .bind(row.line.clone())
        .bind(row.cosigned_second)
        .run()
        .await?;
    Ok(())
}

/// The lines of witnesses for the checkpoint of a size, the earliest first.
pub async fn cosigned(tx: &mut ReadTx, size: i64) -> Result<Vec<CosignatureRow>> {
    tx.select(COSIGNED).bind(size).all().await
}

/// Keep a checkpoint that a quorum had seen; lines for smaller ones are of no more use. What is kept of the same size stays if
/// it bounds time more closely.
pub async fn save_quorum(tx: &mut WriteTx, row: &QuorumRow) -> Result<()> {
    tx.change(SAVE_QUORUM)
        .bind(row.size)
        .bind(row.note.clone())
        .bind(row.earliest)
        .bind(row.latest)
        .run()
        .await?;
    tx.change(FORGET).bind(row.size).run().await?;
    Ok(())
}

/// The first checkpoint with a quorum that holds more than `size` entries.
pub async fn find_quorum_above(tx: &mut ReadTx, size: i64) -> Result<Option<QuorumRow>> {
    tx.select(QUORUM_ABOVE).bind(size).optional().await
}

/// The last checkpoint with a quorum that holds at most `size` entries.
pub async fn find_quorum_up_to(tx: &mut ReadTx, size: i64) -> Result<Option<QuorumRow>> {
    tx.select(QUORUM_UP_TO).bind(size).optional().await
}

/// The checkpoints with a quorum from one size to another (at most 256), the smallest first.
pub async fn quorums_between(tx: &mut ReadTx, from: i64, to: i64) -> Result<Vec<QuorumRow>> {
    tx.select(QUORUMS_BETWEEN).bind(from).bind(to).all().await
}
