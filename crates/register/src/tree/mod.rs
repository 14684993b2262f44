//! The Merkle tree of RFC 6962 section 2.1, over stored nodes.
//!
//! Stored are the roots of complete subtrees only: node `(level, index)` covers the leaves
//! `index·2^level .. (index+1)·2^level`, never changes once written, and level 0 holds the leaf hashes. Every function that
//! reads has a twin `…_reads` which lists the nodes it will ask for, so that a database can fetch them in one query.

mod append;
mod consistency;
mod frontier;
mod inclusion;
mod node;
mod range;

pub use append::{append, append_reads};
pub use consistency::{consistency_proof, consistency_reads, verify_consistency};
pub use frontier::Frontier;
pub use inclusion::{inclusion_proof, inclusion_reads, inclusion_root, verify_inclusion};
pub use node::{NodeId, empty_root, leaf_hash, node_hash};
pub use range::{root, root_reads};
