//! The line in front of something that only a few can have at a time. It is bounded: when too many wait already, whoever comes
//! is told so at once, instead of all of them waiting until nobody is served in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Result, StoreError};

/// A line with a longest length. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Line {
    waiting: Arc<AtomicUsize>,
    longest: usize,
}

/// A place in the line; leaving it is dropping it.
pub(crate) struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Line {
    /// A line in which at most so many wait.
    pub(crate) fn new(longest: usize) -> Self {
        Self {
            waiting: Arc::default(),
            longest,
        }
    }

    /// Stand in line, or be told that it is too long.
    pub(crate) fn join(&self) -> Result<Place> {
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Place(Arc::clone(&self.waiting));
        if before < self.longest {
            Ok(place)
        } else {
            Err(StoreError::Busy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_line_takes_nobody_until_somebody_leaves() {
        let line = Line::new(2);
        let first = line.join().expect("the first");
        let second = line.join().expect("the second");
        for _ in 0..3 {
            assert!(matches!(line.join(), Err(StoreError::Busy)));
        }
        drop(first);
        let third = line.join().expect("a place was left");
        assert!(line.join().is_err());
        drop((second, third));
        assert_eq!(line.waiting.load(Ordering::Relaxed), 0);
    }
}
