//! The token of forms that need no account: the time, sealed with a key of this
//! installation. It needs no cookie and says only that the form is ours and fresh.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// Seconds for which a form can be sent after it was shown.
const HOLDS_FOR: i64 = 12 * 3600;

/// The key that seals the tokens.
#[derive(Clone)]
pub(crate) struct FormKey([u8; 32]);

impl FormKey {
    /// A key; every node of one installation has the same.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A token that holds from now on.
    pub fn token(&self, now: Timestamp) -> String {
        let time = now.as_second().to_string();
        let seal = self.mac(&time).finalize().into_bytes();
        format!("{time}.{}", URL_SAFE_NO_PAD.encode(seal))
    }

    /// Whether a token is ours and still holds.
    pub fn accepts(&self, token: &str, now: Timestamp) -> bool {
        let Some((time, seal)) = token.split_once('.') else {
            return false;
        };
        let (Ok(second), Ok(seal)) = (time.parse::<i64>(), URL_SAFE_NO_PAD.decode(seal)) else {
            return false;
        };
        let age = now.as_second().saturating_sub(second);
        (0..=HOLDS_FOR).contains(&age) && self.mac(time).verify_slice(&seal).is_ok()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn mac(&self, time: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of 32 bytes");
        mac.update(b"dinh form ");
        mac.update(time.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a_token_holds_for_twelve_hours_with_its_own_key() {
        let key = FormKey::new([1; 32]);
        let token = key.token(at(1000));
        assert!(key.accepts(&token, at(1000)));
        assert!(key.accepts(&token, at(1000 + HOLDS_FOR)));
        assert!(!key.accepts(&token, at(1001 + HOLDS_FOR)));
        assert!(!key.accepts(&token, at(999)));
        assert!(!FormKey::new([2; 32]).accepts(&token, at(1000)));
    }

    #[test]
    fn a_token_with_another_time_is_refused() {
        let key = FormKey::new([1; 32]);
        let seal = key
            .token(at(1000))
            .split_once('.')
            .map(|(_, seal)| seal.to_owned());
        let forged = format!("2000.{}", seal.expect("a seal"));
        for bad in [forged.as_str(), "", ".", "1000.", "x.y"] {
            assert!(!key.accepts(bad, at(2000)), "{bad}");
        }
    }
}
