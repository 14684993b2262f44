//! Base45 (RFC 9285): bytes in the 45 signs of a square code's alphanumeric mode.

use crate::{Error, Result};

const SIGNS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Two bytes become three signs, a last single byte two.
pub fn to_base45(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let mut number = pair
            .iter()
            .fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(SIGNS[number % 45]));
            number /= 45;
        }
    }
    text
}

/// Reads what [`to_base45`] writes, and nothing else.
pub fn from_base45(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for signs in text.as_bytes().chunks(3) {
        let number = signs.iter().rev().try_fold(0_usize, |number, sign| {
            let value = SIGNS.iter().position(|known| known == sign)?;
            Some(number * 45 + value)
        });
        let number = u16::try_from(number.ok_or(Error::Paper)?).map_err(|_| Error::Paper)?;
        match (signs.len(), u8::try_from(number)) {
            (3, _) => bytes.extend(number.to_be_bytes()),
            (2, Ok(byte)) => bytes.push(byte),
            _ => return Err(Error::Paper),
        }
    }
    Ok(bytes)
}
