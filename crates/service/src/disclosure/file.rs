//! Files of a publication: added to its draft and taken out again.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{Publication, PublicationState};
use dinh_domain::ids::{FileId, PublicationId};
use dinh_store::WriteTx;
use dinh_store::disclosure as stored;
use dinh_store::disclosure::files::{self, FileRow};

use super::draft::record;
use crate::access::authorise;
use crate::error::{Error, Result};
use crate::files::{CheckedFile, Upload, check_upload};
use crate::platform::Context;

const FILES_LIMIT: usize = 20;

/// Add a file to a draft.
pub async fn attach(ctx: &Context<'_>, id: PublicationId, upload: Upload) -> Result<FileId> {
    let checked = check_upload(ctx, "file", upload).await?;
    {
        let mut tx = ctx.read().await?;
        let found = stored::get(&mut tx, id).await?.publication;
        authorise(ctx, &mut tx, Action::DraftPublication, found.unit).await?;
    }
    let mut tx = ctx.write().await?;
    let file = attach_in(ctx, &mut tx, id, checked).await?;
    tx.commit().await?;
    Ok(file)
}

/// The same inside a transaction of the caller.
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

/// Keep a checked file and its row.
pub(super) async fn keep_row(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    checked: CheckedFile,
    purpose: &str,
    first_rev: i64,
) -> Result<FileId> {
    let position = files::of_publication(tx, id).await?.len();
    crate::files::keep(ctx, tx, &checked).await?;
    let row = FileRow {
        id: ctx.new_id(),
        publication_id: id.0,
        purpose: purpose.to_owned(),
        name: checked.name,
        media_type: checked.media_type,
        size: i64::try_from(checked.size).map_err(|_| Error::Busy)?,
        sha256: checked.sha256.to_vec(),
        first_rev,
        last_rev: None,
        position: i64::try_from(position).map_err(|_| Error::Busy)?,
        unscanned: checked.unscanned.into(),
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
