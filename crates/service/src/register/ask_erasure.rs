//! A sealed content is erased by two people: one asks, with article and reason; another, who answers for the unit, agrees. Nobody
//! agrees to what they asked for themselves, under whatever mandate.

use dinh_domain::access::{Action, reach};
use dinh_domain::erasing::check_erasure;
use dinh_domain::ids::UnitId;
use dinh_store::WriteTx;
use dinh_store::register as stored;
use dinh_store::register::erasing;
use dinh_store::register::requests::{self, ErasureRow, NewRequest};
use serde_json::json;
use uuid::Uuid;

use super::erase::{erase_in, refuse_needed, refuse_open, sweep_erased_files};
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Ask that the content at this place of an entry be erased; gives the request.
pub async fn ask_erasure(
    ctx: &Context<'_>,
    position: i64,
    place: i64,
    article: &str,
    reason: &str,
) -> Result<Uuid> {
    let mut tx = ctx.write().await?;
    let entry = stored::find(&mut tx, position)
        .await?
        .ok_or(Error::NotFound)?;
    let unit = UnitId(entry.unit_id);
    authorise(ctx, &mut tx, Action::AskErasure, unit).await?;
    let contents = stored::contents(&mut tx, position).await?;
    let content = contents.into_iter().find(|content| content.place == place);
    let content = content.ok_or(Error::NotFound)?;
    refuse_open(&content)?;
    let erasure = check_erasure(article, reason).map_err(Error::Invalid)?;
    let rows = erasing::sealed_like(&mut tx, entry.thing, &content.sha256).await?;
    refuse_needed(&mut tx, &entry, &rows).await?;
    let asked = requests::of_entry(&mut tx, position).await?;
    if asked.iter().any(|request| request.place == place) {
        return Err(Error::Conflict(
            "Đã có đề nghị xóa nội dung này và đang chờ người thứ hai. Hãy tải lại trang để xem."
                .into(),
        ));
    }
    let new = NewRequest {
        id: ctx.new_id(),
        position,
        place,
        unit: entry.unit_id,
        article: &erasure.article,
        reason: &erasure.reason,
        by: ctx.account().ok_or(Error::Forbidden)?.0,
        at: ctx.now(),
    };
    requests::add(&mut tx, &new).await?;
    note(ctx, &mut tx, "ask_erasure", new.id, position, unit).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// Agree as the second person: the content is erased. Gives the position of the entry that says so.
pub async fn confirm_erasure(ctx: &Context<'_>, id: Uuid) -> Result<i64> {
    let mut tx = ctx.write().await?;
    let request = get(&mut tx, id).await?;
    authorise(ctx, &mut tx, Action::EraseSealed, UnitId(request.unit_id)).await?;
    let by = ctx.account().ok_or(Error::Forbidden)?.0;
    if by == request.asked_by {
        return Err(Error::Conflict(
            "Người đề nghị xóa không tự đồng ý được: việc này cần hai người. Hãy nhờ người có thẩm quyền khác của đơn vị.".into(),
        ));
    }
    let erasure = check_erasure(&request.article, &request.reason).map_err(Error::Invalid)?;
    let said = erase_in(ctx, &mut tx, request.position, request.place, &erasure).await?;
    requests::decide(&mut tx, id, "done", (by, ctx.now())).await?;
    tx.commit().await?;
    sweep_erased_files(ctx).await?;
    Ok(said)
}

/// Do not agree, or take one's own request back. Nothing is erased, and the reason goes.
pub async fn refuse_erasure(ctx: &Context<'_>, id: Uuid) -> Result<()> {
    let mut tx = ctx.write().await?;
    let request = get(&mut tx, id).await?;
    let unit = UnitId(request.unit_id);
    let by = ctx.account().ok_or(Error::Forbidden)?.0;
    let (state, action) = if by == request.asked_by {
        ("withdrawn", Action::AskErasure)
    } else {
        ("refused", Action::EraseSealed)
    };
    authorise(ctx, &mut tx, action, unit).await?;
    requests::decide(&mut tx, id, state, (by, ctx.now())).await?;
    note(ctx, &mut tx, "refuse_erasure", id, request.position, unit).await?;
    tx.commit().await?;
    Ok(())
}

async fn get(tx: &mut WriteTx, id: Uuid) -> Result<ErasureRow> {
    requests::find(tx, id).await?.ok_or_else(|| {
        Error::Conflict("Đề nghị này đã được quyết định hoặc đã rút. Hãy tải lại trang.".into())
    })
}

async fn note(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    action: &str,
    id: Uuid,
    position: i64,
    unit: UnitId,
) -> Result<()> {
    audit::record(
        ctx,
        tx,
        action,
        id,
        Some(unit),
        json!({ "position": position }),
    )
    .await
}

/// A request as those see it who may ask or agree.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub request: ErasureRow,
    /// Whether whoever looks has asked for it.
    pub mine: bool,
    /// Whether whoever looks may agree to it.
    pub may_agree: bool,
}

/// The requests that wait where the mandate reaches, the oldest first.
pub async fn erasures_asked(ctx: &Context<'_>) -> Result<Vec<Asked>> {
    let role = ctx.mandate().ok_or(Error::Forbidden)?.role;
    reach(role, Action::AskErasure).ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    let mut found = Vec::new();
    let by = ctx.account().map(|id| id.0);
    for request in requests::open(&mut tx).await? {
        let unit = UnitId(request.unit_id);
        if authorise(ctx, &mut tx, Action::AskErasure, unit)
            .await
            .is_err()
        {
            continue;
        }
        let mine = by == Some(request.asked_by);
        let head = authorise(ctx, &mut tx, Action::EraseSealed, unit)
            .await
            .is_ok();
        found.push(Asked {
            request,
            mine,
            may_agree: head && !mine,
        });
    }
    Ok(found)
}
