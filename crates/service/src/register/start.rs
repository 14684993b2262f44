//! The start rule: before this process signs anything, every witness is asked what it knows. A register that was restored from
//! an old copy would otherwise sign a second history over the first; so would one whose database went over to a replica that had
//! not heard of the last entries, which is why they are asked again when another database server takes over.

use std::sync::Arc;

use dinh_register::witness::{Submission, read_size};
use dinh_register::{Checkpoint, Policy, tree};
use dinh_store::Database;
use dinh_store::register::{CheckpointRow, find_newest_checkpoint};
use tokio::task::JoinSet;

use super::carrier::{Carrier, TEXT};
use super::trust::policy;
use crate::error::Result;
use crate::platform::Platform;

/// Whether this process may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// It may: no checkpoint with a quorum can be larger than the newest that is stored here.
    Clear,
    /// A witness knows more entries than were ever signed here. Refill from a copy, or find out who lies.
    Ahead {
        /// Its name in the policy.
        witness: String,
        /// How many it knows.
        known: u64,
        /// How many were signed here.
        signed: u64,
    },
    /// Those that did not answer could be a quorum by themselves: ask again.
    TooFew {
        /// How many answered.
        answered: usize,
        /// How many there are.
        of: usize,
    },
}

/// Ask every witness. Nothing is stored; while a witness is ahead nothing can be recorded either ([`Signer::is_held`]).
///
/// [`Signer::is_held`]: super::Signer::is_held
pub async fn may_start(platform: &Platform, carrier: &Arc<dyn Carrier>) -> Result<Start> {
    let tenure = platform.store.tenure();
    let start = ask(platform, carrier).await?;
    platform.signer.hold(matches!(start, Start::Ahead { .. }));
    platform.signer.asked(tenure);
    Ok(start)
}

async fn ask(platform: &Platform, carrier: &Arc<dyn Carrier>) -> Result<Start> {
    let mut tx = platform.store.read().await?;
    let policy = policy(platform, &mut tx).await?;
    let newest = find_newest_checkpoint(&mut tx).await?;
    drop(tx);
    if !policy.asks_for_witnesses() {
        return Ok(Start::Clear);
    }
    let empty = match newest {
        Some(_) => String::new(),
        None => empty(platform)?,
    };
    compare(&policy, newest, empty, carrier).await
}

/// The same question about a copy that nobody signs for: whether a witness of this policy knows more than the copy holds. It
/// cannot be asked for a register of which nothing was signed.
pub async fn is_newest(
    policy: &Policy,
    store: &Database,
    carrier: &Arc<dyn Carrier>,
) -> Result<Option<Start>> {
    let mut tx = store.read().await?;
    let newest = find_newest_checkpoint(&mut tx).await?;
    drop(tx);
    if newest.is_none() || !policy.asks_for_witnesses() {
        return Ok(None);
    }
    compare(policy, newest, String::new(), carrier)
        .await
        .map(Some)
}

async fn compare(
    policy: &Policy,
    newest: Option<CheckpointRow>,
    empty: String,
    carrier: &Arc<dyn Carrier>,
) -> Result<Start> {
    let signed = newest
        .as_ref()
        .map_or(0, |row| u64::try_from(row.size).unwrap_or(0));
    let note = match newest {
        Some(row) => row.note,
        None => empty,
    };
    let mut asking = JoinSet::new();
    for (place, witness) in policy.witnesses.iter().enumerate() {
        let Some(url) = witness.url.clone() else {
            continue;
        };
        let (carrier, note) = (Arc::clone(carrier), note.clone());
        asking.spawn(async move { (place, known(&carrier, &url, &note, signed).await) });
    }
    let mut sizes = vec![None; policy.witnesses.len()];
    while let Some(done) = asking.join_next().await {
        if let Ok((place, size)) = done {
            sizes[place] = size;
        }
    }
    for (witness, size) in policy.witnesses.iter().zip(&sizes) {
        if let Some(known) = size.filter(|size| *size > signed) {
            return Ok(Start::Ahead {
                witness: witness.name.clone(),
                known,
                signed,
            });
        }
    }
    if policy.is_quorum(|place| sizes[place].is_none()) {
        return Ok(Start::TooFew {
            answered: sizes.iter().flatten().count(),
            of: sizes.len(),
        });
    }
    Ok(Start::Clear)
}

/// The size that a witness knows; nothing if it does not tell.
async fn known(carrier: &Arc<dyn Carrier>, url: &str, note: &str, signed: u64) -> Option<u64> {
    let submission = Submission {
        old: 0,
        proof: Vec::new(),
        note,
    };
    let url = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let answer = carrier
        .post(&url, TEXT, submission.encode().into_bytes())
        .await
        .ok()?;
    match answer.status {
        200 => Some(signed),
        404 => Some(0),
        409 => read_size(answer.text()),
        _ => None,
    }
}

/// The signed checkpoint of the empty register: true of every register, so it may leave the process unstored.
fn empty(platform: &Platform) -> Result<String> {
    let checkpoint = Checkpoint {
        origin: platform.signer.origin().to_owned(),
        size: 0,
        root: tree::empty_root(),
    };
    platform.signer.sign(&checkpoint)
}
