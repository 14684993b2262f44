//! Tokens of sessions: 32 unpredictable bytes, known to one browser only.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_domain::ids::{AccountId, MandateId};
use dinh_domain::people::Proof;
use dinh_store::WriteTx;
use dinh_store::people::sessions::{self, NewSession};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::platform::Context;

/// A session ends this long after sign-in, whatever happens.
pub(super) const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedIn {
    /// For the cookie; nowhere else is it kept.
    pub token: String,
    /// For the cookie by which the machine is known.
    pub device: String,
    /// Whether there is something that the person has to be told.
    pub has_notices: bool,
    /// Whether a mandate was chosen already.
    pub has_mandate: bool,
    /// Whether the person must first choose a password of their own.
    pub must_change_password: bool,
}

/// What is stored of a token.
pub fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// A session that shall begin.
pub(super) struct Beginning {
    pub account: AccountId,
    pub mandate: Option<MandateId>,
    /// The session in whose place it begins.
    pub old: Option<[u8; 32]>,
    /// Since when the person is signed in.
    pub since: Timestamp,
    pub expires_at: Timestamp,
    /// Kind of machine.
    pub device: String,
    pub proof: Proof,
}

/// Begin a session; gives its token.
pub(super) async fn begin(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    beginning: Beginning,
) -> Result<String> {
    if let Some(old) = beginning.old {
        sessions::end(tx, old).await?;
    }
    let random = &ctx.platform.random;
    let token = URL_SAFE_NO_PAD.encode(random.bytes());
    let new = NewSession {
        token_hash: digest(&token),
        account: beginning.account,
        mandate: beginning.mandate,
        csrf: URL_SAFE_NO_PAD.encode(random.bytes()),
        at: beginning.since,
        seen_at: ctx.now(),
        expires_at: beginning.expires_at,
        device: beginning.device,
        proof: beginning.proof,
    };
    sessions::add(tx, new).await?;
    Ok(token)
}
