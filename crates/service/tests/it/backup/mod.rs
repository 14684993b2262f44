//! A backup is one moment of a city that goes on, and what comes back from it is the same to the last byte.

mod faults;
mod load;
mod s3;

use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};

use dinh_domain::disclosure::Publication;
use dinh_service::backup::{
    BackupKey, Recipients, Restored, Source, Target, Written, new_key, read, restore, write,
};
use dinh_service::clock::Clock as _;
use dinh_service::disclosure::{self, DraftForm};
use dinh_store::Database;
use dinh_store::files::FileStore;
use tempfile::TempDir;

use crate::stage::{Stage, pdf, postgres_schema, words};

/// A file in memory that is looked at when it is whole.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Vec<u8>>>);

/// The digests of all files that rows name.
async fn named_files(store: &Database) -> Vec<[u8; 32]> {
    let schema = dinh_store::schema::applied(store).await.expect("a schema");
    let known = dinh_store::archive::tables(&schema).expect("tables");
    let mut tx = store.read().await.expect("a snapshot");
    let digests = dinh_store::archive::file_digests(&mut tx, &known).await;
    digests.expect("digests")
}

impl Shelf {
    fn bytes(&self) -> Vec<u8> {
        self.0.lock().expect("free").clone()
    }
}

impl Write for Shelf {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("free").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The two halves of a new key.
fn keys() -> (BackupKey, Recipients) {
    let (text, public) = new_key();
    let key = BackupKey::parse(&text).expect("a key");
    (key, Recipients::parse(&public).expect("its public half"))
}

fn source(stage: &Stage) -> Source<'_> {
    Source {
        store: &stage.platform.store,
        files: Some(&stage.platform.files),
        version: "0.1.0",
        at: stage.clock.now(),
    }
}

/// Publish an act that has a file of its own.
async fn publish(stage: &Stage, number: u32) -> Publication {
    let title = format!("Dự toán số {number}");
    let duty = stage.open("11.7:results", &title).await;
    let clerk = stage.clerk();
    let draft = disclosure::start_draft(&clerk, duty.id)
        .await
        .expect("a draft");
    let text = format!("nội dung {number}");
    disclosure::attach(&clerk, draft.id, pdf(&format!("{number}.pdf"), &text))
        .await
        .expect("a file");
    let form = DraftForm {
        draft: words(&title, &format!("{number}/QĐ-UBND")),
        version: draft.version,
    };
    disclosure::submit(&clerk, draft.id, form)
        .await
        .expect("submitted");
    disclosure::approve(&stage.chairman(), draft.id, draft.version + 2)
        .await
        .expect("approved");
    stage.publication(draft.id).await.publication
}

/// An empty place of an engine.
struct Empty {
    store: Database,
    files: FileStore,
    _folder: TempDir,
}

impl Empty {
    async fn at(address: &str, folder: TempDir) -> Self {
        Self {
            store: Database::open(address).await.expect("a database"),
            files: FileStore::in_folder(&folder.path().join("files")).expect("files"),
            _folder: folder,
        }
    }

    async fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        let address = format!("sqlite://{}/dinh.sqlite", folder.path().display());
        Self::at(&address, folder).await
    }

    /// One of each engine that can be reached.
    async fn each() -> Vec<Self> {
        let mut made = vec![Self::sqlite().await];
        if let Some(address) = postgres_schema().await {
            made.push(Self::at(&address, TempDir::new().expect("a folder")).await);
        }
        made
    }

    async fn restore(
        &self,
        bytes: Vec<u8>,
        key: Option<BackupKey>,
    ) -> dinh_service::Result<Restored> {
        let target = Target {
            store: &self.store,
            files: &self.files,
        };
        let (pieces, reading) = read(Cursor::new(bytes), key);
        let restored = restore(pieces, &target, None).await;
        reading.await.expect("joined")?;
        restored
    }
}

async fn backed_up(stage: &Stage, recipients: &Recipients) -> (Vec<u8>, Written) {
    let shelf = Shelf::default();
    let written = write(&source(stage), shelf.clone(), recipients)
        .await
        .expect("written");
    (shelf.bytes(), written)
}
