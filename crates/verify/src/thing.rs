//! The chains of some things, collected while the whole register is read.

use std::collections::{BTreeMap, BTreeSet};

use dinh_register::chain::Link;

use crate::log::{Fault, Register};
use crate::whole::read_whole;

/// The entries about each wanted thing, in the order of the register. A thing without any is missing.
pub type Things = BTreeMap<String, Vec<Link>>;

/// Reads the whole register and keeps the entries about these things.
pub fn read_things(register: &Register<'_>, wanted: &BTreeSet<String>) -> Result<Things, Fault> {
    let mut things = Things::new();
    read_whole(register, &mut |entry| {
        if !wanted.is_empty() && wanted.contains(entry.act.thing()) {
            let links = things.entry(entry.act.thing().to_owned()).or_default();
            links.push(Link {
                index: entry.index,
                leaf: entry.leaf,
                act: entry.act.to_act(),
            });
        }
    })?;
    Ok(things)
}
