//! Accounts, mandates, sessions and failed sign-ins.
//!
//! Secrets are never stored as they are: passwords as argon2id, tokens and typed
//! logins as digests.

pub mod accounts;
pub mod failures;
pub mod identities;
pub mod mandates;
pub mod mine;
pub mod sessions;

pub use mandates::{add_mandate, mandates};
