//! The same rules for both places of files: a folder, and a real server that speaks S3.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use dinh_service::random::{Random as _, SystemRandom};
use dinh_store::files::{FileStore, S3Place, StagedFile};
use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use uuid::Uuid;

/// A server that speaks S3, gone when the test ends.
pub struct S3Server {
    child: Child,
    pub address: String,
    folder: TempDir,
}

impl S3Server {
    /// Start one on a free port of this machine, with a bucket.
    #[expect(
        clippy::disallowed_methods,
        reason = "the test runner tells the tests by a variable where the server program is"
    )]
    pub fn start() -> Self {
        let program = std::env::var("DINH_TEST_S3").unwrap_or_else(|_| "moto_server".into());
        let mut child = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", "0"])
            .env("PYTHONUNBUFFERED", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program}: {error}. Run `cargo xtask test`, or: pip install 'moto[s3]' flask flask-cors, and say in DINH_TEST_S3 where moto_server is.")
            });
        let mut told = BufReader::new(child.stderr.take().expect("its words"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            let count = told.read_line(&mut line).expect("a line");
            assert!(count > 0, "the server ended");
            if let Some((_, address)) = line.split_once("Running on http://") {
                break address.trim().to_owned();
            }
        };
        // It goes on talking, and must not be stopped by a full pipe.
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        let server = Self {
            child,
            address,
            folder: TempDir::new().expect("a folder"),
        };
        server.make_bucket();
        server
    }

    fn make_bucket(&self) {
        let mut stream = TcpStream::connect(&self.address).expect("connected");
        let request =
            "PUT /dinh HTTP/1.1\r\nHost: s3\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    pub fn place(&self, bucket: &str) -> S3Place {
        let address = format!("s3+http://{}/{bucket}", self.address);
        S3Place::parse(&address, "test-key\ntest-secret\n").expect("a place")
    }

    pub fn store(&self) -> FileStore {
        let staging = self.folder.path().join("incoming");
        FileStore::on_s3(&self.place("dinh"), &staging).expect("a store")
    }

    pub fn stop(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Do the same over both places.
async fn over_both(test: impl AsyncFn(&FileStore)) {
    let folder = TempDir::new().expect("a folder");
    test(&FileStore::in_folder(folder.path()).expect("a store")).await;
    let server = S3Server::start();
    test(&server.store()).await;
}

fn id() -> Uuid {
    SystemRandom.id(Timestamp::UNIX_EPOCH)
}

fn hex(digest: &[u8]) -> String {
    dinh_register::hex(digest)
}

/// Content in which every part is different.
fn content(size: usize) -> Bytes {
    let lines = (0_u32..).flat_map(u32::to_be_bytes);
    lines.take(size).collect()
}

async fn staged(files: &FileStore, bytes: &[u8]) -> StagedFile {
    let mut incoming = files.stage(id()).await.expect("a place");
    for piece in bytes.chunks(100_000) {
        incoming = incoming.take(piece).await.expect("taken");
    }
    incoming.finish().await.expect("complete")
}

async fn read(files: &FileStore, digest: &str, range: Option<std::ops::Range<u64>>) -> Vec<u8> {
    let content = files.open(digest, range).await.expect("read");
    let pieces: Vec<Bytes> = content
        .expect("it is there")
        .stream
        .try_collect()
        .await
        .expect("to its end");
    pieces.concat()
}

#[tokio::test]
async fn what_is_kept_comes_back_whole_and_in_part_until_it_is_erased() {
    over_both(async |files| {
        let bytes = content(300_000);
        let digest = hex(&Sha256::digest(&bytes));
        assert!(!files.has(&digest).await.expect("asked"));
        assert_eq!(files.find(&digest).await.expect("asked"), None);
        assert!(files.open(&digest, None).await.expect("asked").is_none());
        for _ in 0..2 {
            files.keep(&digest, bytes.clone()).await.expect("kept");
        }
        assert_eq!(files.size(&digest).await.expect("asked"), Some(300_000));
        assert_eq!(files.get(&digest).await.expect("read"), bytes);
        assert_eq!(read(files, &digest, None).await, bytes);
        assert_eq!(read(files, &digest, Some(5..9)).await, bytes[5..9]);
        assert_eq!(
            read(files, &digest, Some(299_999..300_000)).await,
            bytes[299_999..]
        );
        let part = files.open(&digest, Some(10..400_000)).await.expect("read");
        let part = part.expect("it is there");
        assert_eq!((part.range, part.size), (10..300_000, 300_000));
        let first = digest.get(..2).expect("a digest");
        let head = u8::from_str_radix(first, 16).expect("a byte");
        let kept = files.kept(head).await.expect("listed");
        assert_eq!(kept.len(), 1);
        assert_eq!((&kept[0].digest, kept[0].size), (&digest, 300_000));
        for _ in 0..2 {
            files.erase(&digest).await.expect("erased");
        }
        assert!(files.kept(head).await.expect("listed").is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_damaged_is_whole_again_when_it_is_kept_again() {
    over_both(async |files| {
        let bytes = content(1000);
        let digest = hex(&Sha256::digest(&bytes));
        files.keep(&digest, content(999)).await.expect("kept");
        files.keep(&digest, bytes.clone()).await.expect("kept");
        assert_eq!(files.get(&digest).await.expect("read"), bytes);
    })
    .await;
}

#[tokio::test]
async fn an_upload_gets_its_address_at_the_end_and_leaves_nothing_when_it_is_given_up() {
    over_both(async |files| {
        // One part, and several.
        for size in [1, 100_000, 25 * 1024 * 1024] {
            let bytes = content(size);
            let digest = hex(&Sha256::digest(&bytes));
            let file = staged(files, &bytes).await;
            assert_eq!(hex(&file.sha256()), digest);
            files.prepare(&file).await.expect("prepared");
            assert!(!files.has(&digest).await.expect("asked"), "no address yet");
            drop(file);
            let file = staged(files, &bytes).await;
            files.prepare(&file).await.expect("prepared");
            files.keep_staged(&file).await.expect("kept");
            drop(file);
            assert_eq!(files.get(&digest).await.expect("read"), bytes);
            // The same content once more.
            let file = staged(files, &bytes).await;
            files.prepare(&file).await.expect("prepared");
            files.keep_staged(&file).await.expect("kept");
            drop(file);
            assert_eq!(files.get(&digest).await.expect("read"), bytes);
        }
        // What a dropped upload sent to another machine is taken away beside the work: there may be something left to collect.
        files.sweep_staging(i64::MAX).await.expect("swept");
        assert_eq!(files.sweep_staging(i64::MAX).await.expect("swept"), 0);
        let forgotten = staged(files, b"forgotten").await;
        files.prepare(&forgotten).await.expect("prepared");
        assert_eq!(
            files.sweep_staging(0).await.expect("swept"),
            0,
            "it is young"
        );
        assert!(files.sweep_staging(i64::MAX).await.expect("swept") >= 1);
    })
    .await;
}

#[tokio::test]
async fn a_place_that_does_not_work_is_told_at_the_start() {
    over_both(async |files| assert_eq!(files.probe(id()).await, Ok(()))).await;
    let mut server = S3Server::start();
    let folder = TempDir::new().expect("a folder");
    let other = FileStore::on_s3(&server.place("khac"), folder.path()).expect("a store");
    let reason = other.probe(id()).await.expect_err("no such bucket");
    assert!(reason.starts_with("không ghi được"), "{reason}");
    let files = server.store();
    server.stop();
    let reason = files.probe(id()).await.expect_err("nobody there");
    assert!(reason.starts_with("không ghi được"), "{reason}");
}
