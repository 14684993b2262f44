//! Which statements were made, and how many.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Shared by all transactions of an opened database.
#[derive(Default)]
pub(super) struct Asked {
    count: AtomicU64,
    remembers: AtomicBool,
    remembered: Mutex<BTreeSet<&'static str>>,
}

impl Asked {
    /// A statement is made.
    pub(super) fn note(&self, sql: &'static str) {
        self.count.fetch_add(1, Ordering::Relaxed);
        if self.remembers.load(Ordering::Relaxed) {
            let remembered = self.remembered.lock();
            remembered
                .unwrap_or_else(PoisonError::into_inner)
                .insert(sql);
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    pub(super) fn remember(&self) {
        self.remembers.store(true, Ordering::Relaxed);
    }

    pub(super) fn remembered(&self) -> Vec<&'static str> {
        let remembered = self.remembered.lock();
        let remembered = remembered.unwrap_or_else(PoisonError::into_inner);
        remembered.iter().copied().collect()
    }
}
