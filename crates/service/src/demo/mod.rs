//! The demo city: the real units, two years of disclosure played forward with the
//! very use cases that officers use, a set clock and a fixed seed. Everything that
//! is invented is marked as sample data.

mod accounts;
mod dice;
mod forms;
mod hamlets;
mod paper;
mod play;
pub mod scale;
mod script;
mod words;

pub(crate) use dice::Dice;

pub use accounts::{PASSWORD, shown_accounts};

use std::sync::Arc;

use jiff::civil::Date;

use crate::clock::SetClock;
use crate::error::Result;
use crate::platform::{Actor, Context, Platform};
use crate::random::SeededRandom;

/// The seed of the demo city.
pub const SEED: u64 = 20_241_117;
/// First day of the history: the source document is one week old.
const FIRST_DAY: Date = Date::constant(2024, 11, 24);
const DONE: &str = "demo.filled";

/// What was made.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Duties that arose.
    pub duties: usize,
    /// Publications.
    pub publications: usize,
    /// Entries of the register.
    pub entries: i64,
}

/// Whether the database holds the demo city already.
pub async fn is_filled(platform: &Platform) -> Result<bool> {
    let mut tx = platform.store.read().await?;
    Ok(dinh_store::settings::find(&mut tx, DONE).await?.is_some())
}

/// Fill an empty database with the demo city up to the day of the platform's clock.
/// `progress` hears the day that is being played.
pub async fn fill(platform: &Platform, progress: &(dyn Fn(Date) + Sync)) -> Result<Summary> {
    let clock = Arc::new(SetClock::on(FIRST_DAY, 8));
    let stage = platform.staged(clock.clone(), Arc::new(SeededRandom::new(SEED)));
    let last_day = platform.clock.today();
    let city = accounts::prepare(&stage).await?;
    let clockwork = Context::new(&stage, Actor::Clockwork);
    crate::documents::publish_seed(&clockwork, city.first).await?;
    let assembly = hamlets::prepare(&stage, &clock, city.hamlets.clone()).await?;
    let span = play::Span { last_day, progress };
    let (duties, publications) = play::play(&stage, &clock, &city, assembly, span).await?;
    clock.set(platform.clock.now());
    crate::disclosure::refresh_all(&clockwork).await?;
    let entries = crate::register::sign_newest(&stage).await?;
    let mut tx = stage.store.write().await?;
    dinh_store::settings::save(&mut tx, DONE, &last_day.to_string()).await?;
    tx.commit().await?;
    Ok(Summary {
        duties,
        publications,
        entries,
    })
}
