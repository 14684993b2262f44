//! Files kept outside the database, addressed by their SHA-256. A file is written before the row that names it, so a row never
//! points at nothing. What is uploaded waits in a staging place of its own, under no address, until its form succeeds.

mod s3;
mod staging;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
};
use tokio::sync::Semaphore;
use uuid::Uuid;

pub use s3::S3Place;
pub use staging::{Incoming, StagedFile, StagingWriter};

use crate::error::{Result, StoreError};
use staging::Staging;

/// Part of an upload to another machine that is held in memory, the least that S3 takes.
const PART: usize = 5 * 1024 * 1024;
/// Uploads to another machine at one time; the others wait with their content on the disk.
const TRANSFERS: usize = 4;

/// The store of files. Cheap to clone.
#[derive(Clone)]
pub struct FileStore {
    objects: Arc<dyn ObjectStore>,
    staging: Arc<Staging>,
    /// The staging place and the addresses lie in one folder: a file gets its address by a new name.
    is_here: bool,
    transfers: Arc<Semaphore>,
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Digest, 64 hex signs.
    pub digest: String,
    /// Bytes.
    pub size: u64,
    /// When it was written, in seconds since 1970.
    pub second: i64,
}

/// The content of a kept file, or of a part of it.
pub struct Content {
    /// Bytes of the whole file.
    pub size: u64,
    /// The part that was asked for.
    pub range: Range<u64>,
    /// Its bytes, in pieces of some kilobytes.
    pub stream: BoxStream<'static, Result<Bytes>>,
}

impl FileStore {
    /// Files in a local folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let staging = Staging::open(&folder.join(staging::FOLDER))?;
        let objects = LocalFileSystem::new_with_prefix(folder)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Self::of(Arc::new(objects), staging, true))
    }

    /// Files on a machine that speaks S3; what is being uploaded waits in a local folder, which is made if it is not there.
    pub fn on_s3(place: &S3Place, staging: &Path) -> Result<Self> {
        let staging = Staging::open(staging)?;
        Ok(Self::of(place.connect()?, staging, false))
    }

    fn of(objects: Arc<dyn ObjectStore>, staging: Staging, is_here: bool) -> Self {
        Self {
            objects,
            staging: Arc::new(staging),
            is_here,
            transfers: Arc::new(Semaphore::new(TRANSFERS)),
        }
    }

    /// Whether the files lie in a folder of this machine.
    pub fn is_here(&self) -> bool {
        self.is_here
    }

    /// Write, read and take away a small object, and see that a second writing under one name is refused: the error says which
    /// of them failed. For the start of a process, so that a wrong key is not found by the first who uploads.
    pub async fn probe(&self, id: Uuid) -> std::result::Result<(), String> {
        let key = Key::from(format!("{}/{id}", staging::FOLDER));
        let text = PutPayload::from_static(b"dinh");
        let create = || PutOptions::from(PutMode::Create);
        let said = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
        let put = self.objects.put_opts(&key, text.clone(), create()).await;
        put.map_err(|error| said("không ghi được", &error))?;
        let second = self.objects.put_opts(&key, text, create()).await;
        let read = async { self.objects.get(&key).await?.bytes().await };
        let read = read.await;
        let removed = self.objects.delete(&key).await;
        if !matches!(second, Err(object_store::Error::AlreadyExists { .. })) {
            return Err("nơi chứa không từ chối khi ghi hai lần một tên (If-None-Match)".into());
        }
        match read {
            Ok(bytes) if bytes.as_ref() == b"dinh" => {}
            Ok(_) => return Err("nội dung đọc lại khác nội dung đã ghi".into()),
            Err(error) => return Err(said("không đọc lại được", &error)),
        }
        removed.map_err(|error| said("không xóa được", &error))
    }

    /// A place for content that is coming in. `id` must be one that no other has.
    pub async fn stage(&self, id: Uuid) -> Result<Incoming> {
        let writer = self.writer(id);
        let writer = blocking(move || writer.open()).await?;
        Ok(Incoming::new(writer))
    }

    /// The same for a thread that may block.
    pub fn stage_blocking(&self, id: Uuid) -> Result<StagingWriter> {
        self.writer(id).open()
    }

    fn writer(&self, id: Uuid) -> staging::Place {
        let remote = (!self.is_here).then(|| Arc::clone(&self.objects));
        self.staging.place(id, remote)
    }

    /// Bring staged content near to its address: safely onto the disk, or to the other machine. Outside every transaction.
    pub async fn prepare(&self, staged: &StagedFile) -> Result<()> {
        if self.is_here {
            let staged = staged.clone();
            return blocking(move || staged.sync()).await;
        }
        let _turn = self
            .transfers
            .acquire()
            .await
            .map_err(|_| StoreError::Busy)?;
        let key = staged.key();
        staged.is_on_its_way();
        if staged.size() <= PART as u64 {
            let bytes = staged.read().await?;
            self.objects.put(&key, PutPayload::from(bytes)).await?;
            return Ok(());
        }
        let mut upload = self.objects.put_multipart(&key).await?;
        match send_parts(&mut *upload, staged).await {
            Ok(()) => Ok(()),
            Err(error) => {
                // The reason is told; parts that stay behind are the other machine's to forget.
                drop(upload.abort().await);
                Err(error)
            }
        }
    }

    /// Give prepared content its address, before the transaction that names it commits and while it holds the writer's seat:
    /// whoever collects what nothing names holds the seat too. Moves no content through this process.
    pub async fn keep_staged(&self, staged: &StagedFile) -> Result<()> {
        let digest = dinh_register::hex(&staged.sha256());
        let to = key(&digest);
        if self.is_here {
            let from = staged.key();
            self.objects.rename(&from, &to).await?;
            staged.is_moved();
            return Ok(());
        }
        match self.objects.head(&to).await {
            Ok(meta) if meta.size == staged.size() => Ok(()),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {
                Ok(self.objects.copy(&staged.key(), &to).await?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Keep bytes under their digest (64 hex signs). Keeping twice is keeping once; what was damaged is whole again.
    pub async fn keep(&self, digest: &str, bytes: Bytes) -> Result<()> {
        let key = key(digest);
        let size = bytes.len() as u64;
        let payload = PutPayload::from(bytes);
        let create = PutOptions::from(PutMode::Create);
        match self.objects.put_opts(&key, payload.clone(), create).await {
            Ok(_) => return Ok(()),
            Err(object_store::Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let known = self.objects.get(&key).await?.bytes().await?;
        let is_same = known.len() as u64 == size && payload.as_ref().concat() == known;
        if !is_same {
            self.objects.put(&key, payload).await?;
        }
        Ok(())
    }

    /// The bytes with this digest.
    pub async fn get(&self, digest: &str) -> Result<Bytes> {
        Ok(self.objects.get(&key(digest)).await?.bytes().await?)
    }

    /// The bytes with this digest, if they are there.
    pub async fn find(&self, digest: &str) -> Result<Option<Bytes>> {
        match self.objects.get(&key(digest)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The content with this digest in pieces, whole or in part, if it is there. A range that ends behind the end is cut.
    pub async fn open(&self, digest: &str, range: Option<Range<u64>>) -> Result<Option<Content>> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        match self.objects.get_opts(&key(digest), options).await {
            Ok(found) => Ok(Some(Content {
                size: found.meta.size,
                range: found.range.clone(),
                stream: found.into_stream().map_err(StoreError::from).boxed(),
            })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// How many bytes the file with this digest has, if it is there.
    pub async fn size(&self, digest: &str) -> Result<Option<u64>> {
        match self.objects.head(&key(digest)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there are bytes with this digest.
    pub async fn has(&self, digest: &str) -> Result<bool> {
        Ok(self.size(digest).await?.is_some())
    }

    /// The kept files whose digest begins with these two hex signs.
    pub async fn kept(&self, head: u8) -> Result<Vec<Kept>> {
        let folder = Key::from(format!("{head:02x}"));
        let mut list = self.objects.list(Some(&folder));
        let mut found = Vec::new();
        while let Some(meta) = list.try_next().await? {
            let name = meta.location.filename().unwrap_or_default();
            // What is not named like a digest was not put there by us.
            if name.len() == 64 && name.bytes().all(|sign| sign.is_ascii_hexdigit()) {
                found.push(Kept {
                    digest: name.to_owned(),
                    size: meta.size,
                    second: meta.last_modified.timestamp(),
                });
            }
        }
        Ok(found)
    }

    /// Take away what was staged before this second and forgotten, by a process that was killed; gives how much went.
    pub async fn sweep_staging(&self, before: i64) -> Result<usize> {
        let mut gone = self.staging.sweep(before).await?;
        if !self.is_here {
            let folder = Key::from(staging::FOLDER);
            gone += staging::sweep(&*self.objects, Some(&folder), before).await?;
        }
        Ok(gone)
    }

    /// Erase the bytes with this digest; nothing happens when they are gone.
    pub async fn erase(&self, digest: &str) -> Result<()> {
        match self.objects.delete(&key(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

async fn send_parts(
    upload: &mut dyn object_store::MultipartUpload,
    staged: &StagedFile,
) -> Result<()> {
    let opened = staged.clone();
    let mut file = blocking(move || opened.open()).await?;
    loop {
        let (part, back) = blocking(move || {
            let mut part = Vec::with_capacity(PART);
            let mut some = std::io::Read::take(&mut file, PART as u64);
            std::io::Read::read_to_end(&mut some, &mut part).map_err(staging::failed)?;
            Ok((part, file))
        })
        .await?;
        file = back;
        if part.is_empty() {
            break;
        }
        upload.put_part(PutPayload::from(part)).await?;
    }
    upload.complete().await?;
    Ok(())
}

/// Do what blocks on a thread that may.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| StoreError::Damaged(error.to_string()))?
}

fn key(digest: &str) -> Key {
    let head: String = digest.chars().take(2).collect();
    Key::from(format!("{head}/{digest}"))
}
