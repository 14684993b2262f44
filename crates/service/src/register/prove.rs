//! Proofs for readers: position, inclusion under a signed checkpoint, receipt.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use dinh_register::{Checkpoint, Hash, Receipt, TlogProof};
use dinh_store::ReadTx;
use dinh_store::register::{CheckpointRow, ContentRow, EntryRow};

use crate::error::{Error, Result};
use crate::platform::Context;

/// An entry with everything that proves it.
pub struct Proof {
    /// The entry as stored.
    pub entry: EntryRow,
    /// What its digests stand for.
    pub contents: Vec<ContentRow>,
    /// The newest checkpoint that covers it; none yet in the first moments.
    pub checkpoint: Option<CheckpointRow>,
    /// Sibling hashes up to the checkpoint's root.
    pub hashes: Vec<Hash>,
}

/// The files that a reader takes home.
pub struct Receipts {
    /// `.dinh.json`: everything in one file.
    pub json: String,
    /// `.tlog-proof`: the standard text.
    pub tlog_proof: String,
}

/// The proof of an entry.
pub async fn find_proof(tx: &mut ReadTx, position: i64) -> Result<Option<Proof>> {
    let Some(entry) = dinh_store::register::find(tx, position).await? else {
        return Ok(None);
    };
    let contents = dinh_store::register::contents(tx, position).await?;
    let newest = dinh_store::register::find_newest_checkpoint(tx).await?;
    let checkpoint = newest.filter(|checkpoint| checkpoint.size > position);
    let hashes = match &checkpoint {
        None => Vec::new(),
        Some(checkpoint) => inclusion(tx, position, checkpoint.size).await?,
    };
    Ok(Some(Proof {
        entry,
        contents,
        checkpoint,
        hashes,
    }))
}

async fn inclusion(tx: &mut ReadTx, position: i64, size: i64) -> Result<Vec<Hash>> {
    let (Ok(index), Ok(size)) = (u64::try_from(position), u64::try_from(size)) else {
        return Err(Error::Internal("negative position".into()));
    };
    let nodes = dinh_store::register::nodes(tx, &dinh_register::inclusion_reads(index, size)).await?;
    dinh_register::inclusion_proof(index, size, &|id| nodes.get(&id).copied())
        .map_err(|error| Error::Internal(format!("inclusion proof: {error}")))
}

/// The standard proof text of an entry, once a checkpoint covers it.
pub fn tlog_proof(proof: &Proof) -> Option<String> {
    let checkpoint = proof.checkpoint.as_ref()?;
    let text = TlogProof {
        extra: None,
        index: u64::try_from(proof.entry.position).ok()?,
        hashes: proof.hashes.clone(),
        checkpoint: checkpoint.note.clone(),
    };
    Some(text.to_string())
}

/// The receipt of an entry, once a checkpoint covers it.
pub fn receipt(_ctx: &Context<'_>, proof: &Proof) -> Result<Option<Receipts>> {
    let Some(text) = tlog_proof(proof) else {
        return Ok(None);
    };
    let entry = String::from_utf8(proof.entry.entry.clone())
        .map_err(|_| Error::Internal("an entry is not text".into()))?;
    let salts = proof
        .contents
        .iter()
        .filter_map(|row| Some((row.place.to_string(), STANDARD.encode(row.salt.as_ref()?))))
        .collect();
    let receipt = Receipt {
        format: Receipt::FORMAT.to_owned(),
        entry,
        salts,
        proof: text.clone(),
        before: None,
        stamps: Vec::new(),
        policy: None,
    };
    let json = serde_json::to_string_pretty(&receipt)
        .map_err(|error| Error::Internal(format!("receipt: {error}")))?;
    Ok(Some(Receipts {
        json,
        tlog_proof: text,
    }))
}

/// The checkpoint text inside a signed note.
pub fn checkpoint_of(row: &CheckpointRow) -> Option<Checkpoint> {
    row.note.split("\n\n").next()?.parse().ok()
}
