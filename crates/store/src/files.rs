//! Files kept outside the database, addressed by their SHA-256. A file is written
//! before the row that names it, so a row never points at nothing.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use crate::error::{Result, StoreError};

/// The store of files.
#[derive(Clone)]
pub struct FileStore(Arc<dyn ObjectStore>);

impl FileStore {
    /// Files in a local folder, which is made if it is not there.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        make_folder(folder)?;
        Ok(Self(Arc::new(
            LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true),
        )))
    }

    /// Keep bytes under their digest (64 hex signs). Keeping twice is keeping once.
    pub async fn keep(&self, digest: &str, bytes: Bytes) -> Result<()> {
        self.0.put(&key(digest), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The bytes with this digest.
    pub async fn get(&self, digest: &str) -> Result<Bytes> {
        Ok(self.0.get(&key(digest)).await?.bytes().await?)
    }

    /// The bytes with this digest, if they are there.
    pub async fn find(&self, digest: &str) -> Result<Option<Bytes>> {
        match self.0.get(&key(digest)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether there are bytes with this digest.
    pub async fn has(&self, digest: &str) -> Result<bool> {
        match self.0.head(&key(digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Erase the bytes with this digest; nothing happens when they are gone.
    pub async fn erase(&self, digest: &str) -> Result<()> {
        match self.0.delete(&key(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn key(digest: &str) -> Key {
    let head: String = digest.chars().take(2).collect();
    Key::from(format!("{head}/{digest}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "this module is the one home of files beside the database"
)]
fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|source| {
        StoreError::Files(object_store::Error::Generic {
            store: "local folder",
            source: Box::new(source),
        })
    })
}
