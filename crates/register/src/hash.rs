//! A SHA-256 hash and its two spellings: base64 in checkpoints and proofs, hexadecimal for `sha256sum`.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::{Error, Result};

/// 32 bytes of SHA-256. `Display` is base64 (RFC 4648 section 4), as in the C2SP formats.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The plain SHA-256 of a content, as `sha256sum` prints it.
    pub fn of(content: &[u8]) -> Self {
        Self::of_parts(&[content])
    }

    /// The SHA-256 of several parts, one after the other.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// 44 characters of padded base64.
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads padded, canonical base64 of exactly 32 bytes.
    pub fn from_base64(text: &str) -> Result<Self> {
        let text: &[u8; 44] = text.as_bytes().try_into().map_err(|_| Error::Hash)?;
        let [digits @ .., last, padding] = text;
        let are_digits = digits
            .iter()
            .all(|digit| BASE64[usize::from(*digit)] != NONE);
        let is_right = are_digits && is_last_base64(*last) && *padding == b'=';
        is_right.then(|| Self::of_base64(text)).ok_or(Error::Hash)
    }

    /// The hash of which this is the base64, whose grammar was checked.
    pub(crate) fn of_base64(text: &[u8; 44]) -> Self {
        let mut bytes = [0; 33];
        for (four, three) in text.as_chunks().0.iter().zip(bytes.as_chunks_mut().0) {
            let [a, b, c, d] = four.map(|character| BASE64[usize::from(character)]);
            *three = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
        }
        let [hash @ .., _] = bytes;
        Self(hash)
    }

    /// 64 lower-case hexadecimal characters.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads exactly 64 lower-case hexadecimal characters.
    pub fn from_hex(text: &str) -> Result<Self> {
        let text: &[u8; 64] = text.as_bytes().try_into().map_err(|_| Error::Hash)?;
        let is_right = text.iter().all(|digit| HEX[usize::from(*digit)] != NONE);
        is_right.then(|| Self::of_hex(text)).ok_or(Error::Hash)
    }

    /// The hash of which these are the hexadecimal characters, whose grammar was checked.
    pub(crate) fn of_hex(text: &[u8; 64]) -> Self {
        let mut bytes = [0; 32];
        for (byte, two) in bytes.iter_mut().zip(text.as_chunks().0) {
            let [high, low] = two.map(|character| HEX[usize::from(character)]);
            *byte = high << 4 | low;
        }
        Self(bytes)
    }
}

/// What stands in a table for a character that is no digit.
const NONE: u8 = 0xff;
const HEX: [u8; 256] = values(b"0123456789abcdef");
const BASE64: [u8; 256] =
    values(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

/// The value of each character as a digit among these.
const fn values(digits: &[u8]) -> [u8; 256] {
    let mut values = [NONE; 256];
    let mut value = 0;
    while (value as usize) < digits.len() {
        values[digits[value as usize] as usize] = value;
        value += 1;
    }
    values
}

/// The last digit of 32 bytes in base64 has two spare bits, which are zero. What is no digit has none that are.
pub(crate) fn is_last_base64(digit: u8) -> bool {
    BASE64[usize::from(digit)].trailing_zeros() >= 2
}

/// Bytes as lower-case hexadecimal characters, two each.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.base64())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Hash({})", self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn a_hash_reads_back_from_both_spellings() {
        let hash = Hash::of(b"");
        assert_eq!(
            hash.hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hash.to_string(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
        assert_eq!(Hash::from_hex(&hash.hex()), Ok(hash));
        assert_eq!(Hash::from_base64(&hash.base64()), Ok(hash));
    }

    #[test]
    fn other_spellings_of_a_hash_are_refused() {
        let hash = Hash::of(b"");
        for text in [
            "",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
            "AAAA",
        ] {
            assert!(Hash::from_base64(text).is_err(), "{text}");
        }
        assert!(Hash::from_hex(&hash.hex().to_uppercase()).is_err());
        assert!(
            Hash::from_hex("é3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")
                .is_err()
        );
    }
}
