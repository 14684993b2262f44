//! What the provider says of a person: an ID token (OpenID Connect Core 1.0, 3.1.3.7), believed only when every check holds.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::jwks::{Algorithm, Keys, bytes};

/// How far the clocks of two machines may be apart, in seconds.
const SKEW: i64 = 60;
/// Nobody is asked to believe a token that was made longer ago than this, in seconds.
const OLDEST: i64 = 600;
const LONGEST: usize = 16 * 1024;
const LONGEST_SUBJECT: usize = 255;

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no token.
    #[error("not a token")]
    Malformed,
    /// It is signed in a way that is not accepted, or not at all.
    #[error("algorithm")]
    Algorithm,
    /// No key of the provider has signed it.
    #[error("unknown key")]
    UnknownKey,
    /// The signature is wrong.
    #[error("signature")]
    Signature,
    /// It is of another provider.
    #[error("issuer")]
    Issuer,
    /// It is for another house.
    #[error("audience")]
    Audience,
    /// It answers another question.
    #[error("nonce")]
    Nonce,
    /// It no longer holds.
    #[error("expired")]
    Expired,
    /// It is from the future.
    #[error("not yet")]
    NotYet,
    /// It names nobody.
    #[error("subject")]
    Subject,
}

/// A person as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which provider.
    pub issuer: String,
    /// Who, for ever. Personal data.
    pub subject: String,
    /// Their name there, if the provider tells it.
    pub name: String,
}

/// What a token must say.
pub(super) struct Expected<'e> {
    pub issuer: &'e str,
    pub client: &'e str,
    pub nonce: &'e str,
    /// Seconds since 1970.
    pub now: i64,
    pub subject_claim: &'e str,
    pub name_claim: &'e str,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// Check a token and tell whom it names.
pub(super) fn check(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Identity, Fault> {
    if token.len() > LONGEST {
        return Err(Fault::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(Fault::Malformed)?;
    let (header, payload) = message.split_once('.').ok_or(Fault::Malformed)?;
    let header: Header = json(header)?;
    let algorithm = Algorithm::find(&header.alg).ok_or(Fault::Algorithm)?;
    if header.crit.is_some() {
        return Err(Fault::Algorithm);
    }
    let signature = bytes(signature).ok_or(Fault::Malformed)?;
    let key = keys
        .find(header.kid.as_deref(), algorithm)
        .ok_or(Fault::UnknownKey)?;
    if !key.signed(message.as_bytes(), &signature) {
        return Err(Fault::Signature);
    }
    let claims: Map<String, Value> = json(payload)?;
    check_parties(&claims, expected)?;
    check_times(&claims, expected.now)?;
    identity(&claims, expected)
}

fn json<T: serde::de::DeserializeOwned>(part: &str) -> Result<T, Fault> {
    let bytes = bytes(part).ok_or(Fault::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::Malformed)
}

fn text<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c str> {
    claims.get(name).and_then(Value::as_str)
}

fn check_parties(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Fault> {
    if text(claims, "iss") != Some(expected.issuer) {
        return Err(Fault::Issuer);
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let party = text(claims, "azp");
    let is_ours = audience.contains(&expected.client)
        && match party {
            Some(party) => party == expected.client,
            None => audience.len() == 1,
        };
    if !is_ours {
        return Err(Fault::Audience);
    }
    if text(claims, "nonce") != Some(expected.nonce) {
        return Err(Fault::Nonce);
    }
    Ok(())
}

fn check_times(claims: &Map<String, Value>, now: i64) -> Result<(), Fault> {
    let second = |name: &str| claims.get(name).and_then(Value::as_i64);
    let ends = second("exp").ok_or(Fault::Malformed)?;
    let made = second("iat").ok_or(Fault::Malformed)?;
    if now >= ends.saturating_add(SKEW) || now > made.saturating_add(OLDEST + SKEW) {
        return Err(Fault::Expired);
    }
    let begins = if claims.contains_key("nbf") {
        second("nbf").ok_or(Fault::Malformed)?
    } else {
        made
    };
    if made.max(begins) > now.saturating_add(SKEW) {
        return Err(Fault::NotYet);
    }
    Ok(())
}

fn identity(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<Identity, Fault> {
    let subject = text(claims, expected.subject_claim).unwrap_or_default();
    let is_plain = !subject.trim().is_empty()
        && subject.len() <= LONGEST_SUBJECT
        && !subject.chars().any(char::is_control);
    if !is_plain {
        return Err(Fault::Subject);
    }
    let name = text(claims, expected.name_claim).unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|sign| !sign.is_control())
        .take(100)
        .collect();
    Ok(Identity {
        issuer: expected.issuer.to_owned(),
        subject: subject.to_owned(),
        name: name.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "https://a.vn",
            client: "dinh",
            nonce: "n",
            now: 1_000,
            subject_claim: "sub",
            name_claim: "name",
        }
    }

    fn claims(change: impl FnOnce(&mut Map<String, Value>)) -> Map<String, Value> {
        let whole = serde_json::json!({
            "iss": "https://a.vn", "aud": "dinh", "nonce": "n", "sub": "1", "iat": 990, "exp": 1_100
        });
        let mut claims = whole.as_object().cloned().unwrap_or_default();
        change(&mut claims);
        claims
    }

    #[test]
    fn several_audiences_need_the_party_that_asked() {
        let several = serde_json::json!(["dinh", "khac"]);
        let without = claims(|claims| drop(claims.insert("aud".into(), several.clone())));
        assert_eq!(check_parties(&without, &expected()), Err(Fault::Audience));
        let with = claims(|claims| {
            claims.insert("aud".into(), several);
            claims.insert("azp".into(), "dinh".into());
        });
        assert_eq!(check_parties(&with, &expected()), Ok(()));
        let other = claims(|claims| drop(claims.insert("azp".into(), "khac".into())));
        assert_eq!(check_parties(&other, &expected()), Err(Fault::Audience));
    }

    #[test]
    fn clocks_may_be_a_minute_apart_and_no_more() {
        let with = |name: &str, second: i64| {
            check_times(
                &claims(|claims| drop(claims.insert(name.into(), second.into()))),
                1_000,
            )
        };
        assert_eq!(with("exp", 941), Ok(()));
        assert_eq!(with("exp", 940), Err(Fault::Expired));
        assert_eq!(with("iat", 1_060), Ok(()));
        assert_eq!(with("iat", 1_061), Err(Fault::NotYet));
        assert_eq!(with("iat", 339), Err(Fault::Expired));
        assert_eq!(with("nbf", 1_061), Err(Fault::NotYet));
    }

    #[test]
    fn a_text_where_a_time_should_stand_is_no_token() {
        for name in ["exp", "iat", "nbf"] {
            let wrong = claims(|claims| drop(claims.insert(name.into(), "mai".into())));
            assert_eq!(check_times(&wrong, 1_000), Err(Fault::Malformed), "{name}");
        }
    }

    #[test]
    fn whom_nobody_can_name_is_nobody() {
        for subject in ["", "  ", "a\nb", "a".repeat(256).as_str()] {
            let wrong = claims(|claims| drop(claims.insert("sub".into(), subject.into())));
            assert_eq!(identity(&wrong, &expected()), Err(Fault::Subject));
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_fail_otherwise_than_by_refusing(token in "\\PC{0,80}|[A-Za-z0-9_.-]{0,200}") {
            proptest::prop_assert!(check(&token, &Keys::default(), &expected()).is_err());
        }

        #[test]
        fn no_set_of_keys_makes_it_fail_otherwise(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            drop(Keys::parse(&body));
        }
    }
}
