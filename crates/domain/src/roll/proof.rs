//! A fixed roll as a tree of commitments, and how a household checks its own line.
//!
//! The root of the tree and the number of lines enter the register when the decision
//! is opened; the lines themselves do not. Whoever holds a line, its salt and its path
//! can show that it was counted, and nobody learns the other lines from it.

use std::collections::BTreeMap;

use dinh_register::{Hash, NodeId, seal, tree};

/// What a line with its salt commits to.
pub fn commitment(salt: &[u8; 32], text: &str) -> [u8; 32] {
    seal(salt, &Hash::of(text.as_bytes())).0
}

/// The tree of RFC 6962 over the commitments of a roll, in the order of its lines.
pub struct RollTree {
    size: u64,
    nodes: BTreeMap<NodeId, Hash>,
}

impl RollTree {
    /// The tree over these commitments.
    pub fn over(commitments: impl IntoIterator<Item = [u8; 32]>) -> Result<Self, ProofFault> {
        let mut made = Self {
            size: 0,
            nodes: BTreeMap::new(),
        };
        for commitment in commitments {
            let leaf = tree::leaf_hash(&commitment);
            let completed = tree::append(made.size, leaf, &|node| made.nodes.get(&node).copied())
                .map_err(|_| ProofFault::Size)?;
            made.nodes.extend(completed);
            made.size += 1;
        }
        Ok(made)
    }

    /// How many lines.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root; of no lines it is the hash of nothing.
    pub fn root(&self) -> Result<[u8; 32], ProofFault> {
        tree::root(self.size, &|node| self.nodes.get(&node).copied())
            .map(|root| root.0)
            .map_err(|_| ProofFault::Size)
    }

    /// The way from the line at `index` (from 0) to the root.
    pub fn path(&self, index: u64) -> Result<Vec<[u8; 32]>, ProofFault> {
        tree::inclusion_proof(index, self.size, &|node| self.nodes.get(&node).copied())
            .map(|hashes| hashes.into_iter().map(|hash| hash.0).collect())
            .map_err(|_| ProofFault::Size)
    }
}

/// Everything a household needs to check that its line is on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProof {
    /// The line.
    pub text: String,
    /// Its salt.
    pub salt: [u8; 32],
    /// Root of the roll, as the register holds it.
    pub root: [u8; 32],
    /// Place among the lines that count, from 0.
    pub index: u64,
    /// How many lines count.
    pub size: u64,
    /// From the sibling of the line up to the child of the root.
    pub hashes: Vec<[u8; 32]>,
}

/// Why a line is not shown to be on a roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// Place and size do not fit.
    #[error("the place lies outside the roll")]
    Size,
    /// The line, its salt or its way lead to another root.
    #[error("the line is not on this roll")]
    Rejected,
}

/// Check that a line is on the roll with its root.
pub fn verify_line(proof: &LineProof) -> Result<(), ProofFault> {
    if proof.index >= proof.size {
        return Err(ProofFault::Size);
    }
    let leaf = tree::leaf_hash(&commitment(&proof.salt, &proof.text));
    let hashes: Vec<Hash> = proof.hashes.iter().copied().map(Hash).collect();
    tree::verify_inclusion(&leaf, proof.index, proof.size, &hashes, &Hash(proof.root))
        .map_err(|_| ProofFault::Rejected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: u64) -> String {
        format!("dinh/roll-line/1\nnumber {number}\ncluster \nrepresentative Hộ mẫu {number}\n")
    }

    fn salt(number: u64) -> [u8; 32] {
        let mut salt = [7; 32];
        salt[..8].copy_from_slice(&number.to_be_bytes());
        salt
    }

    fn proofs(size: u64) -> Vec<LineProof> {
        let tree =
            RollTree::over((0..size).map(|at| commitment(&salt(at), &text(at)))).expect("a tree");
        (0..size)
            .map(|index| LineProof {
                text: text(index),
                salt: salt(index),
                root: tree.root().expect("a root"),
                index,
                size: tree.size(),
                hashes: tree.path(index).expect("a path"),
            })
            .collect()
    }

    #[test]
    fn every_line_of_rolls_of_every_size_to_seventy_is_shown_to_be_there() {
        for size in 1..=70 {
            for proof in proofs(size) {
                assert_eq!(verify_line(&proof), Ok(()), "{} of {size}", proof.index);
            }
        }
    }

    #[test]
    fn a_changed_letter_salt_place_or_hash_fails() {
        for proof in proofs(11) {
            let letter = LineProof {
                text: proof.text.replace("mẫu", "mậu"),
                ..proof.clone()
            };
            assert_eq!(verify_line(&letter), Err(ProofFault::Rejected));
            let mut other = proof.clone();
            other.salt[31] ^= 1;
            assert_eq!(verify_line(&other), Err(ProofFault::Rejected));
            let mut other = proof.clone();
            other.hashes[0][0] ^= 1;
            assert_eq!(verify_line(&other), Err(ProofFault::Rejected));
            let mut other = proof.clone();
            other.index = (proof.index + 1) % 11;
            assert!(verify_line(&other).is_err());
            let mut other = proof;
            other.index = 11;
            assert_eq!(verify_line(&other), Err(ProofFault::Size));
        }
    }

    #[test]
    fn the_root_tells_one_line_more_or_less() {
        let root = |size| proofs(size).first().map(|proof| proof.root);
        assert_ne!(root(10), root(11));
    }
}
