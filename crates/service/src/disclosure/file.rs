//! Files: checked by content, photos lose their position, kept by digest before the
//! row that names them.

use bytes::Bytes;
use dinh_domain::access::Action;
use dinh_domain::disclosure::{Publication, PublicationState};
use dinh_domain::ids::{FileId, PublicationId};
use dinh_store::WriteTx;
use dinh_store::disclosure as stored;
use dinh_store::disclosure::files::{self, FileRow};
use sha2::{Digest, Sha256};

use super::draft::record;
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;

/// No file may be larger: 25 MB.
pub const FILE_LIMIT: usize = 25 * 1024 * 1024;
const FILES_LIMIT: usize = 20;

/// A file as it came.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name that the browser gave.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
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
    pub bytes: Bytes,
    /// Their digest.
    pub sha256: [u8; 32],
}

impl CheckedFile {
    /// Digest as 64 hex signs.
    pub fn digest(&self) -> String {
        dinh_register::hex(&self.sha256)
    }
}

const KINDS: &[(&str, &str)] = &[
    ("application/pdf", "pdf"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
];

/// Accept PDF, DOCX, XLSX, JPG, PNG up to 25 MB, by what the bytes are.
pub fn check_upload(field: &str, upload: Upload) -> Result<CheckedFile> {
    let name = file_name(&upload.name);
    if upload.bytes.is_empty() {
        return Err(Error::field(
            field,
            format!("Tệp “{name}” rỗng; hãy chọn lại tệp."),
        ));
    }
    if upload.bytes.len() > FILE_LIMIT {
        return Err(Error::field(
            field,
            format!("Tệp “{name}” lớn hơn 25 MB; hãy nén ảnh hoặc tách tệp rồi tải lại."),
        ));
    }
    let found = infer::get(&upload.bytes).map(|kind| kind.mime_type());
    let Some((media_type, extension)) = KINDS.iter().find(|(media, _)| Some(*media) == found)
    else {
        return Err(Error::field(
            field,
            format!(
                "Tệp “{name}” không phải PDF, DOCX, XLSX, JPG hoặc PNG (xét theo nội dung tệp); hãy xuất văn bản ra PDF rồi tải lại."
            ),
        ));
    };
    let bytes = if upload.keep_position {
        upload.bytes
    } else {
        without_position(media_type, upload.bytes).ok_or_else(|| {
            Error::field(
                field,
                format!("Tệp ảnh “{name}” bị hỏng nên không đọc được; hãy chụp hoặc lưu lại ảnh rồi tải lên."),
            )
        })?
    };
    let sha256 = Sha256::digest(&bytes).into();
    Ok(CheckedFile {
        name: with_extension(&name, extension),
        media_type: (*media_type).to_owned(),
        bytes,
        sha256,
    })
}

fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let clean: String = dinh_domain::folding::clean(last)
        .chars()
        .filter(|sign| !matches!(sign, '"' | '<' | '>' | '|' | '?' | '*' | ':' | '\n'))
        .filter(|sign| !turns_reading_order(*sign))
        .take(120)
        .collect();
    if clean.trim_matches(['.', ' ']).is_empty() {
        "tep".to_owned()
    } else {
        clean
    }
}

/// Signs without a shape that make "gpj.exe" read as "exe.jpg", or hide in a name.
fn turns_reading_order(sign: char) -> bool {
    matches!(sign, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The name ends in what the bytes are, whatever it claimed.
fn with_extension(name: &str, extension: &str) -> String {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let fits = ending == extension || (extension == "jpg" && ending == "jpeg");
    if fits {
        name.to_owned()
    } else {
        format!("{name}.{extension}")
    }
}

/// A photo says where it was taken in EXIF, XMP, IPTC or a comment: all of them go.
/// Nothing when the photo is damaged, because then nobody knows what it still says.
fn without_position(media_type: &str, bytes: Bytes) -> Option<Bytes> {
    match media_type {
        "image/jpeg" => {
            use img_parts::jpeg::{Jpeg, markers};
            let mut image = Jpeg::from_bytes(bytes).ok()?;
            image.segments_mut().retain(|segment| {
                !matches!(
                    segment.marker(),
                    markers::APP1 | markers::APP13 | markers::COM
                )
            });
            Some(image.encoder().bytes())
        }
        "image/png" => {
            let mut image = img_parts::png::Png::from_bytes(bytes).ok()?;
            image
                .chunks_mut()
                .retain(|chunk| !matches!(&chunk.kind(), b"eXIf" | b"iTXt" | b"tEXt" | b"zTXt"));
            Some(image.encoder().bytes())
        }
        _ => Some(bytes),
    }
}

/// Add a file to a draft.
pub async fn attach(ctx: &Context<'_>, id: PublicationId, upload: Upload) -> Result<FileId> {
    let checked = check_upload("file", upload)?;
    {
        let mut tx = ctx.read().await?;
        let found = stored::get(&mut tx, id).await?.publication;
        authorise(ctx, &mut tx, Action::DraftPublication, found.unit).await?;
    }
    ctx.platform
        .files
        .keep(&checked.digest(), checked.bytes.clone())
        .await?;
    let mut tx = ctx.write().await?;
    let file = attach_in(ctx, &mut tx, id, checked).await?;
    tx.commit().await?;
    Ok(file)
}

/// The same inside a transaction of the caller; the bytes are kept already.
pub async fn attach_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    checked: CheckedFile,
) -> Result<FileId> {
    let publication = stored::get(tx, id).await?.publication;
    authorise(ctx, tx, Action::DraftPublication, publication.unit).await?;
    refuse_closed(&publication)?;
    let files = files::of_publication(tx, id).await?;
    if files.len() >= FILES_LIMIT {
        return Err(Error::field(
            "file",
            "Mỗi bản công khai đính kèm tối đa 20 tệp.",
        ));
    }
    if files
        .iter()
        .any(|file| file.sha256 == checked.sha256 && file.last_rev.is_none())
    {
        return Err(Error::field("file", "Tệp này đã được đính kèm rồi."));
    }
    let file = keep_row(ctx, tx, id, checked, "attachment", publication.rev + 1).await?;
    record(ctx, tx, &publication, "attach_file").await?;
    Ok(file)
}

/// What waits for approval is what is approved: nobody changes its files meanwhile.
fn refuse_closed(publication: &Publication) -> Result<()> {
    match publication.state {
        PublicationState::Draft | PublicationState::Published => Ok(()),
        _ => Err(Error::Conflict(
            "Bản này đang chờ duyệt hoặc đã kết thúc nên không thêm, bớt tệp được.".into(),
        )),
    }
}

/// Keep the row of a checked file whose bytes are kept already.
pub(super) async fn keep_row(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    checked: CheckedFile,
    purpose: &str,
    first_rev: i64,
) -> Result<FileId> {
    let position = files::of_publication(tx, id).await?.len();
    let row = FileRow {
        id: ctx.new_id(),
        publication_id: id.0,
        purpose: purpose.to_owned(),
        name: checked.name,
        media_type: checked.media_type,
        size: i64::try_from(checked.bytes.len()).map_err(|_| Error::Busy)?,
        sha256: checked.sha256.to_vec(),
        first_rev,
        last_rev: None,
        position: i64::try_from(position).map_err(|_| Error::Busy)?,
    };
    files::add(tx, &row, ctx.now()).await?;
    Ok(FileId(row.id))
}

/// Take a file out: of a draft for good, of a public one from the next revision on.
/// What waits for approval stays as the approver sees it.
pub async fn detach(ctx: &Context<'_>, id: PublicationId, file: FileId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let publication = stored::get(&mut tx, id).await?.publication;
    authorise(ctx, &mut tx, Action::DraftPublication, publication.unit).await?;
    refuse_closed(&publication)?;
    let files = files::of_publication(&mut tx, id).await?;
    if !files
        .iter()
        .any(|known| known.id == file.0 && known.purpose == "attachment")
    {
        return Err(Error::NotFound);
    }
    let dropped = files::drop_from_draft(&mut tx, id, file, publication.rev + 1).await?;
    if dropped == 0 {
        files::end(&mut tx, id, file, publication.rev).await?;
    }
    record(ctx, &mut tx, &publication, "detach_file").await?;
    tx.commit().await?;
    Ok(())
}
