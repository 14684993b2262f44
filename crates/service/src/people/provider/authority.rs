//! The provider as this process knows it: where it is asked, and its keys, read again when they are old or one is unknown.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::carrier::{ProviderCarrier, ProviderQuestion};
use super::discovery::{self, Endpoints};
use super::id_token::{Expected, Fault, Identity, check};
use super::jwks::Keys;
use super::settings::ProviderSettings;
use super::walk::Walk;
use crate::secret::Secret;

/// What the provider says of itself is asked again after this long.
const KEEP: SignedDuration = SignedDuration::from_hours(1);
/// For an unknown key it is asked no more often than this.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Why somebody does not come in by the provider.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The provider does not answer, or not in a way that can be understood.
    #[error("the provider: {0}")]
    Down(String),
    /// The provider said no, with its word for why.
    #[error("the provider refuses: {0}")]
    Denied(String),
    /// What it said is not believed.
    #[error("the token: {0}")]
    Token(#[from] Fault),
}

#[derive(Clone)]
struct Known {
    endpoints: Endpoints,
    keys: Keys,
    at: Timestamp,
}

/// The provider of accounts.
pub struct Authority {
    settings: ProviderSettings,
    carrier: Arc<dyn ProviderCarrier>,
    known: Mutex<Option<Known>>,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
}

#[derive(Deserialize)]
struct No {
    error: Option<String>,
}

impl Authority {
    /// The provider behind these settings; nothing is asked yet.
    pub fn new(settings: ProviderSettings, carrier: Arc<dyn ProviderCarrier>) -> Self {
        Self {
            settings,
            carrier,
            known: Mutex::new(None),
        }
    }

    /// What the keeper of the machine said about it.
    pub fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// The address at the provider that the browser goes to.
    pub async fn way_out(
        &self,
        walk: &Walk,
        back: &str,
        now: Timestamp,
    ) -> Result<String, Refused> {
        let known = self.known(now).await?;
        let query = form(&[
            ("response_type", "code".to_owned()),
            ("client_id", self.settings.client.clone()),
            ("redirect_uri", back.to_owned()),
            ("scope", "openid profile".to_owned()),
            ("state", walk.state()),
            ("nonce", walk.nonce()),
            ("code_challenge", walk.challenge()),
            ("code_challenge_method", "S256".to_owned()),
        ]);
        Ok(with_query(&known.endpoints.authorization, &query))
    }

    /// The address at the provider that ends the session there, if it has one.
    pub async fn way_to_sign_out(
        &self,
        back: &str,
        now: Timestamp,
    ) -> Result<Option<String>, Refused> {
        let known = self.known(now).await?;
        let query = form(&[
            ("client_id", self.settings.client.clone()),
            ("post_logout_redirect_uri", back.to_owned()),
        ]);
        let there = known.endpoints.sign_out.as_deref();
        Ok(there.map(|url| with_query(url, &query)))
    }

    /// Give the code for a token and tell whom it names. `issuer` is what the answer says of who gave it.
    pub async fn identity(
        &self,
        walk: &Walk,
        code: &str,
        issuer: Option<&str>,
        back: &str,
        now: Timestamp,
    ) -> Result<Identity, Refused> {
        let known = self.known(now).await?;
        let of_another = issuer.is_some_and(|issuer| issuer != self.settings.issuer);
        if of_another || (known.endpoints.names_issuer && issuer.is_none()) {
            return Err(Fault::Issuer.into());
        }
        let token = self.token(&known.endpoints, walk, code, back).await?;
        let nonce = walk.nonce();
        let expected = Expected {
            issuer: &self.settings.issuer,
            client: &self.settings.client,
            nonce: &nonce,
            now: now.as_second(),
            subject_claim: &self.settings.subject_claim,
            name_claim: &self.settings.name_claim,
        };
        match check(&token, &known.keys, &expected) {
            Err(Fault::UnknownKey) => {
                // The provider has taken another key.
                let known = self.asked_again(now).await?;
                Ok(check(&token, &known.keys, &expected)?)
            }
            checked => Ok(checked?),
        }
    }

    async fn token(
        &self,
        endpoints: &Endpoints,
        walk: &Walk,
        code: &str,
        back: &str,
    ) -> Result<String, Refused> {
        let mut fields = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", back.to_owned()),
            ("code_verifier", walk.verifier()),
        ];
        let (client, secret) = (&self.settings.client, self.settings.secret.reveal());
        let authorization = if endpoints.basic {
            // RFC 6749, 2.3.1: both are written as in a form first.
            let pair = format!("{}:{}", escaped(client), escaped(secret));
            Some(Secret::new(format!("Basic {}", STANDARD.encode(pair))))
        } else {
            fields.push(("client_id", client.clone()));
            fields.push(("client_secret", secret.to_owned()));
            None
        };
        let question = ProviderQuestion {
            url: endpoints.token.clone(),
            form: Some(form(&fields)),
            authorization,
        };
        let answer = self.carrier.ask(question).await.map_err(Refused::Down)?;
        if answer.status != 200 {
            let no: Option<No> = serde_json::from_slice(&answer.body).ok();
            let why = no.and_then(|no| no.error).map(|why| shortened(&why));
            let status = format!("status {}", answer.status);
            return Err(match why {
                Some(why) if answer.status < 500 => Refused::Denied(why),
                _ => Refused::Down(status),
            });
        }
        let tokens: Tokens = serde_json::from_slice(&answer.body)
            .map_err(|_| Refused::Down("the answer with the token is not JSON".into()))?;
        tokens.id_token.ok_or_else(|| Fault::Malformed.into())
    }

    async fn known(&self, now: Timestamp) -> Result<Known, Refused> {
        let mut kept = self.known.lock().await;
        match &*kept {
            Some(known) if now.duration_since(known.at) < KEEP => Ok(known.clone()),
            _ => self.read(&mut kept, now).await,
        }
    }

    async fn asked_again(&self, now: Timestamp) -> Result<Known, Refused> {
        let mut kept = self.known.lock().await;
        match &*kept {
            Some(known) if now.duration_since(known.at) < AGAIN => Ok(known.clone()),
            _ => self.read(&mut kept, now).await,
        }
    }

    async fn read(&self, kept: &mut Option<Known>, now: Timestamp) -> Result<Known, Refused> {
        let issuer = &self.settings.issuer;
        let document = self.page(discovery::address(issuer)).await?;
        let endpoints = discovery::parse(issuer, &document).map_err(Refused::Down)?;
        let keys = self.page(endpoints.keys.clone()).await?;
        let keys = Keys::parse(&keys).map_err(Refused::Down)?;
        let known = Known {
            endpoints,
            keys,
            at: now,
        };
        *kept = Some(known.clone());
        Ok(known)
    }

    async fn page(&self, url: String) -> Result<Vec<u8>, Refused> {
        let question = ProviderQuestion {
            url,
            form: None,
            authorization: None,
        };
        let answer = self.carrier.ask(question).await.map_err(Refused::Down)?;
        match answer.status {
            200 => Ok(answer.body),
            status => Err(Refused::Down(format!("status {status}"))),
        }
    }
}

/// A word of the provider for the log and the page: letters of the standard's words only.
pub(super) fn shortened(why: &str) -> String {
    let plain = |sign: &char| sign.is_ascii_alphanumeric() || *sign == '_';
    why.chars().filter(plain).take(40).collect()
}

fn with_query(url: &str, query: &str) -> String {
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}{query}")
}

fn form(fields: &[(&str, String)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect();
    pairs.join("&")
}

/// As in a form (RFC 3986, 2.3: everything but the unreserved signs).
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut written, byte| {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    written.push(char::from(byte));
                }
                // Writing into a String cannot fail.
                _ => drop(write!(written, "%{byte:02X}")),
            }
            written
        })
}
