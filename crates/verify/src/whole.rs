//! The audit of a whole register: every entry in order, the root computed anew with one hash for each level.

use dinh_register::{Error, tree};

use crate::log::{Entry, Fault, Register};

/// Reads everything and visits each entry in order. The memory needed does not grow with the register.
pub fn read_whole(register: &Register<'_>, visit: &mut dyn FnMut(&Entry<'_>)) -> Result<(), Fault> {
    let mut frontier = tree::Frontier::new();
    register.each(0, &mut |entry| {
        frontier.push(entry.leaf);
        visit(entry);
        Ok(())
    })?;
    if frontier.root() == register.head.checkpoint.root {
        Ok(())
    } else {
        Err(Fault::Checkpoint(Error::ProofRejected))
    }
}
