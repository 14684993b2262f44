//! Whether the machine's clock can be right, by what others said: the register's own newest entry, a witness, a stamp.

use dinh_store::ReadTx;
use dinh_store::register::{self, heads, stamps};
use jiff::Timestamp;

use crate::error::Result;

/// More seconds than two good clocks differ.
const TOLERATED: i64 = 60;

/// What says that the clock is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skew {
    /// The newest entry of the register is so many seconds in the future: the clock jumped back.
    pub behind_register: i64,
    /// A witness or a stamp saw a time that is so many seconds in the future.
    pub behind_others: i64,
    /// What was signed here was witnessed so many seconds before it was signed: the clock is ahead.
    pub ahead_of_others: i64,
}

impl Skew {
    /// Whether somebody should look at the clock.
    pub fn is_wrong(&self) -> bool {
        self.behind_register > 0
            || self.behind_others > TOLERATED
            || self.ahead_of_others > TOLERATED
    }

    /// The largest difference, in seconds; negative when the clock is behind.
    pub fn seconds(&self) -> i64 {
        let behind = self.behind_register.max(self.behind_others);
        if behind > 0 {
            -behind
        } else {
            self.ahead_of_others
        }
    }
}

/// Compare the present with what is stored.
pub async fn skew(tx: &mut ReadTx, now: Timestamp) -> Result<Skew> {
    let now = now.as_second();
    let newest = register::newest(tx, i64::MAX, 1).await?;
    let quorum = heads::find_quorum_up_to(tx, i64::MAX).await?;
    let stamp = stamps::find_newest_stamp(tx).await?;
    let signed = register::find_newest_checkpoint(tx).await?;
    let after = |second: i64| second.saturating_sub(now).max(0);
    let entry = newest.first().map(|row| row.at.to_jiff().as_second());
    let witnessed = quorum.as_ref().map(|row| row.latest);
    let stamped = stamp.map(|row| row.stamped_second);
    let same = quorum
        .zip(signed)
        .filter(|(quorum, signed)| quorum.size == signed.size);
    let ahead = same.map(|(quorum, signed)| {
        signed
            .signed_at
            .to_jiff()
            .as_second()
            .saturating_sub(quorum.latest)
    });
    Ok(Skew {
        behind_register: entry.map_or(0, after),
        behind_others: witnessed.max(stamped).map_or(0, after),
        ahead_of_others: ahead.unwrap_or(0).max(0),
    })
}
