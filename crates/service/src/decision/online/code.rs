//! The code on a card: twelve signs that nobody mistakes for each other, sixty bits of chance.

use sha2::{Digest, Sha256};

use crate::random::Random;

/// 32 signs: no I, O, 0, 1.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 12;
const GROUP: usize = 4;

/// A code as its household holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct VoteCode(String);

impl std::fmt::Debug for VoteCode {
    /// A code never enters a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VoteCode(…)")
    }
}

impl VoteCode {
    /// A new one.
    pub(super) fn new(random: &dyn Random) -> Self {
        let bytes = random.bytes();
        let signs = bytes.iter().take(LENGTH).map(|byte| sign(*byte)).collect();
        Self(signs)
    }

    /// What somebody typed or scanned; spaces, hyphens and small letters do not matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let signs: String = typed
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .take(LENGTH + 1)
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        let known = |sign: char| u8::try_from(sign).is_ok_and(|sign| SIGNS.contains(&sign));
        (signs.chars().count() == LENGTH && signs.chars().all(known)).then_some(Self(signs))
    }

    /// As printed: three groups of four.
    pub fn shown(&self) -> String {
        let mut shown = String::with_capacity(LENGTH + 2);
        for (place, sign) in self.0.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                shown.push('-');
            }
            shown.push(sign);
        }
        shown
    }

    /// What is stored.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"dinh/vote-code/1\n");
        hash.update(self.0.as_bytes());
        hash.finalize().into()
    }
}

/// Each sign has the same chance: 256 is a multiple of 32.
fn sign(byte: u8) -> char {
    let place = usize::from(byte) % SIGNS.len();
    SIGNS.get(place).map_or('2', |sign| char::from(*sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code = VoteCode::new(&SeededRandom::new(1));
        let shown = code.shown();
        assert_eq!(shown.len(), 14);
        assert_eq!(VoteCode::parse(&shown), Some(code.clone()));
        assert_eq!(
            VoteCode::parse(&shown.to_lowercase().replace('-', " ")),
            Some(code)
        );
        assert_eq!(VoteCode::parse(&format!("{shown}2")), None);
        assert_eq!(VoteCode::parse("OOOO-1111-0000"), None);
        assert_eq!(VoteCode::parse(""), None);
    }

    #[test]
    fn codes_differ_and_are_not_shown_in_logs() {
        let random = SeededRandom::new(2);
        let codes: std::collections::BTreeSet<String> =
            (0..2000).map(|_| VoteCode::new(&random).shown()).collect();
        assert_eq!(codes.len(), 2000);
        let code = VoteCode::new(&random);
        assert!(!format!("{code:?}").contains(&code.shown()));
    }
}
