//! Proofs for readers: position, inclusion under a signed checkpoint, receipt.

use dinh_domain::receipts::is_for_everyone;
use dinh_register::{Hash, Proof as TlogProof, Receipt, tree};
use dinh_store::ReadTx;
use dinh_store::register::heads::{self, QuorumRow};
use dinh_store::register::stamps::{self, StampRow};
use dinh_store::register::times::Bounds;
use dinh_store::register::{ContentRow, EntryRow};
use dinh_verify::observe::Mark;
use uuid::Uuid;

use super::time::{Interval, time_state};
use crate::error::{Error, Result};

/// An entry with everything that proves it.
pub struct Proof {
    /// The entry as stored.
    pub entry: EntryRow,
    /// What its digests stand for.
    pub contents: Vec<ContentRow>,
    /// The checkpoint that covers it: the first one with a quorum, else the newest; none yet in the first moments.
    pub checkpoint: Option<Head>,
    /// The last one with a quorum that does not hold it yet.
    pub before: Option<QuorumRow>,
    /// The first stamped checkpoint that holds it.
    pub stamp: Option<StampRow>,
    /// Sibling hashes up to the checkpoint's root.
    pub hashes: Vec<Hash>,
}

/// A signed checkpoint that covers an entry.
pub struct Head {
    /// How many entries.
    pub size: i64,
    /// The signed note.
    pub note: String,
    /// Not later than this a quorum of witnesses had seen it, in seconds since 1970; nothing without a quorum.
    pub latest: Option<i64>,
}

impl Proof {
    /// What is proven of its time.
    pub fn interval(&self) -> Interval {
        let head = self.checkpoint.as_ref();
        let bounds = Bounds {
            signed: head.map(|head| head.size),
            latest: head.and_then(|head| head.latest),
            earliest: self.before.as_ref().map(|row| row.earliest),
            stamped: self.stamp.as_ref().map(|row| row.stamped_second),
        };
        time_state(self.entry.position, bounds)
    }
}

/// The files that a reader takes home.
pub struct Receipts {
    /// `.dinh.json`: everything in one file.
    pub json: String,
    /// `.tlog-proof`: the standard text.
    pub tlog_proof: String,
}

/// What the page of a thing carries for machines: its newest entry. Observers compare it with the register.
pub async fn find_mark(tx: &mut ReadTx, thing: Uuid) -> Result<Option<Mark>> {
    let last = dinh_store::register::find_last_of_thing(tx, thing).await?;
    let number = |number| u64::try_from(number).unwrap_or(0);
    Ok(last.map(|last| Mark {
        thing: thing.to_string(),
        rev: number(last.rev),
        position: number(last.position),
        until: None,
    }))
}

/// The proof of an entry.
pub async fn find_proof(tx: &mut ReadTx, position: i64) -> Result<Option<Proof>> {
    let Some(entry) = dinh_store::register::find(tx, position).await? else {
        return Ok(None);
    };
    let contents = dinh_store::register::contents(tx, position).await?;
    let before = heads::find_quorum_up_to(tx, position).await?;
    let stamp = stamps::find_stamp_above(tx, position).await?;
    let checkpoint = find_head(tx, position).await?;
    let hashes = match &checkpoint {
        None => Vec::new(),
        Some(checkpoint) => inclusion(tx, position, checkpoint.size).await?,
    };
    Ok(Some(Proof {
        entry,
        contents,
        checkpoint,
        before,
        stamp,
        hashes,
    }))
}

/// The first checkpoint with a quorum never changes any more; until there is one, the newest signed one has to do.
async fn find_head(tx: &mut ReadTx, position: i64) -> Result<Option<Head>> {
    if let Some(row) = heads::find_quorum_above(tx, position).await? {
        return Ok(Some(Head {
            size: row.size,
            note: row.note,
            latest: Some(row.latest),
        }));
    }
    let newest = heads::find_newest_checkpoint(tx).await?;
    Ok(newest.filter(|row| row.size > position).map(|row| Head {
        size: row.size,
        note: row.note,
        latest: None,
    }))
}

async fn inclusion(tx: &mut ReadTx, position: i64, size: i64) -> Result<Vec<Hash>> {
    let (Ok(index), Ok(size)) = (u64::try_from(position), u64::try_from(size)) else {
        return Err(Error::Internal("negative position".into()));
    };
    let failed = |error: dinh_register::Error| Error::Internal(format!("inclusion proof: {error}"));
    let reads = tree::inclusion_reads(index, size).map_err(failed)?;
    let nodes = dinh_store::register::nodes(tx, &reads).await?;
    tree::inclusion_proof(index, size, &|id| nodes.get(&id).copied()).map_err(failed)
}

/// The standard proof text of an entry, once a checkpoint covers it.
pub fn tlog_proof(proof: &Proof) -> Result<Option<String>> {
    let Some(checkpoint) = &proof.checkpoint else {
        return Ok(None);
    };
    let text = TlogProof {
        extra: None,
        index: u64::try_from(proof.entry.position)
            .map_err(|_| Error::Internal("negative position".into()))?,
        hashes: proof.hashes.clone(),
        checkpoint: checkpoint.note.clone(),
    };
    text.encode()
        .map(Some)
        .map_err(|error| Error::Internal(format!("proof text: {error}")))
}

/// The receipt of an entry, once a checkpoint covers it: with the salts of everything that the entry seals for who holds the
/// contents, and otherwise with those of what everybody may see ([`is_for_everyone`]).
pub fn receipt(proof: &Proof, holds_contents: bool) -> Result<Option<Receipts>> {
    let Some(text) = tlog_proof(proof)? else {
        return Ok(None);
    };
    let entry = String::from_utf8(proof.entry.entry.clone())
        .map_err(|_| Error::Internal("an entry is not text".into()))?;
    let mut receipt = Receipt::from_texts(entry, text.clone());
    receipt.before = proof.before.as_ref().map(|row| row.note.clone());
    for (place, row) in proof.contents.iter().enumerate() {
        if !holds_contents && !is_for_everyone(&proof.entry.room, &proof.entry.act, &row.name) {
            continue;
        }
        let salt = row.salt.as_deref().and_then(|salt| salt.try_into().ok());
        if let Some(salt) = salt {
            receipt = receipt.with_salt(place, salt);
        }
    }
    Ok(Some(Receipts {
        json: receipt.to_json(),
        tlog_proof: text,
    }))
}
