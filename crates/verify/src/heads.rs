//! The checkpoints that a quorum of witnesses had seen, which a register keeps for ever: copied a bounded part at a time, each
//! checked against the tree of the entries. A run that ends anywhere is gone on with by the next one.

use std::collections::BTreeMap;

use dinh_register::policy::Judged;
use dinh_register::tile::{HeadBundle, join_heads, split_heads};
use dinh_register::{Error, Policy};

use crate::evidence;
use crate::folder::Folder;
use crate::log::{Fault, Register, Tiles};
use crate::source::{LONGEST_HEADS, Source};

/// A kept checkpoint that is a head of the register.
#[derive(Clone, Debug)]
pub struct KeptHead {
    /// The signed note.
    pub note: String,
    /// What the policy says of it.
    pub judged: Judged,
}

/// What one round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopiedHeads {
    /// Checkpoints that the copy did not have.
    pub added: u64,
    /// Those of them that have no quorum by this policy: they are kept for whoever knows the witnesses of their time.
    pub unwitnessed: u64,
    /// Whether the source may have more: another round goes on.
    pub has_more: bool,
}

/// Copies kept checkpoints that the copy does not have, at most so many bundles. Each must be signed by a key of the policy and be a head of the copied
/// register; one that is signed and contradicts it is refused, and kept as evidence.
pub fn copy_heads(
    source: &dyn Source,
    policy: &Policy,
    into: &Folder,
    most: u64,
) -> Result<CopiedHeads, Fault> {
    let register = Register::open_signed(into, policy)?.ok_or(Fault::NoCheckpoint)?;
    let mut done = CopiedHeads::default();
    let Some(last) = HeadBundle::of(register.size()) else {
        return Ok(done);
    };
    let mut keeper = Keeper {
        tiles: register.tiles(),
        register,
        policy,
        into,
    };
    let first = unfinished(into, last)?;
    for index in first..=last.index() {
        if index == first + most {
            done.has_more = true;
            break;
        }
        let bundle = HeadBundle::new(index).ok_or(Fault::Checkpoint(Error::Checkpoint))?;
        let Some(served) = fetch(source, bundle)? else {
            break;
        };
        keeper.keep(bundle, &served, &mut done)?;
    }
    Ok(done)
}

/// The last bundle that the copy has: it may have been unfinished. Bundles are kept in their order, so halving finds it.
fn unfinished(into: &Folder, last: HeadBundle) -> Result<u64, Fault> {
    let (mut have, mut lack) = (0, last.index() + 1);
    while have < lack {
        let middle = u64::midpoint(have, lack);
        let bundle = HeadBundle::new(middle);
        let found = bundle.map_or(Ok(None), |bundle| into.fetch(&path(bundle), LONGEST_HEADS));
        if found.map_err(Fault::Source)?.is_some() {
            have = middle + 1;
        } else {
            lack = middle;
        }
    }
    Ok(have.saturating_sub(1))
}

fn fetch(source: &dyn Source, bundle: HeadBundle) -> Result<Option<String>, Fault> {
    let bytes = source.fetch(&path(bundle), LONGEST_HEADS);
    let text = bytes.map_err(Fault::Source)?.map(String::from_utf8);
    text.transpose().map_err(|_| Fault::Heads {
        bundle,
        error: Error::Checkpoint,
    })
}

fn path(bundle: HeadBundle) -> String {
    format!("checkpoints/{bundle}")
}

/// Puts what was checked into the copy.
struct Keeper<'all> {
    register: Register<'all>,
    tiles: Tiles<'all>,
    policy: &'all Policy,
    into: &'all Folder,
}

impl Keeper<'_> {
    fn keep(
        &mut self,
        bundle: HeadBundle,
        served: &str,
        done: &mut CopiedHeads,
    ) -> Result<(), Fault> {
        let (mut heads, is_whole) = self.kept(bundle)?;
        let mut changed = !is_whole;
        self.read(bundle, served, &mut |size, head| {
            let before = heads.get(&size);
            if before.is_some_and(|before: &KeptHead| !is_closer(&head.judged, &before.judged)) {
                return;
            }
            if before.is_none() {
                done.added += 1;
                done.unwitnessed += u64::from(head.judged.seen.is_none());
            }
            changed = true;
            heads.insert(size, head);
        })?;
        if !changed {
            return Ok(());
        }
        let text = join_heads(heads.values().map(|head| head.note.as_str()));
        let put = self.into.put(&path(bundle), text.as_bytes());
        put.map_err(Fault::Source)
    }

    /// The heads that the copy has, and whether their file is whole: what was damaged is taken from the source again.
    fn kept(&mut self, bundle: HeadBundle) -> Result<(BTreeMap<u64, KeptHead>, bool), Fault> {
        let mut heads = BTreeMap::new();
        let text = match fetch(self.into, bundle) {
            Err(Fault::Heads { .. }) => None,
            found => found?,
        };
        let Some(text) = text else {
            return Ok((heads, false));
        };
        let read = self.read(bundle, &text, &mut |size, head| {
            heads.insert(size, head);
        });
        match read {
            Err(Fault::Heads { .. }) => Ok((heads, false)),
            read => read.map(|()| (heads, true)),
        }
    }

    /// Visits the heads of a bundle; one that contradicts the copy is put beside the copy's checkpoint as evidence.
    fn read(
        &mut self,
        bundle: HeadBundle,
        text: &str,
        visit: &mut dyn FnMut(u64, KeptHead),
    ) -> Result<(), Fault> {
        let (register, into) = (&self.register, self.into);
        let mut visit = |head: KeptHead| {
            visit(head.judged.checkpoint.size, head);
            Ok(())
        };
        let read = read(
            register,
            &mut self.tiles,
            self.policy,
            (bundle, text),
            &mut visit,
        );
        read.map_err(|odd| {
            if let (Fault::Rewritten { old, new }, Some(note)) = (&odd.fault, &odd.note) {
                let notes = (register.note.as_str(), note.as_str());
                if let Err(fault) = evidence::keep(into, notes, &mut self.tiles, (*old, *new)) {
                    return fault;
                }
            }
            odd.fault
        })
    }
}

/// A head that was refused.
struct Odd {
    fault: Fault,
    note: Option<String>,
}

impl From<Fault> for Odd {
    fn from(fault: Fault) -> Self {
        Self { fault, note: None }
    }
}

/// Checks the heads of a bundle one after the other, up to those that are newer than the register.
fn read(
    register: &Register<'_>,
    tiles: &mut Tiles<'_>,
    policy: &Policy,
    (bundle, text): (HeadBundle, &str),
    visit: &mut dyn FnMut(KeptHead) -> Result<(), Fault>,
) -> Result<(), Odd> {
    let wrong = |error| Fault::Heads { bundle, error };
    let mut last = 0;
    for note in split_heads(text).map_err(wrong)? {
        let judged = policy.judge(note).map_err(wrong)?;
        let head = &judged.checkpoint;
        if head.origin != register.head.checkpoint.origin {
            return Err(wrong(Error::Origin).into());
        }
        if head.size <= last || !bundle.sizes().contains(&head.size) {
            return Err(wrong(Error::Checkpoint).into());
        }
        last = head.size;
        if head.size > register.size() {
            break;
        }
        if tiles.root_of(head.size).map_err(Fault::from)? != head.root {
            let (old, new) = (head.size, register.size());
            return Err(Odd {
                fault: Fault::Rewritten { old, new },
                note: Some(note.to_owned()),
            });
        }
        let note = note.to_owned();
        visit(KeptHead { note, judged })?;
    }
    Ok(())
}

/// Whether a head bounds time at least as closely as the other one of its size.
fn is_closer(head: &Judged, other: &Judged) -> bool {
    match (head.seen, other.seen) {
        (Some(head), Some(other)) => {
            head.latest <= other.latest && head.earliest >= other.earliest && head != other
        }
        (head, other) => head.is_some() && other.is_none(),
    }
}

/// Visits every kept checkpoint that a source serves for a register, the smallest first.
pub fn each_head(
    register: &Register<'_>,
    policy: &Policy,
    visit: &mut dyn FnMut(KeptHead) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut tiles = register.tiles();
    let last = HeadBundle::of(register.size()).map_or(0, |last| last.index() + 1);
    for bundle in (0..last).filter_map(HeadBundle::new) {
        let Some(text) = fetch(register.source, bundle)? else {
            break;
        };
        let read = read(register, &mut tiles, policy, (bundle, &text), visit);
        read.map_err(|odd| odd.fault)?;
    }
    Ok(())
}
