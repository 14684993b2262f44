//! The command: what was asked, checked and answered in words or as JSON.
//!
//! Exit status: 0 accepted, 1 rejected, 2 nothing could be concluded (wrong use, unreadable file, no key to trust).

use std::collections::BTreeSet;
use std::path::Path;

use dinh_register::{Checkpoint, Policy, chain, receipt};
use serde_json::{Value, json};

use crate::arguments::{Arguments, USAGE};
use crate::folder::Folder;
use crate::log::{Fault, Register};
use crate::log_answer::{self, Read};
use crate::source::{Open, Source};
use crate::thing::read_things;
use crate::{answer, evidence, evidence_answer, input, vote_answer};

/// Nothing could be concluded, for this reason.
#[derive(Debug)]
pub(crate) struct Unusable(pub String);

/// What is to be printed, and the exit status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For the standard output.
    pub said: String,
    /// For the standard error.
    pub complaint: String,
    /// 0, 1 or 2.
    pub status: u8,
}

impl Answer {
    pub(crate) fn words(status: u8, text: String) -> Self {
        Self {
            said: text + "\n",
            status,
            ..Self::default()
        }
    }

    pub(crate) fn json(status: u8, value: &Value) -> Self {
        // A value of texts and numbers has no way to fail.
        Self::words(
            status,
            serde_json::to_string_pretty(value).unwrap_or_default(),
        )
    }

    fn refused(reason: &str, as_json: bool) -> Self {
        if as_json {
            let answer = json!({ "valid": null, "reason": "unusable", "message": reason });
            return Self::json(2, &answer);
        }
        Self {
            complaint: format!("{reason}\n"),
            status: 2,
            ..Self::default()
        }
    }
}

/// Checks what the words on the command line ask for.
pub fn run(words: impl Iterator<Item = String>, open: Open<'_>) -> Answer {
    let words: Vec<String> = words.collect();
    let as_json = words.iter().any(|word| word == "--json");
    let arguments = Arguments::read(words.into_iter());
    let answer = arguments.and_then(|arguments| {
        if arguments.help {
            return Ok(Answer {
                said: USAGE.to_owned(),
                ..Answer::default()
            });
        }
        if let Some(folder) = &arguments.evidence {
            let policy = input::read_trust(&arguments.keys, arguments.policy.as_deref())?;
            let found = evidence::check(&Folder::new(folder), &policy);
            return evidence_answer::give(&found, &names(&policy), arguments.json);
        }
        let Some(place) = &arguments.full else {
            return of_receipt(&arguments);
        };
        let policy = input::read_trust(&arguments.keys, arguments.policy.as_deref())?;
        let source = open(place).map_err(Unusable)?;
        of_register(&arguments, source.as_ref(), &policy)
    });
    answer.unwrap_or_else(|Unusable(reason)| Answer::refused(&reason, as_json))
}

fn of_receipt(arguments: &Arguments) -> Result<Answer, Unusable> {
    let path = arguments.receipt.as_deref().unwrap_or(Path::new(""));
    let trust = || input::read_trust(&arguments.keys, arguments.policy.as_deref());
    let Some(text) = input::read_vote_receipt(path)? else {
        let policy = trust()?;
        let given = input::read_receipt(path, arguments.entry.as_deref(), &policy)?;
        let files = input::read_files(&arguments.files)?;
        let named = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let named: Vec<(&str, &[u8])> = named.collect();
        let result = given.and_then(|given| {
            let verified = receipt::verify(&given, &policy, &named)?;
            Ok(answer::Accepted {
                stamps: given.stamps.len(),
                entry: given.entry,
                witnesses: names(&policy),
                verified,
            })
        });
        return Ok(answer::give(&answer::Outcome(result), arguments.json));
    };
    if arguments.entry.is_some() || !arguments.files.is_empty() {
        return Err(Unusable(
            "Biên nhận biểu quyết đã có đủ mọi phần, không dùng --entry và --file.".to_owned(),
        ));
    }
    let policy = trust()?;
    Ok(vote_answer::give(
        &vote_answer::check(&text, &policy)?,
        arguments.json,
    ))
}

fn of_register(
    arguments: &Arguments,
    source: &dyn Source,
    policy: &Policy,
) -> Result<Answer, Unusable> {
    let since = arguments
        .since
        .as_deref()
        .map(|path| read_since(path, policy));
    let since = since.transpose()?;
    let read = read_register(arguments, source, policy, since.as_ref());
    if let Err(Fault::Source(reason)) = &read {
        return Err(Unusable(reason.clone()));
    }
    Ok(log_answer::give(&read, arguments.json))
}

fn read_register(
    arguments: &Arguments,
    source: &dyn Source,
    policy: &Policy,
    since: Option<&Checkpoint>,
) -> Result<Read, Fault> {
    let register = Register::open_signed(source, policy)?.ok_or(Fault::NoCheckpoint)?;
    // A register that was rewritten will hardly find its witnesses: what is worse is told first.
    since.map_or(Ok(()), |since| register.begins_with(since))?;
    register.check_quorum(policy)?;
    let wanted: BTreeSet<String> = arguments.thing.iter().cloned().collect();
    let mut things = read_things(&register, &wanted)?;
    let thing = arguments.thing.clone().map(|thing| {
        let links = things.remove(&thing).unwrap_or_default();
        let faults = chain::faults(&links);
        log_answer::Chain {
            thing,
            links,
            faults,
        }
    });
    Ok(Read {
        since: since.map(|since| since.size),
        head: register.head,
        witnesses: names(policy),
        asks: policy.asks_for_witnesses(),
        thing,
    })
}

/// A checkpoint that was kept earlier. It must be signed by the same register, or it says nothing.
fn read_since(path: &Path, policy: &Policy) -> Result<Checkpoint, Unusable> {
    let text = input::text(path)?;
    let judged = text.and_then(|text| policy.judge(&text).ok());
    judged.map(|judged| judged.checkpoint).ok_or_else(|| {
        Unusable(format!(
            "Tệp {} không phải đầu sổ do khóa của sổ này ký.",
            path.display()
        ))
    })
}

fn names(policy: &Policy) -> Vec<String> {
    let witnesses = policy.witnesses.iter();
    witnesses.map(|witness| witness.name.clone()).collect()
}
