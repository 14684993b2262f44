//! What is kept ends when its time is over: by kind, as `rules/retention.toml` says, in pieces, from state alone. The trail says
//! of each piece how many there were, never what.

use dinh_domain::access::Action;
use dinh_law::Retention;
use dinh_store::people::identities;
use dinh_store::retention as stored;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// More than this is not counted.
pub use dinh_store::retention::MOST;

/// A kind with how much of it is over now.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What the law says.
    pub kind: &'static Retention,
    /// How many records are over and not ended yet; nothing for a kind that is kept.
    pub due: Option<i64>,
}

/// Every kind of record, in the order of the pack, for administrators and auditors.
pub async fn kinds(ctx: &Context<'_>) -> Result<Vec<Kept>> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::ReadAudit, unit).await?;
    let mut kinds = Vec::new();
    for kind in ctx.law().retention() {
        let due = match before(ctx, kind)? {
            Some(before) => Some(stored::due(&mut tx, &kind.code, before).await?),
            None => None,
        };
        kinds.push(Kept { kind, due });
    }
    Ok(kinds)
}

/// End one piece of the first kind that has something to end; gives how many records were, nothing when all is done.
pub async fn end_next(ctx: &Context<'_>) -> Result<u64> {
    for kind in ctx.law().retention() {
        let Some(before) = before(ctx, kind)? else {
            continue;
        };
        let mut tx = ctx.read().await?;
        let due = stored::due(&mut tx, &kind.code, before).await?;
        drop(tx);
        if due == 0 {
            continue;
        }
        let mut tx = ctx.write().await?;
        let ended = stored::end_piece(&mut tx, &kind.code, before).await?;
        if kind.code == "session" {
            identities::sweep_sessions(&mut tx).await?;
        }
        let detail = json!({ "kind": kind.code, "count": ended });
        audit::record(ctx, &mut tx, "end_retention", "", None, detail).await?;
        tx.commit().await?;
        if ended > 0 {
            return Ok(ended);
        }
    }
    Ok(0)
}

/// The moment before which the time of a kind must have begun.
fn before(ctx: &Context<'_>, kind: &Retention) -> Result<Option<Timestamp>> {
    let Some(days) = kind.days else {
        return Ok(None);
    };
    let time = SignedDuration::from_hours(24 * i64::from(days));
    let before = ctx.now().checked_sub(time);
    before
        .map(Some)
        .map_err(|error| Error::Internal(error.to_string()))
}
