//! Answering a request for information (Art. 14(2)), and forgetting who asked.

use dinh_domain::access::Action;
use dinh_domain::folding::clean;
use dinh_domain::ids::{RequestId, UnitId};
use dinh_store::WriteTx;
use dinh_store::disclosure::requests::{self, RequestRow, Requester};
use jiff::ToSpan as _;
use serde_json::json;

use super::ask::act;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Name, contact and question are kept so long after the answer: the officer may still
/// have to hand it over. The page of the question says so.
pub const DAYS_AFTER_ANSWER: i64 = 30;

/// Answer once. The answer is read with the code of the request; who asked is erased
/// [`DAYS_AFTER_ANSWER`] later, by [`forget_askers`].
pub async fn answer(ctx: &Context<'_>, number: i64, version: i64, text: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    answer_in(ctx, &mut tx, number, version, text).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn answer_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    number: i64,
    version: i64,
    text: &str,
) -> Result<()> {
    let text = clean(text);
    if text.chars().count() < 10 {
        return Err(Error::field(
            "answer",
            "Hãy ghi nội dung trả lời (ít nhất 10 ký tự): thông tin ở đâu, hoặc vì sao chưa cung cấp được và căn cứ.",
        ));
    }
    let row = requests::find_by_number(tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let by = authorise(ctx, tx, Action::AnswerRequest, UnitId(row.unit_id)).await?;
    let id = RequestId(row.id);
    requests::answer(tx, id, version, &text, ctx.now(), by).await?;
    let unit = dinh_store::units::get(tx, UnitId(row.unit_id)).await?;
    let body = format!("dinh/answer/1\nnumber {number}\n\n{text}\n");
    act(ctx, tx, &unit, id, "answer", body).await?;
    let detail = json!({ "number": number });
    audit::record(ctx, tx, "answer_information", id, Some(unit.id), detail).await?;
    Ok(())
}

/// Erase who asked where the answer was given long enough ago; gives how many were
/// erased. Requests and answers stay. Part of the start of each day.
pub async fn forget_askers(ctx: &Context<'_>) -> Result<u64> {
    let before = ctx
        .now()
        .checked_sub((DAYS_AFTER_ANSWER * 24).hours())
        .map_err(|error| Error::Internal(error.to_string()))?;
    let mut tx = ctx.write().await?;
    let erased = requests::erase_answered(&mut tx, before).await?;
    if erased > 0 {
        let detail = json!({ "count": erased });
        audit::record(ctx, &mut tx, "forget_askers", "", None, detail).await?;
    }
    tx.commit().await?;
    Ok(erased)
}

/// A request with who asks, as those see it who answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub request: RequestRow,
    /// Who asks; nothing once it was erased.
    pub requester: Option<Requester>,
}

/// A request by number with who asks, for whoever may answer it.
pub async fn get_asked(ctx: &Context<'_>, number: i64) -> Result<Asked> {
    let mut tx = ctx.read().await?;
    let request = requests::find_by_number(&mut tx, number)
        .await?
        .ok_or(Error::NotFound)?;
    let unit = UnitId(request.unit_id);
    authorise(ctx, &mut tx, Action::AnswerRequest, unit).await?;
    let requester = requests::find_requester(&mut tx, RequestId(request.id)).await?;
    Ok(Asked { request, requester })
}
