//! The check of a receipt: from the given bytes to the signed root, recomputing everything.

use super::{FORMAT, Receipt, VerifiedFile, VerifyError, files};
use crate::{Act, Checkpoint, Proof, VerifierKey, tree};

/// What a receipt has proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The entry.
    pub act: Act,
    /// Its position in the register.
    pub index: u64,
    /// The signed head of the register that holds it.
    pub checkpoint: Checkpoint,
    /// The keys, out of the given ones, that signed that head.
    pub signers: Vec<VerifierKey>,
    /// How many other signatures it carries, which were not checked.
    pub unknown_signatures: usize,
    /// The signed head that does not hold the entry yet, if the receipt has one.
    pub before: Option<Checkpoint>,
    /// The files, in the order in which they were handed in.
    pub files: Vec<VerifiedFile>,
}

/// Checks a receipt against the keys of the register and the files at hand. Needs nothing else.
pub fn verify(
    receipt: &Receipt,
    keys: &[VerifierKey],
    files: &[(&str, &[u8])],
) -> Result<Verified, VerifyError> {
    if receipt.format != FORMAT {
        return Err(VerifyError::Format);
    }
    let entry = receipt.entry.as_bytes();
    let act = Act::parse(entry).map_err(VerifyError::Entry)?;
    let proof = Proof::parse(&receipt.proof).map_err(VerifyError::Proof)?;
    let (checkpoint, opened) =
        Checkpoint::open(&proof.checkpoint, keys).map_err(VerifyError::Checkpoint)?;
    if act.register != checkpoint.origin {
        return Err(VerifyError::OriginDiffers {
            checkpoint: checkpoint.origin,
            entry: act.register,
        });
    }
    tree::verify_inclusion(
        &tree::leaf_hash(entry),
        proof.index,
        checkpoint.size,
        &proof.hashes,
        &checkpoint.root,
    )
    .map_err(VerifyError::Inclusion)?;
    if let Some(prev) = act.prev.as_ref().filter(|prev| prev.index >= proof.index) {
        return Err(VerifyError::PrevNotBefore {
            prev: prev.index,
            index: proof.index,
        });
    }
    let salts = files::read_salts(&act, &receipt.salts)?;
    let files = files
        .iter()
        .map(|(name, bytes)| files::check_file(&act, &salts, name, bytes))
        .collect::<Result<_, _>>()?;
    let before = receipt
        .before
        .as_deref()
        .map(|note| check_before(note, keys, &checkpoint, proof.index))
        .transpose()?;
    Ok(Verified {
        index: proof.index,
        signers: opened.signers,
        unknown_signatures: opened.unknown,
        act,
        checkpoint,
        before,
        files,
    })
}

fn check_before(
    note: &str,
    keys: &[VerifierKey],
    checkpoint: &Checkpoint,
    index: u64,
) -> Result<Checkpoint, VerifyError> {
    let (before, _) = Checkpoint::open(note, keys).map_err(VerifyError::Before)?;
    if before.origin == checkpoint.origin && before.size <= index {
        Ok(before)
    } else {
        Err(VerifyError::NotBefore)
    }
}
