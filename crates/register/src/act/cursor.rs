//! The bytes of an entry, read forward only.

use crate::number;

/// Signs of a word: lower-case letters, digits, hyphens, underscores.
pub(super) const WORD: u8 = 1;
/// Signs of a code: ASCII letters, digits, full stops, hyphens, underscores.
pub(super) const CODE: u8 = 2;
/// Signs of a part of a media type (RFC 6838), in lower case.
pub(super) const MEDIA: u8 = 4;
/// Signs of the origin of a register: what is printed, but no space and no plus sign.
pub(super) const REGISTER: u8 = 8;
/// Decimal digits.
pub(super) const DIGIT: u8 = 16;

/// The kinds that each byte is of.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        kinds[byte as usize] = kinds_of(byte);
        byte += 1;
    }
    kinds
};

const fn kinds_of(byte: u8) -> u8 {
    let small = byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut kinds = 0;
    if small || matches!(byte, b'-' | b'_') {
        kinds |= WORD;
    }
    if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
        kinds |= CODE;
    }
    if small
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'&' | b'-' | b'^' | b'_' | b'.' | b'+'
        )
    {
        kinds |= MEDIA;
    }
    if byte.is_ascii_graphic() && byte != b'+' {
        kinds |= REGISTER;
    }
    if byte.is_ascii_digit() {
        kinds |= DIGIT;
    }
    kinds
}

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

    pub(super) fn begins_with(&self, text: &str) -> bool {
        self.rest.starts_with(text.as_bytes())
    }

    /// Exactly this text.
    pub(super) fn literal(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text.as_bytes())?;
        Some(())
    }

    /// As many signs of a kind as there are.
    pub(super) fn run(&mut self, kind: u8) -> &'entry [u8] {
        let is_other = |byte: &u8| KINDS[usize::from(*byte)] & kind == 0;
        let length = self.rest.iter().position(is_other);
        let (run, rest) = self.rest.split_at(length.unwrap_or(self.rest.len()));
        self.rest = rest;
        run
    }

    /// So many bytes, whatever they are.
    pub(super) fn fixed<const LENGTH: usize>(&mut self) -> Option<&'entry [u8; LENGTH]> {
        let (fixed, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(fixed)
    }

    /// A number in its one spelling.
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
