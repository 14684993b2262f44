//! What this process knows of its own mail while it runs: to which server, and what stands in the way. For the
//! administrator's page; nothing of it is stored.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

/// The first pause after a failure, in seconds; it doubles.
const FIRST_PAUSE: i64 = 15;
/// The longest pause, in seconds.
const LONGEST_PAUSE: i64 = 900;

/// One of these is shared by who sends and who looks.
#[derive(Default)]
pub struct Post {
    seen: Mutex<SeenPost>,
    closing: AtomicBool,
    closed: Notify,
    woken: Notify,
}

/// What was seen last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenPost {
    /// The server, without name and password; nothing when none was named.
    pub server: Option<String>,
    /// What stands in the way, if anything does.
    pub trouble: Option<Trouble>,
}

/// The server takes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// Not before this it is tried again.
    pub again: Timestamp,
    /// How often it failed in a row.
    pub failures: u32,
    /// What the server or the machine says.
    pub reason: String,
}

impl Post {
    /// What is known now.
    pub fn seen(&self) -> SeenPost {
        self.lock().clone()
    }

    /// A server was named.
    pub fn name(&self, server: String) {
        self.lock().server = Some(server);
    }

    /// Hand no further letter over: the process ends.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        // Kept for whoever waits later.
        self.closed.notify_one();
    }

    /// Ends when the process ends; for the one who sends.
    pub async fn closed(&self) {
        self.closed.notified().await;
    }

    /// Somebody asked for a letter, or has an address now: look at once instead of at the next turn.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Ends when somebody waits for a letter; for the one who sends.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Whether the process ends.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::SeqCst)
    }

    pub(super) fn is_paused(&self, now: Timestamp) -> bool {
        let seen = self.lock();
        seen.trouble
            .as_ref()
            .is_some_and(|trouble| now < trouble.again)
    }

    /// The server took the greeting or a letter.
    pub(super) fn works(&self) {
        self.lock().trouble = None;
    }

    /// The server takes nothing; each time it is left alone for longer, up to a quarter of an hour.
    pub(super) fn fails(&self, now: Timestamp, reason: String) {
        let mut seen = self.lock();
        let before = seen.trouble.take();
        let failures = before.as_ref().map_or(0, |trouble| trouble.failures) + 1;
        let pause = (FIRST_PAUSE << (failures - 1).min(10)).min(LONGEST_PAUSE);
        seen.trouble = Some(Trouble {
            since: before.map_or(now, |trouble| trouble.since),
            again: now + SignedDuration::from_secs(pause),
            failures,
            reason,
        });
    }

    fn lock(&self) -> MutexGuard<'_, SeenPost> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
