//! The public register of grassroots democracy: what is provable, with no database, clock, network or randomness.
//!
//! What this crate guarantees:
//!
//! - **Entries** ([`act`]) have exactly one spelling. Whatever [`act::Act::parse`] accepts encodes to the same bytes again,
//!   names no person and is at most 4,096 bytes long.
//! - **The tree** ([`tree`]) is the Merkle tree of RFC 6962 section 2.1 with SHA-256. Only complete subtrees are stored, by
//!   level and index, so tiles (C2SP `tlog-tiles`) can be cut from them without changing a stored byte.
//! - **Checkpoints** ([`checkpoint`]) are C2SP `tlog-checkpoint` v1.0.0 in a C2SP `signed-note` v1.0.0 ([`note`]), Ed25519.
//! - **Proofs** ([`proof`]) are C2SP `tlog-proof` at commit `5ba5ee8`; a **receipt** ([`receipt`]) holds everything that a
//!   citizen needs to check one act offline.
//!
//! The duty to publish, and to keep what was published, comes from Law 10/2022/QH15, Articles 11 to 14.
#![deny(clippy::float_arithmetic)]

pub mod act;
pub mod checkpoint;
mod error;
mod hash;
pub mod note;
mod number;
pub mod policy;
pub mod proof;
pub mod receipt;
mod seal;
pub mod tree;

pub use act::{Act, ActFault, Content, Prev};
pub use checkpoint::Checkpoint;
pub use error::{Error, Result};
pub use hash::Hash;
pub use note::{SignerKey, VerifierKey};
pub use policy::Policy;
pub use proof::Proof;
pub use receipt::{Receipt, Verified, VerifyError};
pub use seal::seal;
pub use tree::NodeId;
