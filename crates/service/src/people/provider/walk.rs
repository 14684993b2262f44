//! One way to the provider and back, as the browser that goes it remembers it: everything follows from one secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The secret of one way, 32 unpredictable bytes that only the browser keeps.
#[derive(Clone)]
pub struct Walk([u8; 32]);

impl Walk {
    /// The way of this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// What the answer must bring back.
    pub fn state(&self) -> String {
        self.derived("state")
    }

    /// What the token must hold.
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What proves that who brings the code has asked for it (RFC 7636, 4.1).
    pub(super) fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// Its digest, which the provider is told first.
    pub(super) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier().as_bytes()))
    }

    fn derived(&self, what: &str) -> String {
        let digest = Sha256::new()
            .chain_update(b"dinh provider ")
            .chain_update(what.as_bytes())
            .chain_update(self.0)
            .finalize();
        URL_SAFE_NO_PAD.encode(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_a_way_differs_and_none_tells_another() {
        let walk = Walk::new([1; 32]);
        let all = [
            walk.state(),
            walk.nonce(),
            walk.verifier(),
            walk.challenge(),
        ];
        for (place, one) in all.iter().enumerate() {
            assert_eq!(one.len(), 43);
            assert!(!all[..place].contains(one));
        }
        assert_ne!(walk.state(), Walk::new([2; 32]).state());
    }
}
