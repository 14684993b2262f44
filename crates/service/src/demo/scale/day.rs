//! A day of the history in one transaction: the duties that arise with what is published of them, then the moves of the
//! decisions. Nothing but the database and the progress goes from one day to the next.

use dinh_law::WorkingDays;
use jiff::ToSpan;
use jiff::civil::Date;

use super::cast::Cast;
use super::disclosure::Desk;
use super::progress::{Progress, number, share};
use super::scenes::Scenes;
use super::{FIRST_DAY, Scale, stage};
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// What is to happen when.
pub(super) struct Days {
    /// Days on which offices work.
    working: Vec<Date>,
    scenes: Scenes,
}

impl Days {
    pub(super) fn new(platform: &Platform, scale: &Scale) -> Result<Self> {
        let calendar = platform.law.calendar();
        let mut working = Vec::new();
        let mut day = FIRST_DAY.saturating_sub(1.day());
        loop {
            day = calendar.working_day_after(day, WorkingDays::new(1))?;
            if day >= scale.end() {
                break;
            }
            working.push(day);
        }
        Ok(Self {
            working,
            scenes: Scenes::new(scale),
        })
    }

    /// How many duties there are to be by the evening of a working day.
    fn duties_by(&self, scale: &Scale, day: Date) -> Result<Option<u64>> {
        let Ok(place) = self.working.binary_search(&day) else {
            return Ok(None);
        };
        let parts = number(self.working.len())?;
        Ok(Some(share(scale.duties, number(place)? + 1, parts)))
    }

    /// Whether it is the first working day of a quarter, on which periodic duties arise.
    fn begins_quarter(&self, day: Date) -> bool {
        let Ok(place) = self.working.binary_search(&day) else {
            return false;
        };
        let before = place
            .checked_sub(1)
            .and_then(|place| self.working.get(place));
        let quarter = |day: &Date| (day.year(), (day.month() - 1) / 3);
        before.is_none_or(|before| quarter(before) != quarter(&day))
    }
}

/// Play the next day.
pub(super) async fn play(
    platform: &Platform,
    cast: &Cast,
    days: &Days,
    progress: &mut Progress,
) -> Result<()> {
    let day = progress.next;
    let batch = format!("day {day}");
    let (stage, clock) = stage(platform, &batch, day)?;
    let mut tx = stage.store.write().await?;
    let clockwork = Context::new(&stage, Actor::Clockwork);
    crate::disclosure::advance_tallies_in(&clockwork, &mut tx).await?;
    if let Some(duties) = days.duties_by(&progress.scale, day)? {
        let mut desk = Desk::new(&stage, &clock, cast, day, &batch)?;
        let periodic = if days.begins_quarter(day) {
            desk.periods(&mut tx).await?
        } else {
            Vec::new()
        };
        desk.work(&mut tx, periodic, duties, progress).await?;
    }
    clock.set_day(day, 18);
    days.scenes
        .play(&stage, &mut tx, cast, day, progress)
        .await?;
    let size = dinh_store::register::size(&mut tx).await?;
    progress.entries = u64::try_from(size).map_err(|_| Error::Busy)?;
    progress.next = day.saturating_add(1.day());
    progress.save(&mut tx).await?;
    tx.commit().await?;
    stage.store.write_back().await?;
    if progress.next.day() == 1 {
        crate::register::sign_newest(&stage).await?;
    }
    Ok(())
}
