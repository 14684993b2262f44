//! The clock of the demo city under test: a file `clock.next` with a day and time of Việt Nam moves it forward.
//!
//! Only `dinh demo --movable-clock` looks for the file; `dinh serve` has the machine's clock and no such setting.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use dinh_service::clock::AheadClock;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// Name of the file; it is gone once it has been heeded.
const FILE: &str = "clock.next";

/// Look for the file until the server stops.
pub async fn follow(folder: PathBuf, clock: Arc<AheadClock>) {
    let file = folder.join(FILE);
    let mut tick = tokio::time::interval(Duration::from_millis(50));
    loop {
        tick.tick().await;
        if let Err(error) = heed(&file, &clock) {
            tracing::warn!(%error, "the clock of the demo city stays as it is");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the command line owns the demo's folder"
)]
fn heed(file: &Path, clock: &AheadClock) -> Result<()> {
    if !file.exists() {
        return Ok(());
    }
    let words = std::fs::read_to_string(file)?;
    std::fs::remove_file(file)?;
    let at: DateTime = words
        .trim()
        .parse()
        .with_context(|| format!("{words:?} is no day and time"))?;
    let at = at.to_zoned(TimeZone::fixed(Offset::constant(7)))?;
    ensure!(clock.move_to(at.timestamp()), "{at} is over already");
    tracing::info!(%at, "the clock of the demo city has been moved");
    Ok(())
}

#[cfg(test)]
mod tests {
    use dinh_service::clock::{Clock as _, local};

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes the file")]
    fn the_file_moves_the_clock_once() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join(FILE);
        let clock = AheadClock::default();
        std::fs::write(&file, "2999-12-31T08:00\n")?;
        heed(&file, &clock)?;
        assert!(!file.exists());
        assert_eq!(local(clock.now()).date(), jiff::civil::date(2999, 12, 31));
        std::fs::write(&file, "2026-01-01T08:00")?;
        assert!(heed(&file, &clock).is_err());
        assert_eq!(local(clock.now()).date(), jiff::civil::date(2999, 12, 31));
        Ok(())
    }
}
