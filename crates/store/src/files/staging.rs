//! The place where content waits before it has an address: a file of its own for each upload, gone with the last who holds it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::blocking;
use crate::error::{Result, StoreError};

/// Name of the folder beside the addresses.
pub(super) const FOLDER: &str = "incoming";
/// Bytes of an upload that are held in memory before they are written.
const HELD: usize = 128 * 1024;

/// The staging folder.
pub(super) struct Staging {
    folder: PathBuf,
    objects: LocalFileSystem,
}

impl Staging {
    /// The folder, which is made if it is not there.
    #[expect(
        clippy::disallowed_methods,
        reason = "this module is the one home of files beside the database"
    )]
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        Ok(Self {
            folder: folder.to_owned(),
            objects: LocalFileSystem::new_with_prefix(folder)?,
        })
    }

    pub fn place(&self, id: Uuid, remote: Option<Arc<dyn ObjectStore>>) -> Place {
        Place {
            path: self.folder.join(id.to_string()),
            key: Key::from(format!("{FOLDER}/{id}")),
            remote,
        }
    }

    pub async fn sweep(&self, before: i64) -> Result<usize> {
        sweep(&self.objects, None, before).await
    }
}

/// Take away what was written before this second.
pub(super) async fn sweep(
    objects: &dyn ObjectStore,
    folder: Option<&Key>,
    before: i64,
) -> Result<usize> {
    let mut list = objects.list(folder);
    let mut old = Vec::new();
    while let Some(meta) = list.try_next().await? {
        if meta.last_modified.timestamp() < before {
            old.push(meta.location);
        }
    }
    for location in &old {
        match objects.delete(location).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(old.len())
}

/// Where one content is staged.
pub(super) struct Place {
    path: PathBuf,
    key: Key,
    remote: Option<Arc<dyn ObjectStore>>,
}

impl Place {
    pub fn open(self) -> Result<StagingWriter> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path).map_err(failed)?;
        Ok(StagingWriter {
            file,
            hash: Sha256::new(),
            size: 0,
            owner: Owner {
                place: self,
                moved: AtomicBool::new(false),
                sent: AtomicBool::new(false),
            },
        })
    }
}

/// Takes away what it owns.
struct Owner {
    place: Place,
    moved: AtomicBool,
    sent: AtomicBool,
}

impl Drop for Owner {
    #[expect(
        clippy::disallowed_methods,
        reason = "this module is the one home of files beside the database"
    )]
    fn drop(&mut self) {
        if !self.moved.load(Ordering::Relaxed)
            && let Err(error) = std::fs::remove_file(&self.place.path)
        {
            tracing::warn!(%error, "staged content could not be removed; it is collected later");
        }
        if !self.sent.load(Ordering::Relaxed) {
            return;
        }
        // Outside of a runtime it is collected later.
        if let (Some(remote), Ok(runtime)) = (
            self.place.remote.take(),
            tokio::runtime::Handle::try_current(),
        ) {
            let key = self.place.key.clone();
            runtime.spawn(async move {
                if let Err(error) = remote.delete(&key).await {
                    tracing::warn!(%error, "staged content could not be removed; it is collected later");
                }
            });
        }
    }
}

/// Writes staged content and hashes it on the way. What is dropped before its end leaves nothing.
pub struct StagingWriter {
    file: File,
    hash: Sha256,
    size: u64,
    owner: Owner,
}

impl StagingWriter {
    /// Bytes written so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The content is complete.
    pub fn finish(self) -> StagedFile {
        StagedFile(Arc::new(Staged {
            sha256: self.hash.finalize().into(),
            size: self.size,
            owner: self.owner,
        }))
    }
}

impl Write for StagingWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or(bytes));
        self.size += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Content that comes in piece by piece: some kilobytes are held, the rest is on the disk.
pub struct Incoming {
    writer: StagingWriter,
    held: BytesMut,
    size: u64,
}

impl Incoming {
    pub(super) fn new(writer: StagingWriter) -> Self {
        Self {
            writer,
            held: BytesMut::with_capacity(HELD),
            size: 0,
        }
    }

    /// Bytes that came in so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Take the next piece.
    pub async fn take(mut self, piece: &[u8]) -> Result<Self> {
        self.size += piece.len() as u64;
        self.held.extend_from_slice(piece);
        if self.held.len() < HELD {
            return Ok(self);
        }
        blocking(move || self.write_held()).await
    }

    /// The content is complete.
    pub async fn finish(self) -> Result<StagedFile> {
        let written = blocking(move || self.write_held()).await?;
        Ok(written.writer.finish())
    }

    fn write_held(mut self) -> Result<Self> {
        self.writer.write_all(&self.held).map_err(failed)?;
        self.held.clear();
        Ok(self)
    }
}

struct Staged {
    sha256: [u8; 32],
    size: u64,
    owner: Owner,
}

/// Staged content, complete and hashed. It is gone when the last copy of this is dropped, unless it got its address.
#[derive(Clone)]
pub struct StagedFile(Arc<Staged>);

impl std::fmt::Debug for StagedFile {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "StagedFile({} bytes)", self.0.size)
    }
}

impl StagedFile {
    /// SHA-256 of the content.
    pub fn sha256(&self) -> [u8; 32] {
        self.0.sha256
    }

    /// Bytes.
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// The content from its beginning; for a thread that may block.
    #[expect(
        clippy::disallowed_methods,
        reason = "this module is the one home of files beside the database"
    )]
    pub fn open(&self) -> Result<File> {
        File::open(&self.0.owner.place.path).map_err(failed)
    }

    /// The whole content in memory.
    pub async fn read(&self) -> Result<Bytes> {
        let staged = self.clone();
        blocking(move || {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut staged.open()?, &mut bytes).map_err(failed)?;
            Ok(Bytes::from(bytes))
        })
        .await
    }

    pub(super) fn sync(&self) -> Result<()> {
        self.open()?.sync_all().map_err(failed)
    }

    pub(super) fn key(&self) -> Key {
        self.0.owner.place.key.clone()
    }

    pub(super) fn is_moved(&self) {
        self.0.owner.moved.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_on_its_way(&self) {
        self.0.owner.sent.store(true, Ordering::Relaxed);
    }
}

pub(super) fn failed(source: std::io::Error) -> StoreError {
    StoreError::Files(object_store::Error::Generic {
        store: "local folder",
        source: Box::new(source),
    })
}
