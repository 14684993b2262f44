//! The check of a receipt: from the given bytes to the signed root, recomputing everything.

use super::{FORMAT, Receipt, VerifiedFile, VerifyError, files};
use crate::policy::Judged;
use crate::{Act, Policy, Proof, tree};

/// What a receipt has proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The entry.
    pub act: Act,
    /// Its position in the register.
    pub index: u64,
    /// The signed head of the register that holds it, with a quorum if the policy asks for one.
    pub head: Judged,
    /// The signed head that does not hold the entry yet, if the receipt has one, be it with a quorum or without.
    pub before: Option<Judged>,
    /// The files, in the order in which they were handed in.
    pub files: Vec<VerifiedFile>,
}

/// Checks a receipt against a policy and the files at hand. Needs nothing else.
pub fn verify(
    receipt: &Receipt,
    policy: &Policy,
    files: &[(&str, &[u8])],
) -> Result<Verified, VerifyError> {
    if receipt.format != FORMAT {
        return Err(VerifyError::Format);
    }
    let entry = receipt.entry.as_bytes();
    let act = Act::parse(entry).map_err(VerifyError::Entry)?;
    let proof = Proof::parse(&receipt.proof).map_err(VerifyError::Proof)?;
    let head = policy
        .judge(&proof.checkpoint)
        .map_err(VerifyError::Checkpoint)?;
    let checkpoint = &head.checkpoint;
    if act.register != checkpoint.origin {
        return Err(VerifyError::OriginDiffers {
            checkpoint: checkpoint.origin.clone(),
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
    if policy.asks_for_witnesses() && head.seen.is_none() {
        return Err(VerifyError::Quorum {
            cosigned: head.cosigned.len(),
        });
    }
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
        .map(|note| check_before(note, policy, &head, proof.index))
        .transpose()?;
    Ok(Verified {
        index: proof.index,
        act,
        head,
        before,
        files,
    })
}

fn check_before(
    note: &str,
    policy: &Policy,
    head: &Judged,
    index: u64,
) -> Result<Judged, VerifyError> {
    let before = policy.judge(note).map_err(VerifyError::Before)?;
    let is_earlier = before.checkpoint.size <= index;
    if before.checkpoint.origin == head.checkpoint.origin && is_earlier {
        Ok(before)
    } else {
        Err(VerifyError::NotBefore)
    }
}
