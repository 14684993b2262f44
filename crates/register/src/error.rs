//! Every reason for which this crate refuses something. Messages are for engineers; the program that shows one to a citizen
//! words it in Vietnamese.

use crate::act::ActFault;
use crate::note::NoteFault;
use crate::proof::ProofFault;
use crate::tree::NodeId;

/// The result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A refusal of an entry, a note, a checkpoint, a proof or a reading of the tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The entry breaks a rule of its format. Lines count from 1; 0 means the entry as a whole.
    #[error("entry, line {line}: {fault}")]
    Act {
        /// The line at fault, counted from 1, or 0 for the whole entry.
        line: usize,
        /// The rule that was broken.
        fault: ActFault,
    },
    /// The text is not base64 (RFC 4648 section 4, padded) of exactly 32 bytes.
    #[error("not a base64 SHA-256 hash")]
    Hash,
    /// The reader had no hash for a node that must exist in a tree of this size.
    #[error("node {}/{} is missing", .0.level, .0.index)]
    MissingNode(NodeId),
    /// An index or a size is outside the tree.
    #[error("{index} is outside a tree of {size} entries")]
    OutOfRange {
        /// The index or older size asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The hashes do not lead to the root, or their number is wrong.
    #[error("the proof does not lead to the root")]
    ProofRejected,
    /// The signed note is malformed or not signed by a known key.
    #[error("signed note: {0}")]
    Note(NoteFault),
    /// The key name is empty or holds a space or a plus sign.
    #[error("not a valid key name")]
    KeyName,
    /// The text is not a verifier key of type Ed25519 whose key ID fits.
    #[error("not an Ed25519 verifier key")]
    VerifierKey,
    /// The checkpoint text is malformed.
    #[error("malformed checkpoint")]
    Checkpoint,
    /// The checkpoint was to be signed with a key that is not named like its origin.
    #[error("the key is not the key of this register")]
    Origin,
    /// The proof text is malformed.
    #[error("proof: {0}")]
    Proof(ProofFault),
    /// Not the bytes or signs of a proof on paper, or the policy does not know its keys.
    #[error("not a proof for paper")]
    Paper,
    /// One of the full codes on a paper was not read yet.
    #[error("code {place} of {of} is missing")]
    MissingCode {
        /// Which, from 1.
        place: u64,
        /// How many there are.
        of: u64,
    },
    /// An entry is too long for a bundle, or a bundle is cut off.
    #[error("not a bundle of entries")]
    Bundle,
    /// The policy file is malformed. Lines count from 1; 0 means that it has not exactly one quorum line.
    #[error("policy, line {line}")]
    Policy {
        /// The line at fault, counted from 1, or 0.
        line: usize,
    },
}
