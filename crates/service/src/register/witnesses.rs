//! The witnesses of this register: asked in parallel about each new checkpoint, each at its own pace. What they sign is kept
//! at once; as soon as there is a quorum, the checkpoint is kept for ever, with the times that it proves.

use std::collections::BTreeMap;
use std::sync::Arc;

use dinh_register::policy::Witness;
use dinh_register::{Checkpoint, Policy, VerifierKey};
use dinh_store::WriteTx;
use dinh_store::disclosure::duties;
use dinh_store::register::heads::{self, CosignatureRow, QuorumRow};
use dinh_store::register::{CheckpointRow, find_newest_checkpoint};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use super::ask::{Question, Said};
use super::carrier::Carrier;
use super::trust::policy;
use crate::clock::local;
use crate::disclosure::refresh_unit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// The longest time for which a witness that fails is left alone: 2^9 seconds.
const LONGEST_PAUSE: u32 = 9;

/// What is known of each witness, by its key, while this process runs.
#[derive(Default)]
pub struct Witnesses(BTreeMap<String, Peer>);

/// What is known of one witness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// The size that it knows.
    pub known: u64,
    /// How often it has failed since it last signed.
    pub failures: u32,
    /// Why it did not sign the last time; nothing if it did.
    pub problem: Option<Problem>,
    /// Not before this it is asked again; nothing if it signed.
    pub again: Option<Timestamp>,
    /// When it says that it signed last, in seconds since 1970.
    pub signed: Option<u64>,
}

/// Why a witness did not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It knows more entries than were signed here: this many.
    #[error("knows {0} entries, more than were signed here")]
    Ahead(u64),
    /// It answered no, with this status of HTTP.
    #[error("status {0}")]
    Status(u16),
    /// What it answered does not fit.
    #[error("{0}")]
    Refused(String),
    /// It did not answer.
    #[error("no answer: {0}")]
    Silent(String),
}

impl Witnesses {
    /// What is known of each witness, by its key.
    pub fn peers(&self) -> &BTreeMap<String, Peer> {
        &self.0
    }

    /// One round: ask every witness that has not signed the newest checkpoint and is not left alone for now. Gives the size
    /// of the newest checkpoint with a quorum, 0 without.
    pub async fn ask(&mut self, platform: &Platform, carrier: &Arc<dyn Carrier>) -> Result<i64> {
        let mut tx = platform.store.read().await?;
        let policy = policy(platform, &mut tx).await?;
        let head = find_newest_checkpoint(&mut tx).await?;
        let (Some(head), true) = (head, policy.asks_for_witnesses()) else {
            return Ok(0);
        };
        let signed = heads::cosigned(&mut tx, head.size).await?;
        drop(tx);
        let mut asking = JoinSet::new();
        for witness in &policy.witnesses {
            let key = witness.key.to_string();
            let has_signed = signed.iter().any(|row| row.witness == key);
            if has_signed || !self.is_due(&key, platform.clock.now()) {
                continue;
            }
            if let Some(question) = self.question(platform, carrier, (&policy, witness), &head)? {
                asking.spawn(async move { (key, question.ask().await) });
            }
        }
        while let Some(done) = asking.join_next().await {
            let Ok((key, said)) = done else { continue };
            self.heard(platform, &policy, &head, key, said).await?;
        }
        let mut tx = platform.store.read().await?;
        let newest = heads::find_quorum_up_to(&mut tx, i64::MAX).await?;
        Ok(newest.map_or(0, |row| row.size))
    }

    fn is_due(&self, key: &str, now: Timestamp) -> bool {
        let again = self.0.get(key).and_then(|peer| peer.again);
        again.is_none_or(|again| now >= again)
    }

    fn question(
        &self,
        platform: &Platform,
        carrier: &Arc<dyn Carrier>,
        (policy, witness): (&Policy, &Witness),
        head: &CheckpointRow,
    ) -> Result<Option<Question>> {
        let Some(url) = witness.url.clone() else {
            return Ok(None);
        };
        let keys: Vec<VerifierKey> = policy.logs.iter().map(|log| log.key.clone()).collect();
        let (checkpoint, opened) = Checkpoint::open(&head.note, &keys)
            .map_err(|error| Error::Internal(format!("stored checkpoint: {error}")))?;
        let known = self.0.get(&witness.key.to_string());
        Ok(Some(Question {
            store: platform.store.clone(),
            carrier: Arc::clone(carrier),
            key: witness.key.clone(),
            url,
            note: head.note.clone(),
            text: opened.text.to_owned(),
            size: checkpoint.size,
            known: known.map_or(0, |peer| peer.known),
        }))
    }

    /// Keep what a witness said.
    async fn heard(
        &mut self,
        platform: &Platform,
        policy: &Policy,
        head: &CheckpointRow,
        key: String,
        said: Said,
    ) -> Result<()> {
        let peer = self.0.entry(key.clone()).or_default();
        let problem = match said {
            Said::Cosigned { line, time } => {
                *peer = Peer {
                    known: u64::try_from(head.size).unwrap_or(0),
                    signed: Some(time),
                    ..Peer::default()
                };
                let row = CosignatureRow {
                    witness: key,
                    line,
                    cosigned_second: i64::try_from(time).unwrap_or(i64::MAX),
                };
                return keep(platform, policy, head, &row).await;
            }
            Said::Ahead(size) => Problem::Ahead(size),
            Said::Status(status) => Problem::Status(status),
            Said::Refused(reason) => Problem::Refused(reason),
            Said::Silent(reason) => Problem::Silent(reason),
        };
        tracing::warn!(witness = key, %problem, "a witness did not sign");
        peer.failures = peer.failures.saturating_add(1);
        let pause = 1_i64 << peer.failures.min(LONGEST_PAUSE);
        let again = platform.clock.now() + SignedDuration::from_secs(pause);
        peer.again = Some(again);
        peer.problem = Some(problem);
        // What it knew may be wrong: the next question finds out.
        peer.known = 0;
        Ok(())
    }
}

/// Keep a line, and the checkpoint itself once it has a quorum, in one transaction.
async fn keep(
    platform: &Platform,
    policy: &Policy,
    head: &CheckpointRow,
    row: &CosignatureRow,
) -> Result<()> {
    let mut tx = platform.store.write().await?;
    heads::cosign(&mut tx, head.size, row).await?;
    let lines = heads::cosigned(&mut tx, head.size).await?;
    let note = with_lines(&head.note, &lines);
    let judged = policy
        .judge(&note)
        .map_err(|error| Error::Internal(format!("cosigned checkpoint: {error}")))?;
    if let Some(seen) = judged.seen {
        let quorum = QuorumRow {
            size: head.size,
            note,
            earliest: i64::try_from(seen.earliest).unwrap_or(i64::MAX),
            latest: i64::try_from(seen.latest).unwrap_or(i64::MAX),
        };
        keep_quorum(platform, &mut tx, &quorum).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Keep a checkpoint that a quorum had seen, and what follows from the time that it proves.
pub(super) async fn keep_quorum(
    platform: &Platform,
    tx: &mut WriteTx,
    quorum: &QuorumRow,
) -> Result<()> {
    let before = heads::find_quorum_up_to(tx, quorum.size - 1).await?;
    heads::save_quorum(tx, quorum).await?;
    let kept = heads::find_quorum_up_to(tx, quorum.size).await?;
    let kept = kept.as_ref().unwrap_or(quorum);
    judge_publications(platform, tx, before.map_or(0, |row| row.size), kept).await
}

/// What was made public since the quorum before is judged by the day of this one.
async fn judge_publications(
    platform: &Platform,
    tx: &mut WriteTx,
    from: i64,
    quorum: &QuorumRow,
) -> Result<()> {
    let Ok(latest) = Timestamp::from_second(quorum.latest) else {
        return Ok(());
    };
    let day = local(latest).date();
    let clockwork = Context::new(platform, Actor::Clockwork);
    for unit in duties::witness(tx, from, quorum.size, day).await? {
        refresh_unit(&clockwork, tx, unit).await?;
    }
    Ok(())
}

/// A signed note with the lines of witnesses.
pub(super) fn with_lines(note: &str, lines: &[CosignatureRow]) -> String {
    let lines = lines.iter().map(|row| row.line.as_str());
    std::iter::once(note).chain(lines).collect()
}
