//! The memory of a witness: of each register the largest checkpoint that it cosigned, in a small SQLite file of its own that
//! has nothing to do with the database of a city. What is committed here is on the disk.

use dinh_register::{Checkpoint, Hash};

use crate::db::{Database, ReadTx, WriteTx};
use crate::error::{Result, StoreError};

const TABLE: &str = "CREATE TABLE IF NOT EXISTS cosigned ( \
    origin TEXT NOT NULL PRIMARY KEY, \
    size INTEGER NOT NULL, \
    root BLOB NOT NULL, \
    note TEXT NOT NULL) STRICT";
const FIND: &str = "SELECT origin, size, root FROM cosigned WHERE origin = $1";
const ALL: &str = "SELECT origin, size, root FROM cosigned ORDER BY origin LIMIT 10000";
const SAVE: &str = "INSERT INTO cosigned (origin, size, root, note) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (origin) DO UPDATE SET \
                    size = excluded.size, root = excluded.root, note = excluded.note";

#[derive(sqlx::FromRow)]
struct Row {
    origin: String,
    size: i64,
    root: Vec<u8>,
}

impl Row {
    fn checkpoint(self) -> Result<Checkpoint> {
        let damaged = || StoreError::Damaged("the memory of the witness cannot be read".into());
        Ok(Checkpoint {
            origin: self.origin,
            size: u64::try_from(self.size).map_err(|_| damaged())?,
            root: Hash(self.root.try_into().map_err(|_| damaged())?),
        })
    }
}

/// Open the memory at `sqlite://path`, made on the first start.
pub async fn open(address: &str) -> Result<Database> {
    let memory = Database::open(address).await?;
    let mut tx = memory.write().await?;
    tx.script(TABLE).await?;
    tx.commit().await?;
    Ok(memory)
}

/// The largest checkpoint of a register that was cosigned.
pub async fn find(tx: &mut ReadTx, origin: &str) -> Result<Option<Checkpoint>> {
    let row: Option<Row> = tx.select(FIND).bind(origin.to_owned()).optional().await?;
    row.map(Row::checkpoint).transpose()
}

/// The largest checkpoint of each register.
pub async fn all(tx: &mut ReadTx) -> Result<Vec<Checkpoint>> {
    let rows: Vec<Row> = tx.select(ALL).all().await?;
    rows.into_iter().map(Row::checkpoint).collect()
}

/// Remember a checkpoint in place of the one before, with the note as the register signed it.
pub async fn save(tx: &mut WriteTx, checkpoint: &Checkpoint, note: &str) -> Result<()> {
    let size = i64::try_from(checkpoint.size)
        .map_err(|_| StoreError::Damaged("the size of a register is too large".into()))?;
    tx.change(SAVE)
        .bind(checkpoint.origin.clone())
        .bind(size)
        .bind(checkpoint.root.0.to_vec())
        .bind(note.to_owned())
        .run_one()
        .await
}
