//! The audit of a whole register: every entry in order, the root computed anew with one hash for each level.

use dinh_register::{Checkpoint, tree};

use crate::log::{Entry, Fault, Register};

/// What the audit has seen, without a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// How many entries.
    pub size: u64,
    /// The earlier checkpoint that the register begins with, if one was given.
    pub since: Option<Checkpoint>,
}

/// Reads everything and visits each entry in order. The memory needed does not grow with the register.
pub fn read_whole(
    register: &Register<'_>,
    since: Option<&Checkpoint>,
    visit: &mut dyn FnMut(&Entry<'_>),
) -> Result<Whole, Fault> {
    let size = register.size();
    if let Some(kept) = since.map(|since| since.size).filter(|kept| *kept > size) {
        return Err(Fault::Shrunk { kept, now: size });
    }
    let mut frontier = tree::Frontier::new();
    let rewritten = |frontier: &tree::Frontier| {
        since
            .filter(|since| since.size == frontier.size() && since.root != frontier.root())
            .map(|since| Fault::Rewritten {
                old: since.size,
                new: size,
            })
    };
    register.each(0, &mut |entry| {
        frontier.push(entry.leaf);
        visit(entry);
        rewritten(&frontier).map_or(Ok(()), Err)
    })?;
    if let Some(fault) = rewritten(&frontier) {
        return Err(fault);
    }
    if frontier.root() != register.head.checkpoint.root {
        return Err(Fault::Checkpoint(dinh_register::Error::ProofRejected));
    }
    Ok(Whole {
        size,
        since: since.cloned(),
    })
}
