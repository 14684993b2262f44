//! A person sees where they are signed in, and ends what they do not know.

use dinh_store::people::sessions::{self, ListedSession};
use serde_json::json;

use super::session::IDLE;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The sessions of whoever asks that still hold, the last used first.
pub async fn my_sessions(ctx: &Context<'_>) -> Result<Vec<ListedSession>> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let used_since = ctx.now().checked_sub(IDLE).map_err(|_| Error::Busy)?;
    let mut tx = ctx.read().await?;
    Ok(sessions::list(&mut tx, account, ctx.now(), used_since).await?)
}

/// End one session of whoever asks.
pub async fn end_my_session(ctx: &Context<'_>, token_hash: [u8; 32]) -> Result<()> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.write().await?;
    // Ended already, by itself or by hand: it is as the person wants it.
    if sessions::end_one(&mut tx, account, token_hash).await? > 0 {
        audit::record(ctx, &mut tx, "end_session", account, ctx.unit(), json!({})).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// End every session of whoever asks but this one; gives how many.
pub async fn end_my_others(ctx: &Context<'_>, kept: [u8; 32]) -> Result<u64> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.write().await?;
    let ended = sessions::end_others(&mut tx, account, kept).await?;
    let detail = json!({ "ended": ended });
    audit::record(ctx, &mut tx, "end_sessions", account, ctx.unit(), detail).await?;
    tx.commit().await?;
    Ok(ended)
}
