//! The token of forms that need no account: the time, sealed with a key of this
//! installation. It needs no cookie and says only that the form is ours and fresh.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// Seconds for which a form can be sent after it was shown.
const HOLDS_FOR: i64 = 12 * 3600;
/// What the token of a form is sealed for.
const FORM: &str = "form";

/// The key that seals the tokens.
#[derive(Clone)]
pub struct FormKey([u8; 32]);

impl FormKey {
    /// A key; every node of one installation has the same.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// A token that holds from now on.
    pub fn token(&self, now: Timestamp) -> String {
        let time = now.as_second().to_string();
        let seal = self.mac(FORM, &time).finalize().into_bytes();
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
        (0..=HOLDS_FOR).contains(&age) && self.mac(FORM, time).verify_slice(&seal).is_ok()
    }

    /// A text that a browser keeps for us, sealed for one purpose. It is not hidden.
    pub(crate) fn seal(&self, purpose: &'static str, text: &str) -> String {
        let seal = self.mac(purpose, text).finalize().into_bytes();
        format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(text),
            URL_SAFE_NO_PAD.encode(seal)
        )
    }

    /// The text, if we sealed it for this purpose.
    pub(crate) fn open(&self, purpose: &'static str, sealed: &str) -> Option<String> {
        let (text, seal) = sealed.split_once('.')?;
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
        let is_ours = self.mac(purpose, &text).verify_slice(&seal).is_ok();
        is_ours.then_some(text)
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn mac(&self, purpose: &str, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of 32 bytes");
        mac.update(b"dinh ");
        mac.update(purpose.as_bytes());
        mac.update(b" ");
        mac.update(text.as_bytes());
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
    fn what_is_sealed_opens_for_its_purpose_alone() {
        let key = FormKey::new([1; 32]);
        let sealed = key.seal("a", "đi chợ");
        assert_eq!(key.open("a", &sealed).as_deref(), Some("đi chợ"));
        assert_eq!(key.open("b", &sealed), None);
        assert_eq!(FormKey::new([2; 32]).open("a", &sealed), None);
        for bad in ["", ".", "a.b", &format!("x{sealed}")] {
            assert_eq!(key.open("a", bad), None, "{bad}");
        }
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
