//! What the administrator's page and the measuring of the machine ask of the database.

use dinh_store::file_care::{self, FaultCounts, FaultRow};
use dinh_store::register::{self, heads};
use dinh_store::schema::{Standing, applied, standing};

use crate::backup::LastBackup;
use crate::error::Result;
use crate::platform::Platform;

/// What is stored, in numbers.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Newest migration that was applied.
    pub schema: String,
    /// Whether all that this program knows were applied.
    pub current: bool,
    /// Bytes of the database.
    pub database: u64,
    /// Entries of the register.
    pub size: i64,
    /// How many of them are signed.
    pub signed: i64,
    /// How many of them a quorum has seen.
    pub witnessed: i64,
    /// The last backup.
    pub backup: Option<LastBackup>,
    /// How many kept files are missing, damaged, infected, not scanned.
    pub files: FaultCounts,
    /// The first of those with which something is wrong.
    pub faults: Vec<FaultRow>,
}

/// Ask.
pub async fn facts(platform: &Platform) -> Result<Facts> {
    let schema = applied(&platform.store).await?;
    let current = standing(&platform.store).await? == Standing::Current;
    let database = platform.store.bytes().await?;
    let mut tx = platform.store.read().await?;
    let signed = register::find_newest_checkpoint(&mut tx).await?;
    let witnessed = heads::find_quorum_up_to(&mut tx, i64::MAX).await?;
    Ok(Facts {
        schema: schema.last().cloned().unwrap_or_default(),
        current,
        database,
        size: register::size(&mut tx).await?,
        signed: signed.map_or(0, |row| row.size),
        witnessed: witnessed.map_or(0, |row| row.size),
        backup: LastBackup::find(&mut tx).await?,
        files: file_care::counts(&mut tx).await?,
        faults: file_care::faults(&mut tx).await?,
    })
}
