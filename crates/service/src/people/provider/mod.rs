//! Signing in with the account that a person has elsewhere: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636),
//! `state`, `nonce` and the issuer of the answer (RFC 9207).
//!
//! An account elsewhere opens an account here only when a person or an administrator has linked the two; an e-mail address
//! never does. Nothing of the way is kept in the database but the digest of a `state` that was used, so that it is used once.

mod authority;
mod carrier;
mod discovery;
mod id_token;
mod jwks;
mod link;
mod settings;
mod sign_in;
mod walk;

pub use authority::{Authority, Refused};
pub use carrier::{ProviderAnswer, ProviderCarrier, ProviderQuestion};
pub use id_token::{Fault, Identity};
pub use link::{
    LinkMine, Linked, identities_of, link_identity, link_mine, my_identity, unlink_identity,
    unlink_mine,
};
pub use settings::ProviderSettings;
pub use sign_in::{ProviderSignIn, came_by_provider, refuse, sign_in_by_provider, use_state};
pub use walk::Walk;
