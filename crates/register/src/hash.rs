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
        let bytes = STANDARD.decode(text).map_err(|_| Error::Hash)?;
        Ok(Self(bytes.try_into().map_err(|_| Error::Hash)?))
    }

    /// 64 lower-case hexadecimal characters.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads exactly 64 lower-case hexadecimal characters.
    pub fn from_hex(text: &str) -> Result<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(Error::Hash);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = (nibble(pair[0])? << 4) | nibble(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// Bytes as lower-case hexadecimal characters, two each.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn nibble(character: u8) -> Result<u8> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(Error::Hash),
    }
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
