//! What a witness is asked and how it judges (C2SP `tlog-witness` v1.0.0), without its network and its memory:
//!
//! ```text
//! old <size that the witness knows>
//! <base64 hash>                        (0..63 lines: only appended since then)
//!
//! <signed checkpoint>
//! ```
//!
//! A witness opens the request against the registers that it follows, compares it with what it remembers, stores the new
//! checkpoint, and only then cosigns. Comparing and storing must be one step, or two requests at once could lead it back.

use crate::note::NoteFault;
use crate::{Checkpoint, Error, Hash, Result, VerifierKey, number, tree};

const MOST_HASHES: usize = 63;

/// A request as it was sent, nothing of it trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission<'body> {
    /// The size that the witness is said to know.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub note: &'body str,
}

/// A request whose checkpoint is signed by a register that the witness follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<'body> {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Its exact text: what is cosigned.
    pub text: &'body str,
    old: u64,
    proof: Vec<Hash>,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request breaks its format, or its old size is above the new one.
    #[error("malformed request")]
    Malformed,
    /// None of the registers that it follows.
    #[error("unknown register")]
    UnknownLog,
    /// Not signed by the register.
    #[error("not signed by the register")]
    NotSigned,
    /// The witness knows another size, or another root of the same size.
    #[error("the witness knows size {0}")]
    Conflict(u64),
    /// The register did not only append, or the proof does not show it.
    #[error("the proof does not show that the register only appended")]
    NotConsistent,
}

impl Refusal {
    /// The status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::NotSigned => 403,
            Self::UnknownLog => 404,
            Self::Conflict(_) => 409,
            Self::NotConsistent => 422,
        }
    }
}

impl<'body> Submission<'body> {
    /// The body of a request.
    pub fn encode(&self) -> String {
        let mut body = format!("old {}\n", self.old);
        for hash in &self.proof {
            body.extend([&hash.base64(), "\n"]);
        }
        body.extend(["\n", self.note]);
        body
    }

    /// Reads the body of a request.
    pub fn parse(body: &'body str) -> std::result::Result<Self, Refusal> {
        let (head, note) = body.split_once("\n\n").ok_or(Refusal::Malformed)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let old = old.and_then(number::parse).ok_or(Refusal::Malformed)?;
        let proof = lines.map(Hash::from_base64).collect::<Result<Vec<_>>>();
        let proof = proof.map_err(|_| Refusal::Malformed)?;
        if proof.len() > MOST_HASHES {
            return Err(Refusal::Malformed);
        }
        Ok(Self { old, proof, note })
    }

    /// The register that the checkpoint says it is of. Not trusted: it only helps to find the key.
    pub fn origin(&self) -> &'body str {
        self.note.split('\n').next().unwrap_or_default()
    }

    /// Checks the signature against the keys of the register; without any the register is unknown.
    pub fn open(self, keys: &[VerifierKey]) -> std::result::Result<Candidate<'body>, Refusal> {
        if !keys.iter().any(|key| key.name() == self.origin()) {
            return Err(Refusal::UnknownLog);
        }
        let (checkpoint, opened) =
            Checkpoint::open(self.note, keys).map_err(|error| match error {
                Error::Checkpoint | Error::Note(NoteFault::Malformed | NoteFault::TooLong) => {
                    Refusal::Malformed
                }
                _ => Refusal::NotSigned,
            })?;
        if self.old > checkpoint.size {
            return Err(Refusal::Malformed);
        }
        Ok(Candidate {
            checkpoint,
            text: opened.text,
            old: self.old,
            proof: self.proof,
        })
    }
}

impl Candidate<'_> {
    /// Whether the checkpoint only appends to the one that the witness remembers of this register; nothing if it never
    /// cosigned one.
    pub fn follows(&self, known: Option<&Checkpoint>) -> std::result::Result<(), Refusal> {
        let (size, root) = known.map_or((0, tree::empty_root()), |known| (known.size, known.root));
        if self.old != size {
            return Err(Refusal::Conflict(size));
        }
        let Checkpoint {
            size: new,
            root: new_root,
            ..
        } = &self.checkpoint;
        if size == *new && root != *new_root {
            return Err(Refusal::Conflict(size));
        }
        tree::verify_consistency(size, *new, &self.proof, &root, new_root)
            .map_err(|_| Refusal::NotConsistent)
    }
}

/// Reads the body of a conflict: the size that the witness knows.
pub fn read_size(body: &str) -> Option<u64> {
    number::parse(body.strip_suffix('\n').unwrap_or(body))
}
