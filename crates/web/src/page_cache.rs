//! Public pages as they were last made: the one place that keeps pages.
//!
//! A page is kept by its path and language together with its version, and given out for
//! that version only. A newer version takes the place of the older one, so nothing needs
//! to be thrown out when something changes. The cache holds a bounded number of bytes;
//! what was asked for longest ago makes room.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::texts::Lang;

/// Front page and unit pages in both languages fit in; item pages come and go.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// What one page takes beside its text, generously.
const FRAME_BYTES: usize = 512;

/// Pages of readers, shared by all requests.
pub(crate) struct PageCache {
    kept: Mutex<Kept>,
    most_bytes: usize,
}

#[derive(Default)]
struct Kept {
    pages: BTreeMap<(String, &'static str), KeptPage>,
    /// Which page was asked for when, the longest ago first.
    by_use: BTreeMap<u64, (String, &'static str)>,
    bytes: usize,
    uses: u64,
}

struct KeptPage {
    version: String,
    body: Bytes,
    used: u64,
}

impl Default for PageCache {
    fn default() -> Self {
        Self::new(MOST_BYTES)
    }
}

impl PageCache {
    fn new(most_bytes: usize) -> Self {
        Self {
            kept: Mutex::default(),
            most_bytes,
        }
    }

    /// The page at a path in a language, if it was made for this version.
    pub(crate) fn find(&self, path: &str, lang: Lang, version: &str) -> Option<Bytes> {
        let key = (path.to_owned(), lang.code());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let page = kept.pages.get_mut(&key)?;
        if page.version != version {
            return None;
        }
        let before = std::mem::replace(&mut page.used, now);
        let body = page.body.clone();
        kept.by_use.remove(&before);
        kept.by_use.insert(now, key);
        Some(body)
    }

    /// Keep what was made; one that is larger than a quarter of the cache is not kept.
    pub(crate) fn keep(&self, path: &str, lang: Lang, version: &str, body: &Bytes) {
        if weight(body) > self.most_bytes / 4 {
            return;
        }
        let key = (path.to_owned(), lang.code());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(&key);
        kept.uses += 1;
        let used = kept.uses;
        kept.bytes += weight(body);
        kept.by_use.insert(used, key.clone());
        let page = KeptPage {
            version: version.to_owned(),
            body: body.clone(),
            used,
        };
        kept.pages.insert(key, page);
        while kept.bytes > self.most_bytes {
            let Some((_, oldest)) = kept.by_use.pop_first() else {
                break;
            };
            kept.remove(&oldest);
        }
    }
}

impl Kept {
    fn remove(&mut self, key: &(String, &'static str)) {
        if let Some(page) = self.pages.remove(key) {
            self.by_use.remove(&page.used);
            self.bytes -= weight(&page.body);
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
    fn a_page_is_given_for_its_version_and_language_only() {
        let cache = PageCache::default();
        cache.keep("/", Lang::Vi, "1", &page(3));
        assert_eq!(cache.find("/", Lang::Vi, "1"), Some(page(3)));
        assert_eq!(cache.find("/", Lang::Vi, "2"), None);
        assert_eq!(cache.find("/", Lang::En, "1"), None);
        cache.keep("/", Lang::Vi, "2", &page(4));
        assert_eq!(cache.find("/", Lang::Vi, "1"), None);
        assert_eq!(cache.find("/", Lang::Vi, "2"), Some(page(4)));
    }

    #[test]
    fn what_was_asked_for_longest_ago_makes_room() {
        let cache = PageCache::new(10_000);
        for path in ["/a", "/b", "/c", "/d"] {
            cache.keep(path, Lang::Vi, "1", &page(1_900));
        }
        assert!(cache.find("/a", Lang::Vi, "1").is_some());
        cache.keep("/e", Lang::Vi, "1", &page(1_900));
        assert!(cache.find("/a", Lang::Vi, "1").is_some());
        assert!(cache.find("/b", Lang::Vi, "1").is_none());
        let kept = cache.kept.lock().expect("cache");
        assert!(kept.bytes <= 10_000 && kept.pages.len() == kept.by_use.len());
    }

    #[test]
    fn a_page_too_large_for_the_cache_is_not_kept() {
        let cache = PageCache::new(10_000);
        cache.keep("/", Lang::Vi, "1", &page(3_000));
        assert!(cache.find("/", Lang::Vi, "1").is_none());
    }
}
