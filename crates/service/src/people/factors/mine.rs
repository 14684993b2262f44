//! Which factors a person has.

use dinh_domain::ids::AccountId;
use dinh_store::people::passkeys::{self, Passkey};
use dinh_store::people::{factors, mandates, sessions};
use dinh_store::{ReadTx, WriteTx};
use jiff::Timestamp;
use serde_json::json;

use super::super::account::may_manage;
use super::told::tell;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The factors of a person, beside the password.
#[derive(Clone, Debug)]
pub struct MyFactors {
    /// Since when there is an application with codes.
    pub totp_since: Option<Timestamp>,
    /// Passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// Codes on paper that were not used yet.
    pub codes_left: i64,
    /// Whether one of their mandates needs a second factor.
    pub required: bool,
}

impl MyFactors {
    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.totp_since.is_some() || !self.passkeys.is_empty()
    }
}

/// The factors of whoever asks.
pub async fn my_factors(ctx: &Context<'_>) -> Result<MyFactors> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    read(ctx, &mut tx, account).await
}

/// The factors of a person, for an administrator.
pub async fn factors_of(ctx: &Context<'_>, account: AccountId) -> Result<MyFactors> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    read(ctx, &mut tx, account).await
}

async fn read(ctx: &Context<'_>, tx: &mut ReadTx, account: AccountId) -> Result<MyFactors> {
    Ok(MyFactors {
        totp_since: factors::find_totp(tx, account)
            .await?
            .map(|totp| totp.since),
        passkeys: passkeys::of_account(tx, account).await?,
        codes_left: factors::codes_left(tx, account).await?,
        required: is_required(ctx, tx, account).await?,
    })
}

/// Whether a mandate of today is of a role that nobody uses with a password alone.
async fn is_required(ctx: &Context<'_>, tx: &mut ReadTx, account: AccountId) -> Result<bool> {
    let strict = factors::strict_roles(tx).await?;
    let holding = mandates(tx, account).await?;
    Ok(holding
        .iter()
        .any(|mandate| mandate.holds_on(ctx.today()) && strict.contains(&mandate.role)))
}

/// A factor was taken away; `others` is how many are left. Refused when it was the last one of somebody who must have one. With
/// the last one go the codes on paper; the other sessions end, and the person is told.
pub(in crate::people) async fn removed(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    removed: Removed<'_>,
    others: usize,
) -> Result<()> {
    let account = removed.account;
    if others == 0 {
        if is_required(ctx, tx, account).await? {
            return Err(Error::field(
                removed.field,
                "Nhiệm vụ của bạn bắt buộc xác thực hai bước nên không bỏ được cách cuối cùng. Hãy thêm cách khác trước rồi mới bỏ cách này.",
            ));
        }
        factors::end_codes(tx, account).await?;
    }
    sessions::end_others(tx, account, removed.session).await?;
    audit::record(ctx, tx, removed.action, account, ctx.unit(), json!({})).await?;
    tell(ctx, tx, account, removed.action, "").await
}

/// What was taken away, from whom, in which session, and where on the page a refusal stands.
pub(in crate::people) struct Removed<'a> {
    pub account: AccountId,
    pub session: [u8; 32],
    pub action: &'static str,
    pub field: &'a str,
}
