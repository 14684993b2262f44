//! The archive as a stream of pieces, each small enough to be held: tar inside age. Reading and writing block, so they have a
//! thread of their own; the store is asked on the other side of a short queue.

use std::io::{Read, Write};

use age::stream::StreamWriter;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinHandle;

use super::key::{BackupKey, Recipients};
use crate::error::{Error, Result};

/// Pieces on the way at one time.
pub const QUEUE: usize = 4;
/// Rows are cut into pieces of about this size; a file is one piece.
pub const ROWS: usize = 512 * 1024;
/// A piece above this was not written by us: the largest upload is far below.
const LARGEST: u64 = 512 * 1024 * 1024;
const AGE: &[u8] = b"age-encryption.org/v1";

/// One part of the archive.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Path inside the archive.
    pub name: String,
    /// Content.
    pub bytes: Bytes,
}

/// The end of writing: bytes of the file and their digest.
pub type Ended = JoinHandle<Result<(u64, [u8; 32])>>;

/// Write what is sent, until nobody sends any more.
pub fn writing(
    out: impl Write + Send + 'static,
    recipients: &Recipients,
    second: u64,
) -> (Sender<Piece>, Ended) {
    let (sender, receiver) = channel(QUEUE);
    let recipients = recipients.clone();
    let work =
        move || write_all(out, &recipients, second, receiver).map_err(|error| cannot_write(&error));
    (sender, tokio::task::spawn_blocking(work))
}

fn write_all(
    out: impl Write,
    recipients: &Recipients,
    second: u64,
    mut pieces: Receiver<Piece>,
) -> std::io::Result<(u64, [u8; 32])> {
    let counted = Counted {
        out,
        bytes: 0,
        digest: Sha256::new(),
    };
    let mut tar = tar::Builder::new(Sealed::new(counted, recipients)?);
    while let Some(piece) = pieces.blocking_recv() {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(piece.bytes.len()).unwrap_or(u64::MAX));
        header.set_mode(0o600);
        header.set_mtime(second);
        tar.append_data(&mut header, &piece.name, piece.bytes.as_ref())?;
    }
    let mut counted = tar.into_inner()?.finish()?;
    counted.out.flush()?;
    Ok((counted.bytes, counted.digest.finalize().into()))
}

/// What goes into the file, encrypted or not.
enum Sealed<W: Write> {
    Open(W),
    Age(StreamWriter<W>),
}

impl<W: Write> Sealed<W> {
    fn new(out: W, recipients: &Recipients) -> std::io::Result<Self> {
        if recipients.is_empty() {
            return Ok(Self::Open(out));
        }
        let keys = recipients
            .keys()
            .iter()
            .map(|key| key as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(keys).map_err(std::io::Error::other)?;
        Ok(Self::Age(encryptor.wrap_output(out)?))
    }

    fn finish(self) -> std::io::Result<W> {
        match self {
            Self::Open(out) => Ok(out),
            Self::Age(stream) => stream.finish(),
        }
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Open(out) => out.write(bytes),
            Self::Age(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Open(out) => out.flush(),
            Self::Age(stream) => stream.flush(),
        }
    }
}

struct Counted<W> {
    out: W,
    bytes: u64,
    digest: Sha256,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or(bytes));
        self.bytes += u64::try_from(written).unwrap_or(0);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// The pieces of an archive, in their order; the handle tells whether it ended as it must.
pub fn read(
    input: impl Read + Send + 'static,
    key: Option<BackupKey>,
) -> (Receiver<Piece>, JoinHandle<Result<()>>) {
    let (sender, receiver) = channel(QUEUE);
    let work = move || {
        let opened = open(input, key.as_ref())?;
        read_all(opened, &sender)
    };
    (receiver, tokio::task::spawn_blocking(work))
}

fn open<'input>(
    mut input: impl Read + 'input,
    key: Option<&BackupKey>,
) -> Result<Box<dyn Read + 'input>> {
    let mut first = Vec::new();
    let marked = u64::try_from(AGE.len()).unwrap_or(0);
    input
        .by_ref()
        .take(marked)
        .read_to_end(&mut first)
        .map_err(|error| cannot_read(&error))?;
    let sealed = first == AGE;
    let whole = std::io::Cursor::new(first).chain(input);
    if !sealed {
        return Ok(Box::new(whole));
    }
    let key = key.ok_or_else(|| {
        Error::Conflict("Bản sao lưu đã mã hóa. Hãy chỉ tệp khóa bí mật bằng --key.".into())
    })?;
    let decryptor = age::Decryptor::new(whole).map_err(|error| not_opened(&error))?;
    let keys = std::iter::once(key.identity() as &dyn age::Identity);
    let stream = decryptor
        .decrypt(keys)
        .map_err(|error| not_opened(&error))?;
    Ok(Box::new(stream))
}

fn read_all(input: Box<dyn Read + '_>, sender: &Sender<Piece>) -> Result<()> {
    let mut tar = tar::Archive::new(input);
    for entry in tar.entries().map_err(|error| cannot_read(&error))? {
        let mut entry = entry.map_err(|error| cannot_read(&error))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.size() > LARGEST {
            return Err(Error::Conflict(format!(
                "Bản sao lưu hỏng: {name} lớn bất thường."
            )));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(0));
        entry
            .read_to_end(&mut bytes)
            .map_err(|error| cannot_read(&error))?;
        let bytes = Bytes::from(bytes);
        if sender.blocking_send(Piece { name, bytes }).is_err() {
            // Whoever read has seen enough, and says why.
            return Ok(());
        }
    }
    // To the last byte: only there age knows that nothing was cut off.
    std::io::copy(&mut tar.into_inner(), &mut std::io::sink())
        .map_err(|error| cannot_read(&error))?;
    Ok(())
}

fn cannot_write(error: &std::io::Error) -> Error {
    Error::Conflict(format!(
        "Không ghi được bản sao lưu: {error}. Hãy kiểm tra ổ đĩa còn chỗ trống."
    ))
}

fn cannot_read(error: &std::io::Error) -> Error {
    Error::Conflict(format!(
        "Bản sao lưu hỏng hoặc thiếu phần cuối: {error}. Hãy dùng bản khác."
    ))
}

fn not_opened(error: &age::DecryptError) -> Error {
    Error::Conflict(format!("Không mở được bản sao lưu bằng khóa này: {error}."))
}
