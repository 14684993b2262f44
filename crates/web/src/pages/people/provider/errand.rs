//! Why a browser goes to the provider, sealed in a cookie of its own until it comes back.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_service::people::provider::Walk;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cookie;
use crate::state::AppState;

const PURPOSE: &str = "provider errand";
/// Seconds until which the browser must be back.
const PATIENCE: i64 = 600;

/// What a browser that went to the provider wants.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Errand {
    secret: String,
    at: i64,
    /// Where to go when signed in.
    pub next: String,
    /// The account that is to be linked; without it the person signs in.
    pub link: Option<String>,
}

impl Errand {
    pub fn new(state: &AppState, next: &str, link: Option<String>) -> Self {
        Self {
            secret: URL_SAFE_NO_PAD.encode(state.platform.random.bytes()),
            at: state.platform.clock.now().as_second(),
            next: next.to_owned(),
            link,
        }
    }

    /// What the cookie holds.
    pub fn sealed(&self, state: &AppState) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        state.form_key.seal(PURPOSE, &text)
    }

    /// The errand of this browser, unless it has none or took too long.
    pub fn find(state: &AppState, headers: &HeaderMap) -> Option<Self> {
        let text = state
            .form_key
            .open(PURPOSE, cookie::find_errand(headers)?)?;
        let errand: Self = serde_json::from_str(&text).ok()?;
        let age = state.platform.clock.now().as_second() - errand.at;
        (0..=PATIENCE).contains(&age).then_some(errand)
    }

    /// The way that its secret makes.
    pub fn walk(&self) -> Option<Walk> {
        let secret = URL_SAFE_NO_PAD.decode(&self.secret).ok()?;
        Some(Walk::new(secret.try_into().ok()?))
    }
}

/// Whom the provider named, kept in the form in which the person says that it is them.
#[derive(Serialize, Deserialize)]
pub(super) struct Named {
    issuer: String,
    subject: String,
    name: String,
    account: String,
    at: i64,
}

const NAMED: &str = "provider identity";

impl Named {
    pub fn seal(
        state: &AppState,
        identity: &dinh_service::people::provider::Identity,
        account: &str,
        now: Timestamp,
    ) -> String {
        let named = Self {
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
            name: identity.name.clone(),
            account: account.to_owned(),
            at: now.as_second(),
        };
        let text = serde_json::to_string(&named).unwrap_or_default();
        state.form_key.seal(NAMED, &text)
    }

    pub fn open(
        state: &AppState,
        sealed: &str,
        account: &str,
    ) -> Option<dinh_service::people::provider::Identity> {
        let named: Self = serde_json::from_str(&state.form_key.open(NAMED, sealed)?).ok()?;
        let age = state.platform.clock.now().as_second() - named.at;
        let holds = named.account == account && (0..=PATIENCE).contains(&age);
        holds.then_some(dinh_service::people::provider::Identity {
            issuer: named.issuer,
            subject: named.subject,
            name: named.name,
        })
    }
}
