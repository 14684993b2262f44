//! A register behind a source: its checkpoint judged by a policy, its bundles checked against its tiles, its tiles against the
//! signed root. Nothing else is given out.

use dinh_register::policy::Judged;
use dinh_register::tile::{CheckedTiles, HeadBundle, TileContent, TileFault, entries};
use dinh_register::{ActView, Checkpoint, Error, Hash, Policy, Tile, tree};

use crate::source::{LONGEST_NOTE, Source, fetch_tile};

/// What stands in the way of trusting a register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The source cannot be read: nothing is concluded.
    #[error("{0}")]
    Source(String),
    /// It serves no checkpoint.
    #[error("no checkpoint is served")]
    NoCheckpoint,
    /// Its checkpoint is malformed or not signed by a key of the policy.
    #[error("the checkpoint cannot be trusted: {0}")]
    Checkpoint(Error),
    /// Fewer witnesses cosigned it than the policy asks for.
    #[error("only {cosigned} of the known witnesses cosigned the checkpoint, no quorum")]
    Quorum {
        /// How many did.
        cosigned: usize,
    },
    /// A tile or bundle that the checkpoint covers is not served.
    #[error("tile {0} is not served")]
    Missing(Tile),
    /// A tile or bundle is another than the one that was signed.
    #[error("tile {0} does not lead to the signed root")]
    Changed(Tile),
    /// Of the checkpoints that are kept in one bundle one is malformed, out of its place or not signed by a key of the policy.
    #[error("the kept checkpoints of {bundle} cannot be trusted: {error}")]
    Heads {
        /// The bundle.
        bundle: HeadBundle,
        /// What is wrong.
        error: Error,
    },
    /// An entry breaks its format, names another register or a predecessor that does not stand before it.
    #[error("entry {index}: {error}")]
    Entry {
        /// Its position.
        index: u64,
        /// What is wrong.
        error: Error,
    },
    /// The register did not only append: two signed checkpoints of it contradict each other.
    #[error(
        "the register of {new} entries does not begin with the one of {old} entries that was signed before"
    )]
    Rewritten {
        /// The smaller size.
        old: u64,
        /// The larger one.
        new: u64,
    },
    /// It has fewer entries than a checkpoint that was kept: an older state is served.
    #[error("{now} entries are served, {kept} were signed before")]
    Shrunk {
        /// Entries that were signed before.
        kept: u64,
        /// Entries now.
        now: u64,
    },
    /// A file of a copy is another than the register's.
    #[error("the copy of tile {0} is not the register's")]
    Copy(Tile),
}

impl From<TileFault<Fault>> for Fault {
    fn from(fault: TileFault<Self>) -> Self {
        match fault {
            TileFault::Read(fault) => fault,
            TileFault::Rejected(tile) => Self::Changed(tile),
            TileFault::Outside => Self::Checkpoint(Error::Checkpoint),
        }
    }
}

/// Hash tiles that lead to the root.
pub type Tiles<'source> = CheckedTiles<Box<dyn FnMut(Tile) -> Result<Vec<u8>, Fault> + 'source>>;

/// A register at the checkpoint that it serves.
#[derive(Clone)]
pub struct Register<'source> {
    pub(crate) source: &'source dyn Source,
    /// The signed checkpoint as served.
    pub note: String,
    /// What the policy says of it.
    pub head: Judged,
}

/// An entry that stands where it is said to stand.
pub struct Entry<'bundle> {
    /// Its position.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
    /// Its exact bytes.
    pub bytes: &'bundle [u8],
    /// What it says.
    pub act: ActView<'bundle>,
}

impl<'source> Register<'source> {
    /// Reads the checkpoint. A quorum must have seen it if the policy asks for one.
    pub fn open(source: &'source dyn Source, policy: &Policy) -> Result<Self, Fault> {
        let register = Self::open_signed(source, policy)?.ok_or(Fault::NoCheckpoint)?;
        register.check_quorum(policy)?;
        Ok(register)
    }

    /// Whether a quorum has seen the checkpoint, if the policy asks for one.
    pub fn check_quorum(&self, policy: &Policy) -> Result<(), Fault> {
        if policy.asks_for_witnesses() && self.head.seen.is_none() {
            return Err(Fault::Quorum {
                cosigned: self.head.cosigned.len(),
            });
        }
        Ok(())
    }

    /// Whether it begins with the register of an earlier checkpoint, whose signatures the caller has checked.
    pub fn begins_with(&self, earlier: &Checkpoint) -> Result<(), Fault> {
        let (old, new) = (earlier.size, self.size());
        if old > new {
            return Err(Fault::Shrunk {
                kept: old,
                now: new,
            });
        }
        if self.tiles().root_of(old)? == earlier.root {
            Ok(())
        } else {
            Err(Fault::Rewritten { old, new })
        }
    }

    /// The same without regard to witnesses; nothing if there is no checkpoint.
    pub fn open_signed(
        source: &'source dyn Source,
        policy: &Policy,
    ) -> Result<Option<Self>, Fault> {
        let note = source.fetch("checkpoint", LONGEST_NOTE);
        let Some(note) = note.map_err(Fault::Source)? else {
            return Ok(None);
        };
        let note = String::from_utf8(note).map_err(|_| Fault::Checkpoint(Error::Checkpoint))?;
        let head = policy.judge(&note).map_err(Fault::Checkpoint)?;
        Ok(Some(Self { source, note, head }))
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.head.checkpoint.size
    }

    /// Its hash tiles.
    pub fn tiles(&self) -> Tiles<'source> {
        let source = self.source;
        CheckedTiles::new(
            &self.head.checkpoint,
            Box::new(move |tile| match fetch_tile(source, tile) {
                Ok(found) => found.ok_or(Fault::Missing(tile)),
                Err(reason) => Err(Fault::Source(reason)),
            }),
        )
    }

    /// Bundle number `index` with the leaf hashes of its entries, which it has.
    pub fn bundle<'tiles>(
        &self,
        tiles: &'tiles mut Tiles<'_>,
        index: u64,
    ) -> Result<Bundle<'tiles>, Fault> {
        let bundle = self.unchecked_bundle(tiles, index)?;
        for entry in bundle.entries() {
            entry?;
        }
        Ok(bundle)
    }

    /// The same before anybody has looked at its entries.
    fn unchecked_bundle<'tiles>(
        &self,
        tiles: &'tiles mut Tiles<'_>,
        index: u64,
    ) -> Result<Bundle<'tiles>, Fault> {
        let leaves = tiles.hashes(0, index)?;
        let width = u16::try_from(leaves.len()).unwrap_or(0);
        let tile = Tile::new(TileContent::Entries, index, width).ok_or(TileFault::Outside)?;
        let bytes = fetch_tile(self.source, tile).map_err(Fault::Source)?;
        Ok(Bundle {
            tile,
            leaves,
            bytes: bytes.ok_or(Fault::Missing(tile))?,
        })
    }

    /// Visits the entries from position `from` on, in order. Each was compared with its leaf hash just before.
    pub fn each(
        &self,
        from: u64,
        visit: &mut dyn FnMut(&Entry<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut tiles = self.tiles();
        for number in from / 256..self.size().div_ceil(256) {
            let bundle = self.unchecked_bundle(&mut tiles, number)?;
            for (index, entry) in (number * 256..).zip(bundle.entries()) {
                let (leaf, bytes) = entry?;
                if index >= from {
                    let act = self.read_entry(index, bytes)?;
                    visit(&Entry {
                        index,
                        leaf,
                        bytes,
                        act,
                    })?;
                }
            }
        }
        Ok(())
    }

    fn read_entry<'bundle>(
        &self,
        index: u64,
        bytes: &'bundle [u8],
    ) -> Result<ActView<'bundle>, Fault> {
        let act = ActView::parse(bytes).map_err(|error| Fault::Entry { index, error })?;
        if !act.is_of(&self.head.checkpoint.origin) {
            let error = Error::Origin;
            return Err(Fault::Entry { index, error });
        }
        if let Some(prev) = act.prev_index().filter(|prev| *prev >= index) {
            let error = Error::OutOfRange {
                index: prev,
                size: index,
            };
            return Err(Fault::Entry { index, error });
        }
        Ok(act)
    }
}

/// A bundle with the leaf hashes that its entries must have.
pub struct Bundle<'tiles> {
    /// Its place.
    pub tile: Tile,
    /// The leaf hashes, which lead to the root.
    pub leaves: &'tiles [Hash],
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Bundle<'_> {
    /// The entries with their leaf hashes, compared one by one; a refusal where one is another than was signed, is missing or
    /// is too much.
    pub fn entries(&self) -> impl Iterator<Item = Result<(Hash, &[u8]), Fault>> {
        let mut entries = entries(&self.bytes);
        let mut leaves = self.leaves.iter();
        std::iter::from_fn(move || {
            let (entry, leaf) = (entries.next(), leaves.next());
            if entry.is_none() && leaf.is_none() {
                return None;
            }
            let right = entry.zip(leaf).and_then(|(entry, leaf)| {
                let entry = entry.ok()?;
                (tree::leaf_hash(entry) == *leaf).then_some((*leaf, entry))
            });
            Some(right.ok_or(Fault::Changed(self.tile)))
        })
    }
}
