//! The public register of grassroots democracy: what is provable, with no database, clock, network or randomness.
//!
//! What this crate guarantees:
//!
//! - **Entries** ([`act`]) have exactly one spelling. Whatever [`act::Act::parse`] accepts encodes to the same bytes again,
//!   names no person and is at most 4,096 bytes long.
//! - **The tree** ([`tree`]) is the Merkle tree of RFC 6962 section 2.1 with SHA-256. Only complete subtrees are stored, by
//!   level and index; tiles and entry bundles ([`tile`], C2SP `tlog-tiles` v0.1.0) are cut from them.
//! - **Checkpoints** ([`checkpoint`]) are C2SP `tlog-checkpoint` v1.0.0 in a C2SP `signed-note` v1.0.0 ([`note`]), Ed25519.
//! - **Witnesses** ([`witness`], C2SP `tlog-witness` v1.0.0) cosign what only appends ([`cosignature`], `tlog-cosignature`
//!   v1.0.1, Ed25519); a **policy** ([`policy`], `tlog-policy` at commit `5ba5ee8`) says how many must have.
//! - **Chains** ([`chain`]): what is wrong with the entries about one thing, for whoever reads the whole register.
//! - **Proofs** ([`proof`]) are C2SP `tlog-proof` at commit `5ba5ee8`; a **receipt** ([`receipt`]) holds everything that a
//!   citizen needs to check one act offline; [`paper`] makes a proof short enough for a square code.
//!
//! From an act to a receipt that checks out, the nodes of the tree kept in a map as a database would keep them:
//!
//! ```
//! use std::collections::BTreeMap;
//! use dinh_register::{Act, Checkpoint, Policy, Proof, Receipt, SignerKey, receipt, tree};
//!
//! let key = SignerKey::from_seed("dangky.cantho.example/so-mau", &[7; 32])?;
//! let act = Act {
//!     register: key.name().to_owned(),
//!     unit: "31120@2025-07-01".to_owned(),
//!     room: "disclosure".to_owned(),
//!     act: "publish".to_owned(),
//!     thing: "0197c1d2-7a43-7c55-9d0e-2f3b6a1c8e11".to_owned(),
//!     rev: 1,
//!     prev: None,
//!     laws: vec!["L10-2022/11.2".to_owned()],
//!     at: "2026-11-23T15:39:47+07:00".to_owned(),
//!     office: "ubnd-xa".to_owned(),
//!     contents: vec![],
//! };
//! let entry = act.encode()?;
//!
//! let (mut nodes, size) = (BTreeMap::new(), 0); // fetch tree::append_reads(size)
//! nodes.extend(tree::append(size, tree::leaf_hash(&entry), &|node| nodes.get(&node).copied())?);
//!
//! let read = |node| nodes.get(&node).copied(); // fetch tree::root_reads(1), tree::inclusion_reads(0, 1)
//! let head = Checkpoint { origin: key.name().to_owned(), size: 1, root: tree::root(1, &read)? };
//! let hashes = tree::inclusion_proof(0, 1, &read)?;
//! let proof = Proof { extra: None, index: 0, hashes, checkpoint: head.sign(&key)? };
//! let receipt = Receipt::from_texts(String::from_utf8(entry)?, proof.encode()?);
//!
//! let policy = Policy::of_logs([key.verifier().clone()]);
//! let verified = receipt::verify(&receipt, &policy, &[])?;
//! assert_eq!((verified.act, verified.index, verified.head.checkpoint), (act, 0, head));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The duty to publish, and to keep what was published, comes from Law 10/2022/QH15, Articles 11 to 14.
#![deny(clippy::float_arithmetic)]

pub mod act;
pub mod chain;
pub mod checkpoint;
pub mod cosignature;
mod error;
mod hash;
pub mod note;
mod number;
pub mod paper;
pub mod policy;
pub mod proof;
pub mod receipt;
mod seal;
pub mod tile;
pub mod tree;
pub mod witness;

pub use act::{Act, ActFault, ActView, Content, Prev};
pub use checkpoint::Checkpoint;
pub use cosignature::{Cosigner, CosignerKey};
pub use error::{Error, Result};
pub use hash::{Hash, hex};
pub use note::{SignerKey, VerifierKey};
pub use policy::Policy;
pub use proof::Proof;
pub use receipt::{Receipt, Verified, VerifyError};
pub use seal::seal;
pub use tile::Tile;
pub use tree::NodeId;
