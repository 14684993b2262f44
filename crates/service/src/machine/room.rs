//! What this process saw of its machine last. The disk is never filled to the end: a database that cannot write its log may
//! not come back by itself, so writing stops while there is room to recover. Reading goes on, and so does writing once there
//! is room again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use dinh_store::disk::Space;
use jiff::Timestamp;

use super::skew::Skew;

/// Below how many free bytes what is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomLimits {
    /// Files are refused.
    pub low: u64,
    /// Everything that writes is refused.
    pub full: u64,
}

impl Default for RoomLimits {
    fn default() -> Self {
        Self {
            low: 1_000_000_000,
            full: 200_000_000,
        }
    }
}

/// How much may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Everything.
    Enough,
    /// No files.
    Low,
    /// Nothing.
    Full,
}

/// One of these is shared by those who watch and those who ask.
#[derive(Default)]
pub struct Machine {
    limits: RoomLimits,
    seen: Mutex<Seen>,
}

/// What was seen last.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Room on the disk; nothing before it was measured.
    pub space: Option<Space>,
    /// What says that the clock is wrong.
    pub skew: Skew,
    /// When the clockwork did all its work last.
    pub turned: Option<Timestamp>,
    /// Why it did not the last time; nothing if it did.
    pub failure: Option<String>,
}

impl Machine {
    /// A machine with these limits.
    pub fn new(limits: RoomLimits) -> Self {
        Self {
            limits,
            seen: Mutex::default(),
        }
    }

    /// The limits.
    pub fn limits(&self) -> RoomLimits {
        self.limits
    }

    /// Keep how much room there is. What cannot be measured refuses nothing.
    pub fn measured(&self, space: Option<Space>) {
        self.lock().space = space;
    }

    /// Keep what is known of the clock.
    pub fn compared(&self, skew: Skew) {
        self.lock().skew = skew;
    }

    /// Keep how the clockwork did.
    pub fn turned(&self, at: Timestamp, failure: Option<String>) {
        let mut seen = self.lock();
        if failure.is_none() {
            seen.turned = Some(at);
        }
        seen.failure = failure;
    }

    /// How much may be written now.
    pub fn room(&self) -> Room {
        match self.lock().space {
            Some(space) if space.free < self.limits.full => Room::Full,
            Some(space) if space.free < self.limits.low => Room::Low,
            _ => Room::Enough,
        }
    }

    /// What was seen last.
    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_follows_what_was_measured_and_comes_back() {
        let machine = Machine::default();
        let free = |free| {
            machine.measured(Some(Space {
                free,
                total: 10_000_000_000,
            }));
            machine.room()
        };
        assert_eq!(machine.room(), Room::Enough, "not measured yet");
        assert_eq!(free(1_000_000_000), Room::Enough);
        assert_eq!(free(999_999_999), Room::Low);
        assert_eq!(free(199_999_999), Room::Full);
        assert_eq!(free(200_000_000), Room::Low);
        assert_eq!(free(5_000_000_000), Room::Enough);
    }
}
