//! What passkeys need of a page: the question in the attributes of a form, which `ui/src/passkey.ts` puts to the device,
//! and the answer in its hidden fields, as base64 for addresses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_service::people::{Assertion, RelyingParty};

use crate::posted::Posted;
use crate::state::AppState;

/// What a form asks the device for.
pub(super) struct PasskeyForm {
    /// Where the answer goes.
    pub action: &'static str,
    /// The name of the hidden field with the sealed question, and its value.
    pub ticket: (&'static str, String),
    /// What is signed.
    pub challenge: String,
    /// Host to which passkeys are bound.
    pub site: String,
    /// Whether the device must know its person.
    pub verify: &'static str,
    /// Credentials that are asked for; any of the site when there is none.
    pub credentials: String,
}

impl PasskeyForm {
    pub fn new(
        state: &AppState,
        action: &'static str,
        ticket: (&'static str, String),
        challenge: &[u8],
    ) -> Self {
        Self {
            action,
            ticket,
            challenge: encoded(challenge),
            site: RelyingParty::new(&state.platform.base_url).id,
            verify: "required",
            credentials: String::new(),
        }
    }

    /// Ask for these keys only; it is enough that somebody is there, the password was right.
    pub fn among(mut self, credentials: &[Vec<u8>]) -> Self {
        self.credentials = list(credentials);
        self.verify = "discouraged";
        self
    }
}

/// Several names in one attribute.
pub(super) fn list(credentials: &[Vec<u8>]) -> String {
    let encoded: Vec<String> = credentials.iter().map(|name| encoded(name)).collect();
    encoded.join(" ")
}

pub(super) fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of a hidden field; what cannot be read is empty, and refused by the use case.
pub(super) fn bytes(posted: &Posted, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD
        .decode(posted.text(name))
        .unwrap_or_default()
}

/// The answer of a device, if one was sent.
pub(super) fn assertion(posted: &Posted) -> Option<Assertion> {
    let credential = bytes(posted, "credential");
    (!credential.is_empty()).then(|| Assertion {
        credential,
        client_data: bytes(posted, "client_data"),
        device_data: bytes(posted, "device_data"),
        signature: bytes(posted, "signature"),
        person: Some(bytes(posted, "person")).filter(|person| !person.is_empty()),
    })
}
