//! Who can open a backup: age keys (X25519). The machine that makes backups needs the public half only.

use age::secrecy::ExposeSecret as _;
use age::x25519;

use crate::error::{Error, Result};

/// Public keys for which an archive is sealed; none means that it is not.
#[derive(Clone, Default)]
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// Read lines `age1…`; empty lines and lines that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read = |line: &str| {
            line.parse::<x25519::Recipient>().map_err(|_| {
                Error::Conflict(format!(
                    "\"{line}\" không phải khóa công khai của age. Khóa công khai bắt đầu bằng age1; đừng đưa khóa bí mật (AGE-SECRET-KEY) vào đây."
                ))
            })
        };
        Ok(Self(keys.map(read).collect::<Result<_>>()?))
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of both.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    pub(super) fn keys(&self) -> &[x25519::Recipient] {
        &self.0
    }
}

/// The secret half, which opens archives.
#[derive(Clone)]
pub struct BackupKey(x25519::Identity);

impl BackupKey {
    /// Read a key file: one line `AGE-SECRET-KEY-…`; lines that begin with `#` say nothing.
    pub fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim);
        let mut keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let key = keys.next().and_then(|line| line.parse().ok()).map(Self);
        key.ok_or_else(|| {
            Error::Conflict(
                "Tệp khóa phải có một dòng AGE-SECRET-KEY-… như \"dinh backup key\" hay age-keygen tạo ra.".into(),
            )
        })
    }

    pub(super) fn identity(&self) -> &x25519::Identity {
        &self.0
    }
}

/// A new key: the text of its file, and its public half.
pub fn new_key() -> (String, String) {
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let text = format!(
        "# public key: {public}\n{}\n",
        identity.to_string().expose_secret()
    );
    (text, public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_read_back_and_a_secret_is_never_taken_for_public() {
        let (text, public) = new_key();
        let key = BackupKey::parse(&text).expect("a key");
        assert_eq!(key.identity().to_public().to_string(), public);
        assert!(
            !Recipients::parse(&format!("# ai\n\n{public}\n"))
                .expect("one")
                .is_empty()
        );
        assert!(Recipients::parse(&text).is_err());
        assert!(Recipients::parse("").expect("none").is_empty());
        assert!(BackupKey::parse(&public).is_err());
    }
}
