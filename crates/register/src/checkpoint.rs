//! Checkpoints (C2SP `tlog-checkpoint` v1.0.0): origin, size and root of the register, signed by the key named like the origin.
//! We write no extension lines, since witnesses do not vouch for them, and tolerate those of others.

use crate::note::{self, Opened, SignerKey, VerifierKey};
use crate::{Error, Hash, Result, number, tree};

/// The head of a register at one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The register: host, slash, short name. It never changes.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of the tree over these entries.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// Reads the text of a checkpoint; extension lines may follow and are left out.
    pub fn parse(text: &str) -> Result<Self> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(Error::Checkpoint)?
            .split('\n');
        let origin = lines
            .next()
            .filter(|line| !line.is_empty())
            .ok_or(Error::Checkpoint)?
            .to_owned();
        let size = lines
            .next()
            .and_then(number::parse)
            .ok_or(Error::Checkpoint)?;
        let root = Hash::from_base64(lines.next().ok_or(Error::Checkpoint)?)
            .map_err(|_| Error::Checkpoint)?;
        if lines.any(str::is_empty) || (size == 0 && root != tree::empty_root()) {
            return Err(Error::Checkpoint);
        }
        Ok(Self { origin, size, root })
    }

    /// The signed note. The key must be named like the origin.
    pub fn sign(&self, key: &SignerKey) -> Result<String> {
        if key.name() != self.origin {
            return Err(Error::Origin);
        }
        let text = self.text();
        if Self::parse(&text)? != *self {
            return Err(Error::Checkpoint);
        }
        note::sign(&text, key)
    }

    /// Checks the signatures of a signed checkpoint and reads it. The key that vouches for it must be named like its origin.
    pub fn open<'note>(note: &'note str, keys: &[VerifierKey]) -> Result<(Self, Opened<'note>)> {
        let opened = note::open(note, keys)?;
        let checkpoint = Self::parse(opened.text)?;
        if opened
            .signers
            .iter()
            .any(|key| key.name() == checkpoint.origin)
        {
            Ok((checkpoint, opened))
        } else {
            Err(Error::Origin)
        }
    }
}
