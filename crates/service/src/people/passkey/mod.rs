//! Passkeys (Web Authentication Level 3): made on the person's account, used to sign in without a password or after it.
//!
//! What a device signs is a challenge of this site; each counts once and holds for ten minutes.

mod cbor;
mod challenge;
mod check;
mod enrol;
mod key;
mod sign_in;
#[cfg(test)]
mod vectors;

pub(super) use challenge::spend;
pub use check::{Assertion, RelyingParty};
pub use enrol::{AddPasskey, NewPasskey, add_passkey, begin_passkey, remove_passkey};
pub use key::WAYS;
pub(super) use sign_in::answered_by;
pub use sign_in::{PasskeyQuestion, PasskeySignIn, ask_for_passkey, sign_in_with_passkey};
