//! The bytes of an entry, read forward only.

use super::sign::{self, DIGIT};
use crate::number;

/// What of an entry is still to be read. What does not fit is `None`, and how far it was read then says nothing.
pub(super) struct Cursor<'entry> {
    rest: &'entry [u8],
}

impl<'entry> Cursor<'entry> {
    pub(super) fn new(bytes: &'entry [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn rest(&self) -> &'entry [u8] {
        self.rest
    }

    /// What was read since then.
    pub(super) fn since(&self, before: &'entry [u8]) -> &'entry [u8] {
        let length = before.len() - self.rest.len();
        before.get(..length).unwrap_or_default()
    }

    /// Exactly this text.
    #[inline]
    pub(super) fn literal(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text.as_bytes())?;
        Some(())
    }

    /// As many signs of a kind as there are.
    #[inline]
    pub(super) fn run(&mut self, kind: u8) -> &'entry [u8] {
        let length = self.rest.iter().position(|byte| !sign::is(*byte, kind));
        let (run, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        run
    }

    /// So many bytes, whatever they are.
    #[inline]
    pub(super) fn fixed<const LENGTH: usize>(&mut self) -> Option<&'entry [u8; LENGTH]> {
        let (fixed, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(fixed)
    }

    /// A number in its one spelling.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        number::read(self.run(DIGIT))
    }

    /// The bytes that `read` reads.
    pub(super) fn taken(
        &mut self,
        read: impl FnOnce(&mut Self) -> Option<()>,
    ) -> Option<&'entry [u8]> {
        let before = self.rest;
        read(self)?;
        Some(self.since(before))
    }

    /// A line with this key, which ends with its space.
    #[inline]
    pub(super) fn line<T>(
        &mut self,
        key: &str,
        value: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        self.literal(key)?;
        let value = value(self)?;
        self.literal("\n")?;
        Some(value)
    }
}
