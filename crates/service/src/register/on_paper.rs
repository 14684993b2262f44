//! The entry of the register on paper: its position and leaf hash, and once it is signed, the codes that prove it offline.

use dinh_register::paper::{short_code, to_codes};
use dinh_register::{Hash, Policy, Proof as TlogProof};
use dinh_report::PrintedEntry;
use dinh_store::ReadTx;

use super::prove::{Proof, find_proof, tlog_proof};
use super::trust::policy;
use crate::error::{Error, Result};
use crate::platform::Platform;

/// What a paper shows of the entry at this position; `address` is the page that its short code leads to.
pub async fn printed_entry(
    platform: &Platform,
    tx: &mut ReadTx,
    address: &str,
    position: i64,
) -> Result<Option<PrintedEntry>> {
    let Some(proof) = find_proof(tx, position).await? else {
        return Ok(None);
    };
    let policy = policy(platform, tx).await?;
    let index = u64::try_from(position).map_err(|_| Error::Internal("negative position".into()))?;
    let leaf: [u8; 32] = proof
        .entry
        .leaf
        .as_slice()
        .try_into()
        .map_err(|_| Error::Internal("a leaf hash is not 32 bytes long".into()))?;
    let (full_codes, is_witnessed) = full_codes(&proof, &policy)?;
    Ok(Some(PrintedEntry {
        position: index,
        short_code: short_code(address, index, &Hash(leaf)),
        full_codes,
        text: String::from_utf8(proof.entry.entry)
            .map_err(|_| Error::Internal("an entry is not text".into()))?,
        is_witnessed,
    }))
}

/// The codes, none before the entry is signed, and whether they prove a quorum.
fn full_codes(proof: &Proof, policy: &Policy) -> Result<(Vec<String>, bool)> {
    let Some(text) = tlog_proof(proof)? else {
        return Ok((Vec::new(), false));
    };
    let failed = |error: dinh_register::Error| Error::Internal(format!("codes on paper: {error}"));
    let parsed = TlogProof::parse(&text).map_err(failed)?;
    let judged = policy.judge(&parsed.checkpoint).map_err(failed)?;
    let codes = to_codes(&proof.entry.entry, &parsed, policy).map_err(failed)?;
    Ok((codes, judged.seen.is_some()))
}
