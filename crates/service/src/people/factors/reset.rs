//! An administrator helps a person who lost their factors, and ends sessions of an account.

use dinh_domain::folding::clean;
use dinh_domain::ids::AccountId;
use dinh_store::people::{accounts, factors, passkeys, sessions};
use serde_json::json;

use super::super::account::may_manage;
use super::tell;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Take every factor of a person away, so that the password alone lets them in again; all their sessions end. Nobody does
/// it to themselves. The person reads the reason; the trail holds none of it, it may name somebody.
pub async fn reset_factors(ctx: &Context<'_>, id: AccountId, reason: &str) -> Result<()> {
    let reason = clean(reason);
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let account = accounts::get(&mut tx, id).await?;
    if ctx.account() == Some(id) {
        return Err(Error::Conflict(
            "Không thể tự đặt lại xác thực hai bước của mình ở đây. Hãy nhờ người quản trị khác."
                .into(),
        ));
    }
    if !(10..=300).contains(&reason.chars().count()) {
        return Err(Error::field(
            "factor_reason",
            "Nhập lý do, từ 10 đến 300 ký tự: người này đã được xác minh bằng cách nào, vì sao phải đặt lại.",
        ));
    }
    let mut removed = factors::end_totp(&mut tx, account.id).await?;
    removed += passkeys::end_all(&mut tx, account.id).await?;
    factors::end_codes(&mut tx, account.id).await?;
    if removed == 0 {
        return Err(Error::Conflict(
            "Người này chưa có cách xác thực hai bước nào, không có gì để đặt lại.".into(),
        ));
    }
    sessions::end_all(&mut tx, account.id).await?;
    let detail = json!({ "removed": removed });
    audit::record(ctx, &mut tx, "reset_factors", account.id, None, detail).await?;
    tell(ctx, &mut tx, account.id, "reset_factors", &reason).await?;
    tx.commit().await?;
    Ok(())
}

/// End every session of an account; the one that asks goes on if it is of the same account.
pub async fn end_sessions(ctx: &Context<'_>, id: AccountId, own: [u8; 32]) -> Result<u64> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    accounts::get(&mut tx, id).await?;
    let ended = sessions::end_others(&mut tx, id, own).await?;
    let detail = json!({ "ended": ended });
    audit::record(ctx, &mut tx, "end_sessions", id, None, detail).await?;
    tx.commit().await?;
    Ok(ended)
}
