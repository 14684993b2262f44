//! Uploads as they come over the network: in pieces, too large, broken off, twenty at once.

use std::fmt::Write as _;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use dinh_service::files::FILE_LIMIT;
use dinh_web::{AppState, Settings};
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::desk::{draft, office};
use crate::office::{BOUNDARY, Office, Officer};

const PIECE: usize = 64 * 1024;
static SPACES: [u8; PIECE] = [b' '; PIECE];

/// The beginning of a form with words and a file.
fn head(officer: &Officer, words: &[(&str, &str)], file: &str) -> String {
    let mut text = String::new();
    for (name, value) in [("_csrf", officer.csrf.as_str())].iter().chain(words) {
        let _ = write!(
            text,
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    text + &format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
    )
}

fn tail(words: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in words {
        let _ = write!(
            text,
            "\r\n--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}"
        );
    }
    text + &format!("\r\n--{BOUNDARY}--\r\n")
}

/// A body that is made while it is read: `size` bytes of a file between two texts.
fn body(before: String, size: usize, after: String, breaks: bool) -> Body {
    let piece = Bytes::from(vec![b' '; PIECE]);
    let count = size / PIECE;
    let rest = piece.slice(..size % PIECE);
    let whole = std::iter::repeat_n(piece, count);
    let pieces = std::iter::once(Bytes::from(before))
        .chain(whole)
        .chain([rest]);
    let end = if breaks {
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    } else {
        Ok(Bytes::from(after))
    };
    Body::from_stream(stream::iter(pieces.map(Ok).chain([end])))
}

/// Files in the staging place.
#[expect(
    clippy::disallowed_methods,
    reason = "the test looks into the folder of its own store"
)]
fn staged(office: &Office) -> usize {
    let folder = office.site.folder.path().join("files/incoming");
    std::fs::read_dir(folder)
        .expect("the staging place")
        .count()
}

/// Files that are kept.
async fn kept(office: &Office) -> usize {
    let mut count = 0;
    for folder in 0..=u8::MAX {
        count += office
            .platform
            .files
            .kept(folder)
            .await
            .expect("listed")
            .len();
    }
    count
}

#[tokio::test]
async fn a_file_that_is_too_large_is_dropped_and_everything_typed_stays() {
    let (office, clerk, _) = office().await;
    let (_, number) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let before = kept(&office).await;
    let form = body(
        head(&clerk, &[("title", "Tên gõ trước tệp")], "lớn.pdf"),
        FILE_LIMIT + 1,
        tail(&[("document_number", "77/QĐ-UBND")]),
        false,
    );
    let answer = clerk
        .post_body(&format!("/lam-viec/ban/{number}"), form)
        .await;
    assert_eq!(answer.status, 413);
    let page = answer.text();
    for shown in ["lớn.pdf", "25 MB", "Tên gõ trước tệp", "77/QĐ-UBND"] {
        assert!(page.contains(shown), "{shown} is missing");
    }
    assert_eq!((staged(&office), kept(&office).await), (0, before));
}

#[tokio::test]
async fn a_form_that_does_not_end_is_cut_off_and_gives_back_what_was_typed() {
    let (office, clerk, _) = office().await;
    let (_, number) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let form = body(
        head(&clerk, &[("title", "Tên gõ trước tệp")], "vô-tận.pdf"),
        130 * 1024 * 1024,
        String::new(),
        false,
    );
    let answer = clerk
        .post_body(&format!("/lam-viec/ban/{number}"), form)
        .await;
    assert_eq!(answer.status, 413);
    let page = answer.text();
    for shown in ["120 MB", "Tên gõ trước tệp"] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
    assert_eq!(staged(&office), 0);
}

#[tokio::test]
async fn a_broken_connection_leaves_nothing() {
    let (office, clerk, _) = office().await;
    let (_, number) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let before = kept(&office).await;
    let words = head(&clerk, &[], "mất-mạng.pdf");
    let form = body(words, 5 * 1024 * 1024, String::new(), true);
    let path = format!("/lam-viec/ban/{number}/tep");
    let answer = clerk.post_body(&path, form).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("bị ngắt giữa chừng"));
    assert_eq!((staged(&office), kept(&office).await), (0, before));
    // Words without end are no way around.
    let many = vec![("a", "b"); 1001];
    let form = head(&clerk, &many, "") + &tail(&[]);
    assert_eq!(clerk.post_body(&path, Body::from(form)).await.status, 413);
    let long = "a".repeat(1024 * 1024 + 1);
    let form = head(&clerk, &[("title", &long)], "") + &tail(&[]);
    assert_eq!(clerk.post_body(&path, Body::from(form)).await.status, 413);
}

/// One file of 25 MB over a connection of its own, written as fast as it is taken; the status of the answer.
async fn send(address: std::net::SocketAddr, path: &str, clerk: &Officer, number: usize) -> String {
    let (first, last): (Vec<u8>, &[u8]) = if number.is_multiple_of(2) {
        (format!("%PDF-1.7\n% {number}\n").into_bytes(), b"%%EOF")
    } else {
        let mut photo =
            b"\xFF\xD8\xFF\xC0\0\x0B\x08\0\x28\0\x1E\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0"
                .to_vec();
        photo.extend(format!("{number}").bytes());
        (photo, b"\xFF\xD9")
    };
    let before = head(clerk, &[], &format!("tep-{number}"));
    let after = tail(&[]);
    let middle = FILE_LIMIT - first.len() - last.len();
    let length = before.len() + FILE_LIMIT + after.len();
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: dinh.example.vn\r\ncookie: {}\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary={BOUNDARY}\r\ncontent-length: {length}\r\n\r\n",
        clerk.cookie
    );
    for part in [request.as_bytes(), before.as_bytes(), &first] {
        stream.write_all(part).await.expect("taken");
    }
    let mut left = middle;
    while left > 0 {
        let piece = SPACES.get(..left.min(PIECE)).expect("a piece");
        stream.write_all(piece).await.expect("taken");
        left -= piece.len();
    }
    for part in [last, after.as_bytes()] {
        stream.write_all(part).await.expect("taken");
    }
    let mut answer = [0; 64];
    let count = stream.read(&mut answer).await.expect("answered");
    String::from_utf8_lossy(answer.get(..count).unwrap_or_default()).into_owned()
}

/// A line of `/proc/self/status`, in bytes.
#[expect(
    clippy::disallowed_methods,
    reason = "the kernel tells the memory of a process by a file"
)]
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the status");
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .expect(name);
    let number = line.split_whitespace().nth(1).expect("a number");
    number.parse::<u64>().expect("a number") * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(
    clippy::disallowed_methods,
    reason = "the kernel is asked to measure the peak anew"
)]
async fn twenty_uploads_of_25_mb_at_once_take_a_fraction_of_their_size() {
    let (office, clerk, _) = office().await;
    let (_, number) = draft(&clerk, "Dự án nâng cấp đường Trần Phú").await;
    let state = AppState::new(std::sync::Arc::clone(&office.platform), Settings::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let serving = tokio::spawn(dinh_web::serve(listener, state, std::future::pending()));
    let path = format!("/lam-viec/ban/{number}/tep");
    let at_first = kept(&office).await;
    // Everything that a first upload brings along is there already.
    let first = send(address, &path, &clerk, 0).await;
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak is forgotten");
    let before = memory("VmRSS:");
    let sending = (1..20).map(|number| send(address, &path, &clerk, number));
    let one_more = send(address, &path, &clerk, 21);
    let (answers, refused) = tokio::join!(futures_util::future::join_all(sending), one_more);
    let peak = memory("VmHWM:").saturating_sub(before);
    for answer in &answers {
        assert!(
            answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.1 422"),
            "{answer}"
        );
    }
    let taken = answers.iter().chain([&refused]);
    let taken = taken
        .filter(|answer| answer.starts_with("HTTP/1.1 200"))
        .count();
    assert_eq!(taken, 19, "a draft has twenty files");
    eprintln!(
        "20 uploads of 25 MB at once: {} KB more than before",
        peak / 1024
    );
    assert!(peak < 100 * 1024 * 1024, "{peak} bytes for twenty uploads");
    assert_eq!(kept(&office).await, at_first + 20);
    serving.abort();
    let _ended = tokio::time::timeout(Duration::from_secs(5), serving).await;
}
