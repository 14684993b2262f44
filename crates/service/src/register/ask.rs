//! One question to one witness: "here is my newest checkpoint, it only appends to the one you know; cosign it".

use std::sync::Arc;

use dinh_register::witness::{Submission, read_size};
use dinh_register::{CosignerKey, Hash, cosignature, tree};
use dinh_store::Database;

use super::carrier::{Carrier, TEXT};
use crate::error::{Error, Result};

/// A witness that knows another size says which; more often than this it is not asked again at once.
const ATTEMPTS: usize = 3;

/// A question on its way.
pub(super) struct Question {
    pub store: Database,
    pub carrier: Arc<dyn Carrier>,
    pub key: CosignerKey,
    /// Where the witness takes requests.
    pub url: String,
    /// The signed checkpoint, its text and its size.
    pub note: String,
    pub text: String,
    pub size: u64,
    /// The size that the witness knew last, as far as we know.
    pub known: u64,
}

/// What a witness said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Its signature line, and when.
    Cosigned { line: String, time: u64 },
    /// It knows a register of this size, larger than ours.
    Ahead(u64),
    /// It does not cosign: this status of HTTP.
    Status(u16),
    /// What it answered does not fit.
    Refused(String),
    /// It did not answer.
    Silent(String),
}

impl Question {
    /// Ask, and ask again from the size that the witness names.
    pub async fn ask(mut self) -> Said {
        for _ in 0..ATTEMPTS {
            let proof = match consistency(&self.store, self.known, self.size).await {
                Ok(proof) => proof,
                Err(error) => return Said::Silent(error.to_string()),
            };
            let said = self.once(proof).await;
            match said {
                Ok(said) => return said,
                Err(known) => self.known = known,
            }
        }
        Said::Refused("names another size each time".into())
    }

    /// Ask once; an error is the size that the witness knows, from which to ask again.
    async fn once(&self, proof: Vec<Hash>) -> std::result::Result<Said, u64> {
        let submission = Submission {
            old: self.known,
            proof,
            note: &self.note,
        };
        let url = format!("{}/add-checkpoint", self.url.trim_end_matches('/'));
        let answer = match self
            .carrier
            .post(&url, TEXT, submission.encode().into_bytes())
            .await
        {
            Ok(answer) => answer,
            Err(reason) => return Ok(Said::Silent(reason)),
        };
        match (answer.status, read_size(answer.text())) {
            (200, _) => Ok(
                match cosignature::read_answer(answer.text(), &self.text, &self.key) {
                    Ok((line, time)) => Said::Cosigned { line, time },
                    Err(error) => Said::Refused(error.to_string()),
                },
            ),
            (409, Some(size)) if size > self.size => Ok(Said::Ahead(size)),
            (409, Some(size)) if size != self.known => Err(size),
            (409, Some(size)) => Ok(Said::Refused(format!("knows another root of size {size}"))),
            (status @ (400..=499), _) => Ok(Said::Status(status)),
            (status, _) => Ok(Said::Silent(format!("status {status}"))),
        }
    }
}

async fn consistency(store: &Database, old: u64, new: u64) -> Result<Vec<Hash>> {
    let failed =
        |error: dinh_register::Error| Error::Internal(format!("consistency proof: {error}"));
    let reads = tree::consistency_reads(old, new).map_err(failed)?;
    let mut tx = store.read().await?;
    let nodes = dinh_store::register::nodes(&mut tx, &reads).await?;
    tree::consistency_proof(old, new, &|id| nodes.get(&id).copied()).map_err(failed)
}
