//! The policy file (C2SP `tlog-policy`, no version tag yet, commit `5ba5ee8`): whose signatures a verifier trusts, and how
//! many witnesses must have cosigned.

mod parse;
mod rule;

pub use rule::Seen;

use crate::checkpoint::Checkpoint;
use crate::cosignature::{self, CosignerKey};
use crate::{Result, VerifierKey};
use rule::Rule;

/// What a policy file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The trusted registers.
    pub logs: Vec<Log>,
    /// The known witnesses.
    pub witnesses: Vec<Witness>,
    /// The name of the witness or group that must have cosigned; nothing for `quorum none`.
    pub quorum: Option<String>,
    rule: Rule,
}

/// A trusted register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its key, named like its origin.
    pub key: VerifierKey,
    /// Where it is served.
    pub url: Option<String>,
}

/// A known witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// Its name within the policy.
    pub name: String,
    /// Its key.
    pub key: CosignerKey,
    /// Where it takes checkpoints.
    pub url: Option<String>,
}

/// A checkpoint that satisfies a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The trusted registers' keys that signed it.
    pub signers: Vec<VerifierKey>,
    /// The witnesses that cosigned it, by their place in the policy, with their times.
    pub cosigned: Vec<(usize, u64)>,
    /// When a quorum had seen it; nothing if the policy asks for none, or if there are too few.
    pub seen: Option<Seen>,
    /// How many signatures were of nobody known.
    pub unknown: usize,
}

impl Policy {
    /// A policy that trusts these registers and asks for no witness.
    pub fn of_logs(keys: impl IntoIterator<Item = VerifierKey>) -> Self {
        let logs = keys.into_iter().map(|key| Log { key, url: None });
        Self {
            logs: logs.collect(),
            witnesses: Vec::new(),
            quorum: None,
            rule: Rule::Nobody,
        }
    }

    /// Whether it asks for witnesses.
    pub fn asks_for_witnesses(&self) -> bool {
        self.rule != Rule::Nobody
    }

    /// Whether these witnesses, by their place, are a quorum.
    pub fn is_quorum(&self, has: impl Fn(usize) -> bool) -> bool {
        self.rule.is_met(&has)
    }

    /// Checks a signed checkpoint: a trusted register must have signed it, and no known signature may fail. Whether a quorum
    /// had seen it is for the caller to ask.
    pub fn judge(&self, note: &str) -> Result<Judged> {
        let keys: Vec<VerifierKey> = self.logs.iter().map(|log| log.key.clone()).collect();
        let (checkpoint, opened) = Checkpoint::open(note, &keys)?;
        let witnesses: Vec<&CosignerKey> = self.witnesses.iter().map(|one| &one.key).collect();
        let cosigned = cosignature::cosigned(note, &witnesses)?;
        Ok(Judged {
            checkpoint,
            unknown: opened.unknown.saturating_sub(cosigned.len()),
            signers: opened.signers,
            seen: self.rule.seen(&cosigned),
            cosigned,
        })
    }
}
