//! The index on disk: opened, written in short sessions, read without locks.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::collect::Indexed;
use super::fields::{Fields, schema};
use super::lexicon::Lexicon;
use super::words;
use crate::error::{Error, Result};

/// A change of the fields takes a new folder, and so a new index.
const FOLDER: &str = "v3";
/// One thread with the smallest heap there is; it is given back after each session.
const WRITER_HEAP: usize = 15_000_000;
/// Unpacked blocks of 16 kB that are kept for each segment: a page of hits needs about so many.
const BLOCKS: usize = 20;

/// The index. Cheap to clone.
#[derive(Clone)]
pub struct SearchIndex {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    /// The first register position that is not in the index yet.
    position: AtomicI64,
    /// How many entries the newest quorum had seen when it was written.
    witnessed: AtomicI64,
    /// The words of the index, as they were when somebody last wrote a word that is not among them.
    pub(super) lexicon: std::sync::Mutex<Option<(i64, Arc<Lexicon>)>>,
    /// One session of writing at a time.
    pub(super) session: tokio::sync::Mutex<()>,
}

impl SearchIndex {
    /// Open the index in `folder`. One that is damaged or of another shape is
    /// thrown away: it is built again from what is stored.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder.join(FOLDER);
        let index = match open(&folder) {
            Ok(index) => index,
            Err(error) => {
                tracing::warn!(%error, "search index cannot be read; it is built again");
                clear(&folder)?;
                open(&folder).map_err(fault)?
            }
        };
        let (_, fields) = schema();
        let metas = index.load_metas().map_err(fault)?;
        let reached = metas.payload.and_then(|text| Reached::parse(&text));
        let reached = reached.unwrap_or(Reached::NOTHING);
        let reader = index
            .reader_builder()
            .doc_store_cache_num_blocks(BLOCKS)
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(fault)?;
        Ok(Self {
            inner: Arc::new(Inner {
                index,
                reader,
                fields,
                position: AtomicI64::new(reached.position),
                witnessed: AtomicI64::new(reached.witnessed),
                lexicon: std::sync::Mutex::default(),
                session: tokio::sync::Mutex::new(()),
            }),
        })
    }

    /// The first register position that is not in the index yet.
    pub fn position(&self) -> i64 {
        self.inner.position.load(Ordering::Acquire)
    }

    /// What the index has followed.
    pub(super) fn reached(&self) -> Reached {
        Reached {
            position: self.position(),
            witnessed: self.inner.witnessed.load(Ordering::Acquire),
        }
    }
}

/// What an index has followed. A quorum has no entry of its own, and yet it may make a publication late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reached {
    /// The first register position that is not in the index.
    pub position: i64,
    /// How many entries the newest quorum had seen.
    pub witnessed: i64,
}

impl Reached {
    /// Of an index that was never written: not even of an empty register.
    pub(super) const NOTHING: Self = Self {
        position: 0,
        witnessed: -1,
    };

    fn parse(text: &str) -> Option<Self> {
        let (position, witnessed) = text.split_once(' ')?;
        Some(Self {
            position: position.parse().ok()?,
            witnessed: witnessed.parse().ok()?,
        })
    }
}

impl Inner {
    fn document(&self, thing: &Indexed) -> TantivyDocument {
        let fields = &self.fields;
        let mut document = TantivyDocument::new();
        document.add_text(fields.key, &thing.key);
        document.add_text(fields.kind, thing.kind.code());
        document.add_text(fields.title, &thing.title);
        document.add_text(fields.body, &thing.body);
        document.add_text(fields.address, &thing.address);
        document.add_text(fields.unit_name, &thing.unit_name);
        document.add_text(fields.old_names, &thing.old_names);
        for unit in &thing.units {
            document.add_text(fields.unit, unit);
        }
        document.add_u64(fields.place, thing.place);
        if thing.day > 0 {
            document.add_text(fields.year, (thing.day / 10_000).to_string());
        }
        if let Some(number) = words::document_number(&thing.number) {
            document.add_text(fields.number, number);
        }
        document.add_text(fields.item, &thing.item);
        if !thing.standing.is_empty() {
            document.add_text(fields.standing, &thing.standing);
        }
        document.add_u64(fields.day, thing.day);
        let all = [
            &thing.title,
            &thing.number,
            &thing.body,
            &thing.unit_name,
            &thing.old_names,
        ];
        let all = all.map(String::as_str).join("\n");
        for (folded, exact, text) in [
            (fields.title_folded, fields.title_exact, &thing.title),
            (fields.all_folded, fields.all_exact, &all),
        ] {
            document.add_text(folded, words::folded(text).join(" "));
            document.add_text(exact, words::exact(text).join(" "));
        }
        document
    }
}

/// Things on their way into the index. Nobody sees them, and nothing of them stays,
/// before they are committed.
pub(super) struct Session {
    inner: Arc<Inner>,
    writer: IndexWriter,
    anew: bool,
}

impl Session {
    /// With `anew`, everything that was there before goes.
    pub(super) fn begin(inner: Arc<Inner>, anew: bool) -> Result<Self> {
        let writer: IndexWriter = inner
            .index
            .writer_with_num_threads(1, WRITER_HEAP)
            .map_err(fault)?;
        if anew {
            writer.delete_all_documents().map_err(fault)?;
        }
        Ok(Self {
            inner,
            writer,
            anew,
        })
    }

    /// Replace things; one that is gone is only taken out.
    pub(super) fn put(&self, things: &[Indexed]) -> Result<()> {
        for thing in things {
            let key = Term::from_field_text(self.inner.fields.key, &thing.key);
            self.writer.delete_term(key);
            if !thing.gone {
                let document = self.inner.document(thing);
                self.writer.add_document(document).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// One commit that is good up to there.
    pub(super) fn commit(mut self, reached: Reached) -> Result<()> {
        let mut commit = self.writer.prepare_commit().map_err(fault)?;
        commit.set_payload(&format!("{} {}", reached.position, reached.witnessed));
        commit.commit().map_err(fault)?;
        self.writer.wait_merging_threads().map_err(fault)?;
        self.inner.reader.reload().map_err(fault)?;
        if self.anew {
            // Words that were erased are not offered any more.
            let lexicon = self.inner.lexicon.lock();
            *lexicon.unwrap_or_else(PoisonError::into_inner) = None;
        }
        let (position, witnessed) = (reached.position, reached.witnessed);
        self.inner.witnessed.store(witnessed, Ordering::Release);
        self.inner.position.store(position, Ordering::Release);
        Ok(())
    }
}

pub(super) fn fault(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("search index: {error}"))
}

fn open(folder: &PathBuf) -> std::result::Result<Index, tantivy::TantivyError> {
    make(folder)?;
    let (schema, _) = schema();
    Index::open_or_create(MmapDirectory::open(folder)?, schema)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the folder of the index belongs to this module alone"
)]
fn make(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the folder of the index belongs to this module alone"
)]
fn clear(folder: &Path) -> Result<()> {
    std::fs::remove_dir_all(folder).map_err(fault)
}
