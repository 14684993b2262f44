//! A city, or a country, as large as it may become: to measure with. Units are real, everything else is sample data of a
//! fixed seed. What is public is made by the very use cases of the officers under a set clock, a day in one transaction;
//! households, where no rule is at stake, go straight into the store.
//!
//! Each batch takes its chance from the seed and its own place only, and how far it came is written in its transaction:
//! whoever is interrupted goes on where they were, and the register comes out the same.

mod cast;
mod day;
mod disclosure;
mod households;
mod progress;
mod scenes;
mod units;

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::clock::SetClock;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};
use crate::random::SeededRandom;

pub use progress::Progress;

/// First day: the present communes took up their work.
const FIRST_DAY: Date = crate::units::real::SINCE;
/// The seed of all that is invented.
const SEED: u64 = 20_250_701;

/// How large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// Communes that disclose: the first of them by their address.
    pub communes: usize,
    /// Hamlets, spread over these communes.
    pub hamlets: usize,
    /// Households, spread over the hamlets.
    pub households: usize,
    /// Months of history from 1 July 2025 on.
    pub months: i32,
    /// Duties in all.
    pub duties: u64,
    /// Publications in all.
    pub publications: u64,
    /// Entries of the register, reached by as many postings as it takes.
    pub entries: u64,
    /// Decisions in all.
    pub decisions: u64,
}

impl Scale {
    /// Cần Thơ after five years.
    pub const CITY: Self = Self {
        communes: 103,
        hamlets: 2_000,
        households: 1_100_000,
        months: 60,
        duties: 500_000,
        publications: 400_000,
        entries: 1_000_000,
        decisions: 40_000,
    };
    /// All communes of Việt Nam, disclosure only.
    pub const COUNTRY: Self = Self {
        communes: 3_321,
        hamlets: 0,
        households: 0,
        months: 60,
        duties: 2_000_000,
        publications: 1_600_000,
        entries: 1_700_000,
        decisions: 0,
    };

    /// The scale with this name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "city" => Some(Self::CITY),
            "country" => Some(Self::COUNTRY),
            _ => None,
        }
    }

    /// The day after the last one.
    fn end(&self) -> Date {
        FIRST_DAY.saturating_add(self.months.months())
    }
}

/// The day on which the history of a filled database ends; nothing when it holds none.
pub async fn find_end(platform: &Platform) -> Result<Option<Date>> {
    let mut tx = platform.store.read().await?;
    let progress = Progress::find(&mut tx).await?;
    Ok(progress
        .filter(|progress| progress.done)
        .map(|progress| progress.scale.end()))
}

/// Fill an empty database, or go on. `listed` is the list of the country's communes as CSV, empty when those of the city
/// are enough. `observer` hears of each batch that was committed and may break off; nothing is given then.
pub async fn fill(
    platform: &Platform,
    scale: &Scale,
    listed: &str,
    observer: &(dyn Fn(&Progress) -> ControlFlow<()> + Sync),
) -> Result<Option<Progress>> {
    let mut progress = begun(platform, scale).await?;
    if progress.done {
        return Ok(Some(progress));
    }
    if !progress.units {
        let (stage, _) = stage(platform, "units", FIRST_DAY)?;
        progress.units = true;
        units::prepare(&stage, &progress, listed).await?;
        if observer(&progress).is_break() {
            return Ok(None);
        }
    }
    let (stage, _) = stage(platform, "cast", FIRST_DAY)?;
    let cast = cast::assemble(&stage, scale).await?;
    while progress.rolls < cast.offices.len() && scale.households > 0 {
        households::fill(platform, &cast, &mut progress).await?;
        if observer(&progress).is_break() {
            return Ok(None);
        }
    }
    let calendar = day::Days::new(platform, scale)?;
    while progress.next < scale.end() {
        day::play(platform, &cast, &calendar, &mut progress).await?;
        if observer(&progress).is_break() {
            return Ok(None);
        }
    }
    finish(platform, &mut progress).await?;
    Ok(Some(progress))
}

async fn begun(platform: &Platform, scale: &Scale) -> Result<Progress> {
    let mut tx = platform.store.read().await?;
    match Progress::find(&mut tx).await? {
        None => Ok(Progress::new(scale)),
        Some(progress) if progress.scale == *scale => Ok(progress),
        Some(_) => Err(Error::Conflict(
            "Cơ sở dữ liệu đang chứa bộ dữ liệu mẫu có quy mô khác; hãy chọn thư mục khác hoặc dùng --fresh.".into(),
        )),
    }
}

/// Tallies of the last day, the signature over everything.
async fn finish(platform: &Platform, progress: &mut Progress) -> Result<()> {
    let (stage, _) = stage(platform, "end", progress.scale.end())?;
    crate::disclosure::refresh_all(&Context::new(&stage, Actor::Clockwork)).await?;
    crate::register::sign_newest(&stage).await?;
    progress.done = true;
    let mut tx = stage.store.write().await?;
    progress.save(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The installation as a batch sees it: chance from the batch's name, the clock at eight o'clock of its day.
fn stage(platform: &Platform, batch: &str, day: Date) -> Result<(Platform, Arc<SetClock>)> {
    let clock = Arc::new(SetClock::on(day, 8));
    let random = Arc::new(SeededRandom::new(seed(batch)?));
    let stage = platform.staged(clock.clone(), random);
    Ok((stage, clock))
}

/// A seed for a name.
fn seed(name: &str) -> Result<u64> {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{SEED} {name}"));
    let first = digest.first_chunk::<8>();
    first
        .map(|bytes| u64::from_be_bytes(*bytes))
        .ok_or_else(|| Error::Internal("a digest is too short".into()))
}
