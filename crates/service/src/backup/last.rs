//! When the last backup of this installation was made, for the administrator's page.

use dinh_store::{Database, ReadTx};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

const SETTING: &str = "last_backup";

/// A backup that was made here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// The moment of its rows, RFC 3339.
    pub at: String,
    /// Name of its file, without the folder.
    pub file: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// Files.
    pub files: u64,
    /// Entries of the register.
    pub register: u64,
    /// Whether it was opened and read back; otherwise only its bytes were.
    pub opened: bool,
}

impl LastBackup {
    /// Remember it.
    pub async fn save(&self, store: &Database) -> Result<()> {
        let text =
            serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))?;
        let mut tx = store.write().await?;
        dinh_store::settings::save(&mut tx, SETTING, &text).await?;
        Ok(tx.commit().await?)
    }

    /// The last one, if there was any.
    pub async fn find(tx: &mut ReadTx) -> Result<Option<Self>> {
        let text = dinh_store::settings::find(tx, SETTING).await?;
        // A text of another form is that of another version: better nothing than a page that fails.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }
}
