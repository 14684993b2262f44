//! What shows that a register was rewritten: two checkpoints that its key signed and that cannot belong to one history, with the
//! proof of that.

use std::collections::BTreeMap;

use dinh_register::policy::Judged;
use dinh_register::{Error, Hash, Policy, tree};

use crate::EVIDENCE;
use crate::folder::Folder;
use crate::log::{Fault, Tiles};
use crate::source::{LONGEST_NOTE, Source as _};

/// The files of the evidence: the checkpoint that was kept, the one that was served, and what shows that they contradict.
pub(crate) const FILES: [&str; 3] = ["kept", "served", "proof"];

/// Keeps both signed checkpoints, and what shows that the larger register begins with another one than the smaller: the root of
/// its first entries, and the consistency proof from there to its own root. `sizes` are of the smaller and of the larger one.
pub(crate) fn keep(
    into: &Folder,
    (kept, served): (&str, &str),
    of_larger: &mut Tiles<'_>,
    (old, new): (u64, u64),
) -> Result<(), Fault> {
    let mut nodes = BTreeMap::new();
    let reads = tree::consistency_reads(old, new).map_err(Fault::Checkpoint)?;
    for node in reads {
        nodes.insert(node, of_larger.node(node)?);
    }
    let proof = tree::consistency_proof(old, new, &|node| nodes.get(&node).copied());
    let proof = proof.map_err(Fault::Checkpoint)?;
    let mut text = format!("old {old}\nroot {}\n", of_larger.root_of(old)?);
    for hash in proof {
        text.extend([&hash.base64(), "\n"]);
    }
    let name = Hash::of(served.as_bytes()).hex();
    let put = |file: &str, text: &str| {
        into.put(&format!("{EVIDENCE}/{name}/{file}"), text.as_bytes())
            .map_err(Fault::Source)
    };
    for (file, text) in FILES.into_iter().zip([kept, served, &text]) {
        put(file, text)?;
    }
    Ok(())
}

/// Two signed checkpoints of one register, neither of which begins with the other.
pub(crate) struct Contradiction {
    /// The one with fewer entries, in the file of this name.
    pub smaller: (&'static str, Judged),
    /// The other one.
    pub larger: (&'static str, Judged),
    /// The root of the larger register's first entries, as many as the smaller one has.
    pub beginning: Hash,
}

/// Why files are no evidence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoEvidence {
    /// A file is missing.
    Missing(&'static str),
    /// A file cannot be read.
    Unreadable(String),
    /// A checkpoint is malformed, or not signed by a key of the policy.
    Head(&'static str, Error),
    /// They are of two registers.
    Registers,
    /// The proof is malformed or leads elsewhere.
    Proof,
    /// Both belong to one history.
    NoContradiction,
}

/// Reads the files of a folder, of which nothing is trusted, and shows that the checkpoints contradict each other. Neither needs a
/// quorum: that the register's key signed both is enough.
pub(crate) fn check(folder: &Folder, policy: &Policy) -> Result<Contradiction, NoEvidence> {
    let [kept, served] = ["kept", "served"].map(|file| {
        let judged = policy.judge(&read(folder, file)?);
        judged
            .map(|judged| (file, judged))
            .map_err(|error| NoEvidence::Head(file, error))
    });
    let (kept, served) = (kept?, served?);
    if kept.1.checkpoint.origin != served.1.checkpoint.origin {
        return Err(NoEvidence::Registers);
    }
    let (smaller, larger) = if kept.1.checkpoint.size <= served.1.checkpoint.size {
        (kept, served)
    } else {
        (served, kept)
    };
    let (old, new) = (&smaller.1.checkpoint, &larger.1.checkpoint);
    let text = read(folder, "proof")?;
    let (beginning, proof) = read_proof(&text, old.size).ok_or(NoEvidence::Proof)?;
    tree::verify_consistency(old.size, new.size, &proof, &beginning, &new.root)
        .map_err(|_| NoEvidence::Proof)?;
    if beginning == old.root {
        return Err(NoEvidence::NoContradiction);
    }
    Ok(Contradiction {
        smaller,
        larger,
        beginning,
    })
}

fn read(folder: &Folder, file: &'static str) -> Result<String, NoEvidence> {
    let bytes = folder.fetch(file, LONGEST_NOTE);
    let bytes = bytes
        .map_err(NoEvidence::Unreadable)?
        .ok_or(NoEvidence::Missing(file))?;
    String::from_utf8(bytes).map_err(|_| match file {
        "proof" => NoEvidence::Proof,
        head => NoEvidence::Head(head, Error::Checkpoint),
    })
}

/// The root of the first `old` entries and the hashes from there, in exactly the spelling in which they are kept.
fn read_proof(text: &str, old: u64) -> Option<(Hash, Vec<Hash>)> {
    let rest = text.strip_prefix(&format!("old {old}\nroot "))?;
    let mut hashes = rest.strip_suffix('\n')?.split('\n').map(Hash::from_base64);
    let root = hashes.next()?.ok()?;
    Some((root, hashes.collect::<Result<_, _>>().ok()?))
}
