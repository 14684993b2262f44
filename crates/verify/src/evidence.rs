//! What shows that a register was rewritten: two checkpoints that its key signed and that cannot belong to one history, with the
//! proof of that.

use std::collections::BTreeMap;

use dinh_register::{Hash, tree};

use crate::EVIDENCE;
use crate::folder::Folder;
use crate::log::{Fault, Tiles};

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
    put("kept", kept)?;
    put("served", served)?;
    put("proof", &text)
}
