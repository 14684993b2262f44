//! What was made or read before, by name, within a bounded number of bytes: what was asked for longest ago makes room.
//!
//! Whether a kept thing is still true is for whoever keeps it; see [`kept`](crate::kept) for pages.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What one thing takes beside its bytes, generously.
const FRAME_BYTES: usize = 512;

/// Things by name, shared by all requests.
pub(crate) struct ByteCache<T> {
    kept: Mutex<Kept<T>>,
    most_bytes: usize,
}

struct Kept<T> {
    things: BTreeMap<Arc<str>, KeptThing<T>>,
    /// Which thing was asked for when, the longest ago first.
    by_use: BTreeMap<u64, Arc<str>>,
    bytes: usize,
    uses: u64,
}

struct KeptThing<T> {
    thing: T,
    weight: usize,
    used: u64,
}

impl<T: Clone> ByteCache<T> {
    /// A cache of at most so many bytes.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self {
            kept: Mutex::new(Kept {
                things: BTreeMap::new(),
                by_use: BTreeMap::new(),
                bytes: 0,
                uses: 0,
            }),
            most_bytes,
        }
    }

    /// What is kept under this name.
    pub(crate) fn find(&self, name: &str) -> Option<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let found = kept.things.get_mut(name)?;
        let before = std::mem::replace(&mut found.used, now);
        let thing = found.thing.clone();
        if let Some(name) = kept.by_use.remove(&before) {
            kept.by_use.insert(now, name);
        }
        Some(thing)
    }

    /// Keep nothing under this name any more.
    pub(crate) fn forget(&self, name: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(name);
    }

    /// Whether a thing of so many bytes is kept at all: one that is larger than a quarter of the cache is not.
    pub(crate) fn takes(&self, bytes: usize) -> bool {
        bytes + FRAME_BYTES <= self.most_bytes / 4
    }

    /// Keep a thing that takes so many bytes, if they are not too many.
    pub(crate) fn keep(&self, name: &str, thing: T, bytes: usize) {
        if !self.takes(bytes) {
            return;
        }
        let weight = bytes + name.len() + FRAME_BYTES;
        let name: Arc<str> = name.into();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&name);
        kept.uses += 1;
        let used = kept.uses;
        kept.bytes += weight;
        kept.by_use.insert(used, Arc::clone(&name));
        kept.things.insert(
            name,
            KeptThing {
                thing,
                weight,
                used,
            },
        );
        while kept.bytes > self.most_bytes {
            let Some((_, oldest)) = kept.by_use.pop_first() else {
                break;
            };
            kept.remove(&oldest);
        }
    }
}

impl<T> Kept<T> {
    fn remove(&mut self, name: &str) {
        if let Some(kept) = self.things.remove(name) {
            self.by_use.remove(&kept.used);
            self.bytes -= kept.weight;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_last_under_a_name_is_found_there() {
        let cache = ByteCache::new(10_000);
        cache.keep("/", 1, 3);
        assert_eq!(cache.find("/"), Some(1));
        assert_eq!(cache.find("/?lang=en"), None);
        cache.keep("/", 2, 4);
        assert_eq!(cache.find("/"), Some(2));
    }

    #[test]
    fn what_was_asked_for_longest_ago_makes_room() {
        let cache = ByteCache::new(10_000);
        for path in ["/a", "/b", "/c", "/d"] {
            cache.keep(path, (), 1_900);
        }
        assert!(cache.find("/a").is_some());
        cache.keep("/e", (), 1_900);
        assert!(cache.find("/a").is_some());
        assert!(cache.find("/b").is_none());
        let kept = cache.kept.lock().expect("cache");
        assert!(kept.bytes <= 10_000 && kept.things.len() == kept.by_use.len());
    }

    #[test]
    fn what_is_too_large_for_the_cache_is_not_kept() {
        let cache = ByteCache::new(10_000);
        cache.keep("/", (), 3_000);
        assert!(cache.find("/").is_none());
    }
}
