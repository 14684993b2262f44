//! Write, change and submit a draft. What was typed is never lost: a refusal gives
//! every error, a conflict leaves the stored draft as it is.

use dinh_domain::access::Action;
use dinh_domain::disclosure::{Content, Draft, Publication, PublicationState, check_draft};
use dinh_domain::ids::{AccountId, DutyId, PublicationId};
use dinh_store::disclosure::{self as stored, duties};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A draft as the form shows it.
#[derive(Clone, Debug)]
pub struct DraftForm {
    /// What was typed.
    pub draft: Draft,
    /// The version that the form was made from.
    pub version: i64,
}

/// Start the draft that fulfils a duty, or open the one that is there.
pub async fn start_draft(ctx: &Context<'_>, duty: DutyId) -> Result<Publication> {
    let mut tx = ctx.write().await?;
    let publication = start_draft_in(ctx, &mut tx, duty).await?;
    tx.commit().await?;
    Ok(publication)
}

/// The same inside a transaction of the caller.
pub async fn start_draft_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    duty: DutyId,
) -> Result<Publication> {
    let duty = duties::get(tx, duty).await?;
    let author = authorise(ctx, tx, Action::DraftPublication, duty.unit).await?;
    if let Some(known) = stored::find_by_duty(tx, duty.id).await? {
        return Ok(known.publication);
    }
    duty.accepts_draft()?;
    let publication = Publication {
        id: PublicationId(ctx.new_id()),
        number: dinh_store::numbers::next(tx, "publication").await?,
        duty: duty.id,
        unit: duty.unit,
        rule_code: duty.rule_code.clone(),
        item: duty.item.clone(),
        state: PublicationState::Draft,
        rev: 0,
        content: Content {
            title: duty.title.clone(),
            ..Content::default()
        },
        version: 1,
        author,
        published_on: None,
        sample: duty.sample,
    };
    stored::add(tx, &publication, ctx.now()).await?;
    record(ctx, tx, &publication, "start_draft").await?;
    Ok(publication)
}

/// Save what was typed. Two officers editing the same draft: the second is told.
pub async fn save_draft(ctx: &Context<'_>, id: PublicationId, form: DraftForm) -> Result<()> {
    let mut tx = ctx.write().await?;
    save_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(())
}

async fn save_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    form: DraftForm,
) -> Result<Publication> {
    let (mut publication, author) = load(ctx, tx, id).await?;
    if publication.state != PublicationState::Draft {
        return Err(Error::Conflict(
            "Bản này không còn là bản nháp nên không sửa trực tiếp được. Nếu đã công khai, hãy dùng chức năng đính chính."
                .into(),
        ));
    }
    publication.content = check_draft(&form.draft, ctx.today()).map_err(Error::Invalid)?;
    publication.version = form.version;
    publication.author = author;
    refuse_same_document(tx, &publication).await?;
    stored::save(tx, &publication, ctx.now()).await?;
    publication.version += 1;
    record(ctx, tx, &publication, "save_draft").await?;
    Ok(publication)
}

/// A document number is used once: the same number and date again is a mistake.
pub(super) async fn refuse_same_document(tx: &mut ReadTx, publication: &Publication) -> Result<()> {
    if publication.content.document_number.is_empty() {
        return Ok(());
    }
    match stored::find_same_document(tx, publication).await? {
        None => Ok(()),
        Some(number) => Err(Error::field(
            "document_number",
            format!(
                "Số văn bản và ngày này đã dùng cho bản công khai số {number}. Hãy kiểm tra lại số, ngày văn bản; nếu cần sửa bản cũ, hãy đính chính bản đó."
            ),
        )),
    }
}

/// Save and hand to the one who approves.
pub async fn submit(ctx: &Context<'_>, id: PublicationId, form: DraftForm) -> Result<()> {
    let mut tx = ctx.write().await?;
    submit_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn submit_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
    form: DraftForm,
) -> Result<()> {
    let mut publication = save_in(ctx, tx, id, form).await?;
    duties::get(tx, publication.duty).await?.accepts_draft()?;
    publication.submit()?;
    stored::save(tx, &publication, ctx.now()).await?;
    record(ctx, tx, &publication, "submit_draft").await
}

async fn load(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: PublicationId,
) -> Result<(Publication, AccountId)> {
    let found = stored::get(tx, id).await?.publication;
    let author = authorise(ctx, tx, Action::DraftPublication, found.unit).await?;
    Ok((found, author))
}

pub(super) async fn record(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    publication: &Publication,
    action: &str,
) -> Result<()> {
    let detail = json!({ "number": publication.number, "rule": publication.rule_code, "rev": publication.rev });
    audit::record(
        ctx,
        tx,
        action,
        publication.id,
        Some(publication.unit),
        detail,
    )
    .await
}
