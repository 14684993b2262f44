//! Time as a parameter. Instants are whole seconds, so that they sort the same as
//! text and as numbers; days are those of Việt Nam.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// Where the present comes from.
pub trait Clock: Send + Sync {
    /// The present, in whole seconds.
    fn now(&self) -> Timestamp;

    /// The day in Việt Nam.
    fn today(&self) -> Date {
        local(self.now()).date()
    }
}

/// An instant in Vietnamese time (UTC+7, no summer time since 1975).
pub fn local(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(7)))
}

/// The first instant of a Vietnamese day.
pub fn start_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::fixed(Offset::constant(7)))
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }
}

/// The machine's clock and a time by which it is ahead: the demo city, when somebody wants to see what happens days
/// later. It goes forward only, as the register does.
#[derive(Default)]
pub struct AheadClock(AtomicI64);

impl AheadClock {
    /// Move it to a later instant; it goes on from there. False when that instant is already over.
    pub fn move_to(&self, at: Timestamp) -> bool {
        let ahead = at.as_second() - SystemClock.now().as_second();
        self.0.fetch_max(ahead, Ordering::SeqCst) <= ahead
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        let machine = SystemClock.now();
        let ahead = self.0.load(Ordering::SeqCst);
        Timestamp::from_second(machine.as_second().saturating_add(ahead)).unwrap_or(machine)
    }
}

/// A clock that stands still until it is moved: tests and the demo city.
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Stands at `at`.
    pub fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_second()))
    }

    /// Stands at `hour` o'clock of a Vietnamese day.
    pub fn on(day: Date, hour: i8) -> Self {
        let at = start_of(day).as_second() + i64::from(hour) * 3600;
        Self(AtomicI64::new(at))
    }

    /// Move it.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_second(), Ordering::SeqCst);
    }

    /// Move it to `hour` o'clock of a Vietnamese day.
    pub fn set_day(&self, day: Date, hour: i8) {
        let at = start_of(day).as_second() + i64::from(hour) * 3600;
        self.0.store(at, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_ahead_goes_forward_only() {
        let clock = AheadClock::default();
        let start = clock.now();
        let week = jiff::SignedDuration::from_hours(7 * 24);
        assert!(clock.move_to(start + week));
        assert!(clock.now() >= start + week);
        assert!(!clock.move_to(start));
        assert!(clock.now() >= start + week);
    }
}
