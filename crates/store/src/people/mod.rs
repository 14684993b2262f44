//! Accounts, mandates, sessions, second factors, failed sign-ins, and who read whose data.
//!
//! Secrets are never stored as they are: passwords as argon2id, tokens, recovery codes and typed
//! logins as digests, secrets of applications sealed with a key that the database does not hold.

pub mod accounts;
pub mod factors;
pub mod failures;
pub mod identities;
pub mod mandates;
pub mod mine;
pub mod notices;
pub mod passkeys;
pub mod reads;
pub mod sessions;

pub use mandates::{add_mandate, mandates};
