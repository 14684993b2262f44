//! Sign what is committed: behind the requests, never inside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dinh_register::note::signature_line;
use dinh_register::{Checkpoint, SignerKey, VerifierKey, tree};
use dinh_store::Database;

use crate::error::{Error, Result};
use crate::platform::Platform;

/// The register's name and the city's keys. More than one while a key is being replaced: then each checkpoint carries the
/// signatures of all, and whoever knows one of them accepts it.
#[derive(Clone)]
pub struct Signer {
    origin: String,
    keys: Vec<SignerKey>,
    held: Arc<AtomicBool>,
    asked: Arc<AtomicU64>,
}

impl Signer {
    /// A signer for the register `origin` ("dangky.cantho.gov.vn/so-cong-khai") with
    /// the 32-byte seed of its Ed25519 key.
    pub fn new(origin: &str, seed: &[u8; 32]) -> Result<Self> {
        let first = Self {
            origin: origin.to_owned(),
            keys: Vec::new(),
            held: Arc::default(),
            asked: Arc::default(),
        };
        first.and(seed)
    }

    /// The same, signing with one more key.
    pub fn and(mut self, seed: &[u8; 32]) -> Result<Self> {
        let key = SignerKey::from_seed(&self.origin, seed)
            .map_err(|error| Error::Internal(format!("register key: {error}")))?;
        self.keys.push(key);
        Ok(self)
    }

    /// Name of the register.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether nothing may be recorded: a witness knows entries that are not here, and whatever were recorded in their places would
    /// be a second history that no copy could heal.
    pub fn is_held(&self) -> bool {
        self.held.load(Ordering::SeqCst)
    }

    /// Let nothing be recorded, or let it again.
    pub(super) fn hold(&self, held: bool) {
        self.held.store(held, Ordering::SeqCst);
    }

    /// The witnesses were asked under this tenure of the database.
    pub(super) fn asked(&self, tenure: u64) {
        self.asked.fetch_max(tenure, Ordering::SeqCst);
    }

    /// Whether another database server has taken over since the witnesses were asked. What it holds may be older than what was
    /// signed, so that nothing is recorded or signed before they are asked again.
    pub fn must_ask(&self, store: &Database) -> bool {
        self.asked.load(Ordering::SeqCst) != store.tenure()
    }

    /// A checkpoint as a signed note.
    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> Result<String> {
        let mut lines = self.keys.iter();
        let first = lines
            .next()
            .ok_or_else(|| Error::Internal("no register key".into()))?;
        let note = checkpoint
            .sign(first)
            .map_err(|error| Error::Internal(format!("checkpoint: {error}")))?;
        let text = checkpoint.text();
        Ok(lines.fold(note, |note, key| note + &signature_line(&text, key)))
    }

    /// The public keys with which it signs, the oldest first.
    pub fn verifiers(&self) -> Vec<VerifierKey> {
        let keys = self.keys.iter();
        keys.map(|key| key.verifier().clone()).collect()
    }
}

/// Sign a checkpoint over all committed entries, if there are new ones; gives the
/// size that is now signed. Doing it again changes nothing. Busy while the witnesses have to be asked first.
pub async fn sign_newest(platform: &Platform) -> Result<i64> {
    let mut tx = platform.store.read().await?;
    let size = dinh_store::register::size(&mut tx).await?;
    let signed = dinh_store::register::find_newest_checkpoint(&mut tx)
        .await?
        .map_or(0, |checkpoint| checkpoint.size);
    if size == signed {
        return Ok(size);
    }
    let count = u64::try_from(size).map_err(|_| Error::Internal("negative size".into()))?;
    let nodes = dinh_store::register::nodes(&mut tx, &tree::root_reads(count)).await?;
    drop(tx);
    let root = tree::root(count, &|id| nodes.get(&id).copied())
        .map_err(|error| Error::Internal(format!("register root: {error}")))?;
    let checkpoint = Checkpoint {
        origin: platform.signer.origin.clone(),
        size: count,
        root,
    };
    let note = platform.signer.sign(&checkpoint)?;
    let mut tx = platform.store.write().await?;
    // What was read and signed may be of the server before; nothing of it has left the process.
    if platform.signer.must_ask(&platform.store) {
        return Err(Error::Busy);
    }
    dinh_store::register::add_checkpoint(&mut tx, size, &note, platform.clock.now()).await?;
    tx.commit().await?;
    Ok(size)
}
