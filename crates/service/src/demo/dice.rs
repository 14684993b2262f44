//! Chance with a seed: the same city every time.

use crate::random::{Random, SeededRandom};

/// Dice of one seed.
pub struct Dice(SeededRandom);

impl Dice {
    /// Dice for `seed`.
    pub fn new(seed: u64) -> Self {
        Self(SeededRandom::new(seed))
    }

    /// A number from 0 up to, but without, `sides`.
    pub fn roll(&self, sides: u32) -> u32 {
        let bytes = self.0.bytes();
        let number = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        number % sides.max(1)
    }

    /// A number between two, both included.
    pub fn between(&self, low: u32, high: u32) -> u32 {
        low + self.roll(high - low + 1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&self, share: u32) -> bool {
        self.roll(100) < share
    }

    /// One of several.
    pub fn pick<'a, T>(&self, choices: &'a [T]) -> Option<&'a T> {
        let sides = u32::try_from(choices.len()).ok()?;
        choices.get(usize::try_from(self.roll(sides)).ok()?)
    }
}
