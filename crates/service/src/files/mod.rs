//! Files that people hand in: known by what they are, cleaned, looked at by the scanner, and kept when their form succeeds.
//!
//! Content is never held in memory as a whole: it is staged on the disk, read from there in pieces, and gets its address in the
//! transaction of the form.

pub mod care;
mod jpeg;
mod name;
mod office;
mod pdf;
mod png;
mod scan;

use std::io::{BufReader, BufWriter, Read as _, Write as _};

use bytes::Bytes;
use dinh_store::WriteTx;
use dinh_store::file_care;
use dinh_store::files::{FileStore, StagedFile};
use serde_json::json;
use uuid::Uuid;

pub use scan::{Scanner, Verdict, WhenDown};

use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// No file may be larger: 25 MB.
pub const FILE_LIMIT: usize = 25 * 1024 * 1024;
/// No picture may have more pixels: opening it would take a gigabyte of a reader's phone.
const MOST_PIXELS: u64 = 100_000_000;

/// The content of an upload.
#[derive(Clone, Debug)]
pub enum Arrived {
    /// Made by this process.
    Made(Bytes),
    /// Came over the network.
    Staged(StagedFile),
}

/// A file as it came.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name that the browser gave.
    pub name: String,
    /// Its content.
    pub content: Arrived,
    /// Keep the position in a photo: it is the proof of a posting.
    pub keep_position: bool,
}

/// A file that passed.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// Cleaned name.
    pub name: String,
    /// Media type found by content.
    pub media_type: String,
    /// Bytes to keep.
    pub size: u64,
    /// Their digest.
    pub sha256: [u8; 32],
    /// Where they wait.
    pub staged: StagedFile,
    /// The scanner did not answer, so that nobody has looked for viruses yet.
    pub unscanned: bool,
}

impl CheckedFile {
    /// Digest as 64 hex signs.
    pub fn digest(&self) -> String {
        dinh_register::hex(&self.sha256)
    }
}

/// What is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdf,
    Docx,
    Xlsx,
    Jpeg,
    Png,
}

impl Kind {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

/// Why a content is not accepted.
#[derive(Debug)]
enum Fault {
    /// Of another kind.
    Unknown,
    /// Its end is missing, or what stands inside does not fit together.
    Damaged,
    /// Far larger when it is opened.
    Bomb,
    /// Holds something that runs.
    Runs,
    /// A picture of too many pixels.
    Pixels,
    /// A fault of the machine.
    Machine(String),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => Self::Damaged,
            _ => Self::Machine(error.to_string()),
        }
    }
}

impl From<dinh_store::StoreError> for Fault {
    fn from(error: dinh_store::StoreError) -> Self {
        Self::Machine(error.to_string())
    }
}

impl Fault {
    fn told(&self, field: &str, name: &str) -> Error {
        let message = match self {
            Self::Machine(error) => return Error::Internal(error.clone()),
            Self::Unknown => format!(
                "Tệp “{name}” không phải PDF, DOCX, XLSX, JPG hoặc PNG (xét theo nội dung tệp); hãy xuất văn bản ra PDF rồi tải lại."
            ),
            Self::Damaged => format!(
                "Tệp “{name}” bị hỏng hoặc thiếu phần cuối nên không đọc được; hãy mở tệp trên máy để kiểm tra, lưu lại hoặc chụp lại rồi tải lên."
            ),
            Self::Bomb => format!(
                "Tệp “{name}” nén bất thường: mở ra lớn hơn mức cho phép nên không nhận; hãy lưu lại tệp, hoặc xuất ra PDF rồi tải lên."
            ),
            Self::Runs => format!(
                "Tệp “{name}” có macro hoặc thành phần tự chạy nên không nhận; hãy lưu lại dạng không có macro (.docx, .xlsx), hoặc xuất ra PDF rồi tải lên."
            ),
            Self::Pixels => format!(
                "Ảnh “{name}” có quá nhiều điểm ảnh (hơn 100 triệu); hãy giảm kích thước ảnh rồi tải lên."
            ),
        };
        Error::field(field, message)
    }
}

/// Why a file of too many bytes is refused.
pub fn too_large(field: &str, name: &str) -> Error {
    let name = name::clean(name);
    Error::field(
        field,
        format!("Tệp “{name}” lớn hơn 25 MB; hãy nén ảnh hoặc tách tệp rồi tải lại."),
    )
}

/// Accept PDF, DOCX, XLSX, JPG, PNG up to 25 MB, by what the bytes are and no scanner objects to.
pub async fn check_upload(ctx: &Context<'_>, field: &str, upload: Upload) -> Result<CheckedFile> {
    let name = name::clean(&upload.name);
    let files = &ctx.platform.files;
    let staged = match upload.content {
        Arrived::Staged(staged) => staged,
        Arrived::Made(bytes) => {
            let incoming = files.stage(ctx.new_id()).await?;
            incoming.take(&bytes).await?.finish().await?
        }
    };
    if staged.size() == 0 {
        return Err(Error::field(
            field,
            format!("Tệp “{name}” rỗng; hãy chọn lại tệp."),
        ));
    }
    if staged.size() > FILE_LIMIT as u64 {
        return Err(too_large(field, &name));
    }
    let (store, id, keeps) = (files.clone(), ctx.new_id(), upload.keep_position);
    let examined = tokio::task::spawn_blocking(move || examine(&store, id, &staged, keeps)).await;
    let examined = examined.map_err(|error| Error::Internal(error.to_string()))?;
    let (kind, staged) = examined.map_err(|fault| fault.told(field, &name))?;
    let unscanned = look(ctx, field, &name, &staged).await?;
    files.prepare(&staged).await?;
    Ok(CheckedFile {
        name: name::with_extension(&name, kind.extension()),
        media_type: kind.media_type().to_owned(),
        size: staged.size(),
        sha256: staged.sha256(),
        staged,
        unscanned,
    })
}

/// What it is, and the content to keep. Blocks.
fn examine(
    files: &FileStore,
    id: Uuid,
    staged: &StagedFile,
    keeps: bool,
) -> std::result::Result<(Kind, StagedFile), Fault> {
    let mut head = Vec::with_capacity(8);
    staged.open()?.take(8).read_to_end(&mut head)?;
    if head.starts_with(b"%PDF-") {
        pdf::examine(&mut staged.open()?)?;
        return Ok((Kind::Pdf, staged.clone()));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok((office::examine(staged.open()?)?, staged.clone()));
    }
    let clean = if head.starts_with(&jpeg::SIGNATURE) {
        jpeg::clean
    } else if head.starts_with(&png::SIGNATURE) {
        png::clean
    } else {
        return Err(Fault::Unknown);
    };
    let kind = if head.starts_with(&png::SIGNATURE) {
        Kind::Png
    } else {
        Kind::Jpeg
    };
    let mut from = BufReader::with_capacity(64 * 1024, staged.open()?);
    let mut to = BufWriter::with_capacity(64 * 1024, files.stage_blocking(id)?);
    let (width, height) = clean(&mut from, &mut to)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::Pixels);
    }
    to.flush()?;
    let cleaned = to
        .into_inner()
        .map_err(|error| Fault::from(error.into_error()))?;
    let kept = if keeps {
        staged.clone()
    } else {
        cleaned.finish()
    };
    Ok((kind, kept))
}

/// Let the scanner look. True when it did not answer and the settings say to go on without it.
async fn look(ctx: &Context<'_>, field: &str, name: &str, staged: &StagedFile) -> Result<bool> {
    let Some(scanner) = &ctx.platform.scanner else {
        return Ok(false);
    };
    match scanner.scan_staged(staged).await {
        Verdict::Clean => Ok(false),
        Verdict::Infected(virus) => {
            let detail = json!({
                "virus": virus,
                "size": staged.size(),
                "sha256": dinh_register::hex(&staged.sha256()),
            });
            let mut tx = ctx.platform.store.write().await?;
            audit::record(
                ctx,
                &mut tx,
                "refuse_infected",
                ctx.new_id(),
                ctx.unit(),
                detail,
            )
            .await?;
            tx.commit().await?;
            Err(Error::field(
                field,
                format!(
                    "Tệp “{name}” có mã độc ({virus}) nên không nhận. Hãy quét virus máy đã tạo tệp này, tạo lại tệp sạch rồi tải lên."
                ),
            ))
        }
        Verdict::NoAnswer(reason) => {
            tracing::error!(reason, "the virus scanner does not answer");
            if scanner.when_down == WhenDown::Accept {
                return Ok(true);
            }
            Err(Error::field(
                field,
                format!(
                    "Lúc này không quét virus được nên chưa nhận tệp “{name}”. Hãy giữ lại tệp và gửi lại sau ít phút; nếu vẫn vậy, báo người quản trị hệ thống."
                ),
            ))
        }
    }
}

/// Give a checked file its address, in the transaction that names it.
pub async fn keep(ctx: &Context<'_>, tx: &mut WriteTx, checked: &CheckedFile) -> Result<()> {
    ctx.platform.files.keep_staged(&checked.staged).await?;
    if checked.unscanned {
        file_care::mark_unscanned(tx, &checked.sha256, ctx.now()).await?;
    }
    Ok(())
}
