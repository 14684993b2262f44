//! The proof file `.tlog-proof` (C2SP `tlog-proof`, no version tag yet, commit `5ba5ee8`):
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra <base64>              (optional, never trusted)
//! index <decimal>
//! <base64 hash>               (0..63 lines, from the leaf's sibling up to the root's child)
//!
//! <signed checkpoint, as it was issued>
//! ```

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Error, Hash, Result, number};

const FORMAT: &str = "c2sp.org/tlog-proof@v1";
const MOST_HASHES: usize = 63;

/// An inclusion proof together with the checkpoint it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Data of the application, not authenticated by anything.
    pub extra: Option<Vec<u8>>,
    /// The position of the entry, from 0.
    pub index: u64,
    /// From the leaf's sibling up to the root's child.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, with all its signatures.
    pub checkpoint: String,
}

/// Why a proof text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The first line is another.
    #[error("the first line is not c2sp.org/tlog-proof@v1")]
    Format,
    /// The extra data is not base64.
    #[error("malformed extra data")]
    Extra,
    /// No index, or not a plain decimal.
    #[error("malformed index")]
    Index,
    /// A line that is no hash, or more than 63.
    #[error("malformed hash")]
    Hashes,
    /// No blank line and checkpoint at the end.
    #[error("no checkpoint")]
    Checkpoint,
}

impl Proof {
    /// The text of the proof file.
    pub fn encode(&self) -> Result<String> {
        let mut text = format!("{FORMAT}\n");
        if let Some(extra) = &self.extra {
            text.extend(["extra ", &STANDARD.encode(extra), "\n"]);
        }
        text.extend(["index ", &self.index.to_string(), "\n"]);
        for hash in &self.hashes {
            text.extend([&hash.base64(), "\n"]);
        }
        text.extend(["\n", &self.checkpoint]);
        if Self::parse(&text)? == *self {
            Ok(text)
        } else {
            Err(Error::Proof(ProofFault::Checkpoint))
        }
    }

    /// Reads a proof file. The checkpoint is not checked yet.
    pub fn parse(text: &str) -> Result<Self> {
        Self::read(text).map_err(Error::Proof)
    }

    fn read(text: &str) -> std::result::Result<Self, ProofFault> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(ProofFault::Checkpoint)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FORMAT) {
            return Err(ProofFault::Format);
        }
        let extra = match lines
            .next_if(|line| line.starts_with("extra "))
            .and_then(|line| line.strip_prefix("extra "))
        {
            Some(encoded) => Some(STANDARD.decode(encoded).map_err(|_| ProofFault::Extra)?),
            None => None,
        };
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(number::parse)
            .ok_or(ProofFault::Index)?;
        let hashes = lines
            .map(|line| Hash::from_base64(line).map_err(|_| ProofFault::Hashes))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        if hashes.len() > MOST_HASHES {
            return Err(ProofFault::Hashes);
        }
        if checkpoint.is_empty() {
            return Err(ProofFault::Checkpoint);
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.to_owned(),
        })
    }
}
