//! How far the filling came: one setting, saved in the transaction of each batch.

use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FIRST_DAY, Scale};
use crate::error::{Error, Result};

const NAME: &str = "demo.scale";

/// How far it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is to be reached.
    pub scale: Scale,
    /// Whether units and officers are there.
    pub units: bool,
    /// Communes whose rolls are there.
    pub rolls: usize,
    /// The day to be played next.
    pub next: Date,
    /// Duties so far.
    pub duties: u64,
    /// Publications so far.
    pub publications: u64,
    /// Entries of the register so far.
    pub entries: u64,
    /// Decisions so far.
    pub decisions: u64,
    /// Whether all is there.
    pub done: bool,
}

impl Progress {
    pub(super) fn new(scale: &Scale) -> Self {
        Self {
            scale: scale.clone(),
            units: false,
            rolls: 0,
            next: FIRST_DAY,
            duties: 0,
            publications: 0,
            entries: 0,
            decisions: 0,
            done: false,
        }
    }

    pub(super) async fn find(tx: &mut ReadTx) -> Result<Option<Self>> {
        let Some(text) = dinh_store::settings::find(tx, NAME).await? else {
            return Ok(None);
        };
        let progress = serde_json::from_str(&text);
        progress
            .map(Some)
            .map_err(|error| Error::Internal(format!("the progress of the filling: {error}")))
    }

    pub(super) async fn save(&self, tx: &mut WriteTx) -> Result<()> {
        let text = serde_json::to_string(self)
            .map_err(|error| Error::Internal(format!("the progress of the filling: {error}")))?;
        dinh_store::settings::save(tx, NAME, &text).await?;
        Ok(())
    }
}

/// A count as the progress keeps it.
pub(super) fn number(value: usize) -> Result<u64> {
    u64::try_from(value).map_err(|_| Error::Busy)
}

/// Of `total` spread evenly over `parts`, how many belong to the first `done` parts.
pub(super) fn share(total: u64, done: u64, parts: u64) -> u64 {
    let share = u128::from(total) * u128::from(done) / u128::from(parts.max(1));
    u64::try_from(share).unwrap_or(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_the_total() {
        assert_eq!(share(10, 0, 3), 0);
        assert_eq!(share(10, 1, 3), 3);
        assert_eq!(share(10, 3, 3), 10);
        assert_eq!(share(10, 5, 0), 50);
    }
}
