//! Machines on which a person has signed in before. Failures of strangers do not slow them down.
//!
//! The browser keeps a number of its own and one mark for each account; a mark holds for as long as the password. Neither
//! says anything about the person, and neither opens anything.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_store::people::accounts::Account;
use sha2::{Digest as _, Sha256};

use crate::platform::Platform;
use crate::secrets::Secrets;

/// Accounts of one machine that are remembered; a hamlet's telephone has several officers.
const MOST: usize = 5;
const PURPOSE: &str = "known device";
const NUMBERED: &str = "device number";

/// What a browser keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownDevice {
    number: Vec<u8>,
    /// Our mark on the number.
    seal: Vec<u8>,
    marks: Vec<Vec<u8>>,
}

impl KnownDevice {
    /// Read what a browser sent; anything else is a machine that is not known.
    pub fn read(text: &str) -> Self {
        let mut parts = text
            .split('.')
            .take(MOST + 2)
            .map_while(|part| URL_SAFE_NO_PAD.decode(part).ok());
        match parts.next().zip(parts.next()) {
            Some((number, seal)) if number.len() == 16 && seal.len() == 32 => Self {
                number,
                seal,
                marks: parts.filter(|mark| mark.len() == 32).collect(),
            },
            _ => Self::default(),
        }
    }

    /// What the browser shall keep.
    pub(super) fn text(&self) -> String {
        let parts = [&self.number, &self.seal].into_iter().chain(&self.marks);
        let parts: Vec<String> = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).collect();
        parts.join(".")
    }

    /// The number of the machine, if we gave it: somebody signed in there once.
    pub fn find_number(&self, platform: &Platform) -> Option<[u8; 16]> {
        let ours = platform
            .secrets
            .is_mark(NUMBERED, &[&self.number], &self.seal);
        ours.then(|| self.number.as_slice().try_into().ok())
            .flatten()
    }

    /// Whether this account signed in here with the password that it still has.
    pub(super) fn knows(&self, secrets: &Secrets, account: &Account) -> bool {
        let password = Sha256::digest(account.password_hash.as_bytes());
        let parts = parts(&self.number, account, &password);
        let right = |mark: &Vec<u8>| secrets.is_mark(PURPOSE, &parts, mark);
        !self.number.is_empty() && self.marks.iter().any(right)
    }

    /// The same machine, now also known to this account.
    pub(super) fn with(mut self, platform: &Platform, account: &Account) -> Self {
        if self.find_number(platform).is_none() {
            self.number = platform.random.bytes().into_iter().take(16).collect();
            self.seal = platform.secrets.mark(NUMBERED, &[&self.number]).to_vec();
            self.marks.clear();
        }
        if !self.knows(&platform.secrets, account) {
            let password = Sha256::digest(account.password_hash.as_bytes());
            let parts = parts(&self.number, account, &password);
            let mark = platform.secrets.mark(PURPOSE, &parts).to_vec();
            self.marks.insert(0, mark);
            self.marks.truncate(MOST);
        }
        self
    }

    /// The number of the machine.
    pub(super) fn number(&self) -> &[u8] {
        &self.number
    }
}

fn parts<'p>(number: &'p [u8], account: &'p Account, password: &'p [u8]) -> [&'p [u8]; 3] {
    [number, account.id.0.as_bytes(), password]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_a_browser_sends_is_read(text in "\\PC{0,300}") {
            let device = KnownDevice::read(&text);
            prop_assert!(device.marks.len() <= MOST);
            prop_assert_eq!(KnownDevice::read(&device.text()), device);
        }
    }
}
