//! Answers as they were last made: public pages, and the full tiles of the register.
//!
//! An answer is kept by its name together with its version, and given out for that
//! version only. A newer version takes the place of the older one, so nothing needs to
//! be thrown out when something changes. A cache holds a bounded number of bytes; what
//! was asked for longest ago makes room.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

/// What one answer takes beside its bytes, generously.
const FRAME_BYTES: usize = 512;

/// Answers to readers, shared by all requests.
pub(crate) struct ByteCache {
    kept: Mutex<Kept>,
    most_bytes: usize,
}

#[derive(Default)]
struct Kept {
    answers: BTreeMap<String, KeptAnswer>,
    /// Which answer was asked for when, the longest ago first.
    by_use: BTreeMap<u64, String>,
    bytes: usize,
    uses: u64,
}

struct KeptAnswer {
    version: String,
    body: Bytes,
    used: u64,
}

impl ByteCache {
    /// A cache of at most so many bytes.
    pub(crate) fn new(most_bytes: usize) -> Self {
        Self {
            kept: Mutex::default(),
            most_bytes,
        }
    }

    /// The answer of this name, if it was made for this version.
    pub(crate) fn find(&self, name: &str, version: &str) -> Option<Bytes> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let answer = kept.answers.get_mut(name)?;
        if answer.version != version {
            return None;
        }
        let before = std::mem::replace(&mut answer.used, now);
        let body = answer.body.clone();
        kept.by_use.remove(&before);
        kept.by_use.insert(now, name.to_owned());
        Some(body)
    }

    /// Keep what was made; one that is larger than a quarter of the cache is not kept.
    pub(crate) fn keep(&self, name: &str, version: &str, body: &Bytes) {
        if weight(body) > self.most_bytes / 4 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(name);
        kept.uses += 1;
        let used = kept.uses;
        kept.bytes += weight(body);
        kept.by_use.insert(used, name.to_owned());
        let answer = KeptAnswer {
            version: version.to_owned(),
            body: body.clone(),
            used,
        };
        kept.answers.insert(name.to_owned(), answer);
        while kept.bytes > self.most_bytes {
            let Some((_, oldest)) = kept.by_use.pop_first() else {
                break;
            };
            kept.remove(&oldest);
        }
    }
}

impl Kept {
    fn remove(&mut self, name: &str) {
        if let Some(answer) = self.answers.remove(name) {
            self.by_use.remove(&answer.used);
            self.bytes -= weight(&answer.body);
        }
    }
}

fn weight(body: &Bytes) -> usize {
    body.len() + FRAME_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize) -> Bytes {
        Bytes::from(vec![b'x'; bytes])
    }

    #[test]
    fn an_answer_is_given_for_its_name_and_version_only() {
        let cache = ByteCache::new(10_000);
        cache.keep("vi /", "1", &page(3));
        assert_eq!(cache.find("vi /", "1"), Some(page(3)));
        assert_eq!(cache.find("vi /", "2"), None);
        assert_eq!(cache.find("en /", "1"), None);
        cache.keep("vi /", "2", &page(4));
        assert_eq!(cache.find("vi /", "1"), None);
        assert_eq!(cache.find("vi /", "2"), Some(page(4)));
    }

    #[test]
    fn what_was_asked_for_longest_ago_makes_room() {
        let cache = ByteCache::new(10_000);
        for path in ["/a", "/b", "/c", "/d"] {
            cache.keep(path, "1", &page(1_900));
        }
        assert!(cache.find("/a", "1").is_some());
        cache.keep("/e", "1", &page(1_900));
        assert!(cache.find("/a", "1").is_some());
        assert!(cache.find("/b", "1").is_none());
        let kept = cache.kept.lock().expect("cache");
        assert!(kept.bytes <= 10_000 && kept.answers.len() == kept.by_use.len());
    }

    #[test]
    fn an_answer_too_large_for_the_cache_is_not_kept() {
        let cache = ByteCache::new(10_000);
        cache.keep("/", "1", &page(3_000));
        assert!(cache.find("/", "1").is_none());
    }
}
