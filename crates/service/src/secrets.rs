//! The secret of an installation: 32 bytes in a file beside the database, never in it. What must be kept unreadable is
//! sealed (AES-256-GCM), what must be recognised is marked (HMAC-SHA-256), each with a key made for one purpose.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

use crate::error::{Error, Result};

/// The secret; every node of one installation has the same.
#[derive(Clone)]
pub struct Secrets([u8; 32]);

impl Secrets {
    /// The secret of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key for one purpose. Nothing about the secret, or about another purpose, can be learnt from it.
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        mac(&self.0, &[b"dinh", purpose.as_bytes()])
    }

    /// A mark on `parts` that only this installation can make.
    pub(crate) fn mark(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.key(purpose), parts)
    }

    /// Whether `mark` was made by this installation on `parts`; takes as long whether it is nearly right or not.
    pub(crate) fn is_mark(&self, purpose: &str, parts: &[&[u8]], mark: &[u8]) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.key(purpose));
        hmac::verify(&key, &joined(parts), mark).is_ok()
    }

    /// Seal `plain`; it opens for the same purpose and the same `about` only.
    pub(crate) fn seal(
        &self,
        purpose: &str,
        about: &[u8],
        plain: &[u8],
        chance: [u8; 32],
    ) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        nonce.copy_from_slice(&chance[..NONCE_LEN]);
        let mut sealed = plain.to_vec();
        self.cipher(purpose)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(about),
                &mut sealed,
            )
            .map_err(|_| Error::Internal("a secret could not be sealed".into()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Open what was sealed; nothing if it was not sealed here, for this, about this.
    pub(crate) fn open(&self, purpose: &str, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = sealed.to_vec();
        let cipher = self.cipher(purpose).ok()?;
        let plain = cipher.open_in_place(nonce, Aad::from(about), &mut bytes);
        plain.ok().map(|plain| plain.to_vec())
    }

    fn cipher(&self, purpose: &str) -> Result<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.key(purpose));
        key.map(LessSafeKey::new)
            .map_err(|_| Error::Internal("a key of 32 bytes was refused".into()))
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), &joined(parts));
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    bytes
}

/// The parts with their lengths, so that no two lists of parts are the same bytes.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&part.len().to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_its_owner_alone() {
        let secrets = Secrets::new([1; 32]);
        let sealed = secrets
            .seal("totp", b"lan", b"secret", [9; 32])
            .expect("sealed");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(
            secrets.open("totp", b"lan", &sealed).as_deref(),
            Some(b"secret".as_slice())
        );
        assert_eq!(secrets.open("totp", b"minh", &sealed), None);
        assert_eq!(secrets.open("other", b"lan", &sealed), None);
        assert_eq!(
            Secrets::new([2; 32]).open("totp", b"lan", &sealed),
            None,
            "another installation"
        );
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(secrets.open("totp", b"lan", &changed), None, "byte {place}");
        }
        assert_eq!(secrets.open("totp", b"lan", &sealed[..5]), None);
    }

    #[test]
    fn a_mark_holds_for_its_parts_and_not_for_the_same_bytes_cut_otherwise() {
        let secrets = Secrets::new([1; 32]);
        let mark = secrets.mark("device", &[b"ab", b"c"]);
        assert!(secrets.is_mark("device", &[b"ab", b"c"], &mark));
        assert!(!secrets.is_mark("device", &[b"a", b"bc"], &mark));
        assert!(!secrets.is_mark("other", &[b"ab", b"c"], &mark));
        assert!(!secrets.is_mark("device", &[b"ab", b"c"], &mark[..31]));
    }
}
