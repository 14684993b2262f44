//! A witness (C2SP `tlog-witness`): vouches that registers only append, and at what time it saw them. It runs apart from any
//! city, with a key, a memory and a list of registers of its own.

use std::sync::Arc;

use dinh_register::witness::{Refusal, Submission};
use dinh_register::{Checkpoint, Cosigner, CosignerKey, VerifierKey};
use dinh_store::Database;

use crate::clock::Clock;
use crate::error::Result;

/// One witness.
pub struct Witness {
    memory: Database,
    cosigner: Cosigner,
    logs: Vec<VerifierKey>,
    clock: Arc<dyn Clock>,
}

impl Witness {
    /// A witness with its key and memory (`dinh_store::witness::open`) that follows the registers of these keys.
    pub fn new(
        memory: Database,
        cosigner: Cosigner,
        logs: Vec<VerifierKey>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            memory,
            cosigner,
            logs,
            clock,
        }
    }

    /// Its public key, which registers and verifiers put into their policies.
    pub fn key(&self) -> &CosignerKey {
        self.cosigner.key()
    }

    /// The registers that it follows.
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// What it knows of each register.
    pub async fn known(&self) -> Result<Vec<Checkpoint>> {
        let mut tx = self.memory.read().await?;
        Ok(dinh_store::witness::all(&mut tx).await?)
    }

    /// Judge a request and cosign its checkpoint. Comparing and storing are one transaction of the one writer, and the
    /// signature is made only after it is on the disk: whatever fails in between, nothing was promised that is forgotten.
    pub async fn cosign(&self, body: &str) -> Result<std::result::Result<String, Refusal>> {
        let submission = match Submission::parse(body) {
            Ok(submission) => submission,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let note = submission.note;
        let candidate = match submission.open(&self.logs) {
            Ok(candidate) => candidate,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut tx = self.memory.write().await?;
        let known = dinh_store::witness::find(&mut tx, &candidate.checkpoint.origin).await?;
        if let Err(refusal) = candidate.follows(known.as_ref()) {
            return Ok(Err(refusal));
        }
        dinh_store::witness::save(&mut tx, &candidate.checkpoint, note).await?;
        // Within the transaction: at this time nothing larger was known.
        let now = self.clock.now().as_second();
        tx.commit().await?;
        let now = u64::try_from(now).unwrap_or(0);
        Ok(Ok(self.cosigner.cosign(candidate.text, now)))
    }
}
