//! "Must be shown": officers publish while the backup runs; what is restored is a prefix of the living register.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use dinh_register::hex;
use dinh_service::backup::{Recipients, write};
use dinh_service::register::sign_newest;
use dinh_store::{Database, register};

use super::{Empty, Shelf, backed_up, keys, publish, source};
use crate::stage::{Stage, stages};

/// Before the backup begins.
const FIRST: u32 = 12;
/// At most so many while it runs.
const MEANWHILE: u32 = 8;

/// A slow disk: each time that it is written to, one more act is published first, as long as there is somebody to publish.
struct Slow {
    shelf: Shelf,
    published: Receiver<()>,
}

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // Nobody publishes any more: then it is as fast as any.
        let _ = self.published.recv();
        self.shelf.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Officers who publish until the backup is done.
async fn officers(stage: &Stage, done: &AtomicBool, published: Sender<()>) -> u32 {
    let mut count = 0;
    while !done.load(Ordering::SeqCst) && count < MEANWHILE {
        publish(stage, FIRST + count).await;
        count += 1;
        if published.send(()).is_err() {
            break;
        }
    }
    count
}

/// Every entry, with what its digests stand for.
async fn entries(store: &Database) -> Vec<(Vec<u8>, Vec<String>)> {
    let mut tx = store.read().await.expect("a snapshot");
    let mut found = Vec::new();
    for position in 0..register::size(&mut tx).await.expect("a size") {
        let row = register::find(&mut tx, position)
            .await
            .expect("read")
            .expect("an entry");
        let contents = register::contents(&mut tx, position)
            .await
            .expect("contents");
        let kept = contents
            .iter()
            .map(|row| format!("{} {:?} {:?}", hex(&row.sha256), row.salt, row.text));
        found.push((row.entry, kept.collect()));
    }
    found
}

async fn under_load(stage: &Stage, recipients: &Recipients) -> (Vec<u8>, u64) {
    for number in 0..FIRST {
        publish(stage, number).await;
    }
    sign_newest(&stage.platform).await.expect("signed");
    let (tell, published) = channel();
    let (shelf, done) = (Shelf::default(), AtomicBool::new(false));
    let slow = Slow {
        shelf: shelf.clone(),
        published,
    };
    let source = source(stage);
    let backup = async {
        let written = write(&source, slow, recipients).await.expect("written");
        done.store(true, Ordering::SeqCst);
        written
    };
    let (written, meanwhile) = tokio::join!(backup, officers(stage, &done, tell));
    assert!(meanwhile > 0, "nobody published while the backup ran");
    (shelf.bytes(), written.head.register.size)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_write_load_comes_back_as_a_prefix_of_the_living_register() {
    for stage in stages().await {
        let (key, recipients) = keys();
        let (archive, size) = under_load(&stage, &recipients).await;
        let living = entries(&stage.platform.store).await;
        let size = usize::try_from(size).expect("small");
        assert!(
            size < living.len(),
            "{size} of {}: nothing was recorded meanwhile",
            living.len()
        );
        let mut digests = Vec::new();
        for place in Empty::each().await {
            let restored = place
                .restore(archive.clone(), Some(key.clone()))
                .await
                .expect("restored");
            let back = entries(&place.store).await;
            assert_eq!(back.len(), size);
            assert_eq!(
                back,
                living[..size],
                "the entries are a prefix, with all that belongs to them"
            );
            let manifest = restored.checked.manifest;
            assert!(
                manifest.files >= u64::from(FIRST),
                "{} files",
                manifest.files
            );
            assert!(restored.checked.signed > 0);
            digests.push(manifest.tables);
        }
        digests.dedup();
        assert_eq!(digests.len(), 1, "one archive, the same on both engines");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_city_is_backed_up_as_the_same_rows_whichever_engine_holds_it() {
    for stage in stages().await {
        publish(&stage, 1).await;
        sign_newest(&stage.platform).await.expect("signed");
        let (key, recipients) = keys();
        let (archive, first) = backed_up(&stage, &recipients).await;
        for place in Empty::each().await {
            place
                .restore(archive.clone(), Some(key.clone()))
                .await
                .expect("restored");
            let source = dinh_service::backup::Source {
                store: &place.store,
                files: Some(&place.files),
                ..source(&stage)
            };
            let again = write(&source, Shelf::default(), &recipients)
                .await
                .expect("written");
            assert_eq!(again.manifest, first.manifest);
            assert_eq!(again.head, first.head);
        }
    }
}
