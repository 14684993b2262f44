//! Which account elsewhere opens which account here. Linked by an administrator, or by the person with their password.

use dinh_domain::folding::clean;
use dinh_domain::ids::AccountId;
use dinh_store::WriteTx;
use dinh_store::people::accounts;
use dinh_store::people::identities::{self, IdentityRow};
use jiff::Timestamp;
use serde_json::json;

use super::id_token::Identity;
use crate::audit;
use crate::error::{Error, Result};
use crate::people::account::may_manage;
use crate::people::change_password::confirm_password;
use crate::platform::Context;

/// An account elsewhere that opens an account here.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Which provider.
    pub issuer: String,
    /// Who there. Personal data.
    pub subject: String,
    /// Since when.
    pub at: Timestamp,
    /// Whether the person did it themselves.
    pub by_self: bool,
}

/// What a person says when they link their account themselves.
pub struct LinkMine {
    /// Whom the provider named a moment ago.
    pub identity: Identity,
    /// Their password here.
    pub password: String,
}

/// The links of an account, for administrators.
pub async fn identities_of(ctx: &Context<'_>, account: AccountId) -> Result<Vec<Linked>> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let rows = identities::of_account(&mut tx, account).await?;
    Ok(rows.into_iter().map(|row| linked(row, account)).collect())
}

/// The link of one's own account with this provider.
pub async fn my_identity(ctx: &Context<'_>, issuer: &str) -> Result<Option<Linked>> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    let rows = identities::of_account(&mut tx, account).await?;
    let found = rows.into_iter().find(|row| row.issuer == issuer);
    Ok(found.map(|row| linked(row, account)))
}

fn linked(row: IdentityRow, account: AccountId) -> Linked {
    Linked {
        by_self: row.linked_by == Some(account.0),
        at: row.linked_at.to_jiff(),
        issuer: row.issuer,
        subject: row.subject,
    }
}

/// An administrator links an account with a subject that the person has told them.
pub async fn link_identity(
    ctx: &Context<'_>,
    account: AccountId,
    issuer: &str,
    subject: &str,
) -> Result<()> {
    let subject = clean(subject);
    if subject.is_empty() || subject.len() > 255 {
        return Err(Error::field(
            "subject",
            "Nhập mã tài khoản ở nhà cung cấp, tối đa 255 ký tự. Người dùng đọc thấy mã này ở trang báo chưa liên kết khi họ thử đăng nhập.",
        ));
    }
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    if accounts::get(&mut tx, account).await?.disabled_at.is_some() {
        return Err(Error::Conflict(
            "Tài khoản này đã bị khóa nên không liên kết được.".into(),
        ));
    }
    let identity = Identity {
        issuer: issuer.to_owned(),
        subject,
        name: String::new(),
    };
    link(ctx, &mut tx, account, &identity, "subject").await?;
    tx.commit().await?;
    Ok(())
}

/// The signed-in person links their own account; guessing the password is slowed down like signing in.
pub async fn link_mine(ctx: &Context<'_>, input: LinkMine) -> Result<()> {
    let account = confirm_password(ctx, "password", &input.password).await?.id;
    let mut tx = ctx.write().await?;
    link(ctx, &mut tx, account, &input.identity, "password").await?;
    tx.commit().await?;
    Ok(())
}

async fn link(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    identity: &Identity,
    field: &str,
) -> Result<()> {
    if let Some(other) = identities::find(tx, &identity.issuer, &identity.subject).await? {
        return Err(Error::field(
            field,
            if other.account == account {
                "Tài khoản này đã được liên kết rồi."
            } else {
                "Tài khoản ở nhà cung cấp đã liên kết với một tài khoản khác ở đây. Hãy gỡ liên kết ấy trước, hoặc hỏi người quản trị."
            },
        ));
    }
    let there = identities::of_account(tx, account).await?;
    if there.iter().any(|row| row.issuer == identity.issuer) {
        return Err(Error::field(
            field,
            "Tài khoản này đã liên kết với một tài khoản khác ở nhà cung cấp. Hãy gỡ liên kết cũ trước.",
        ));
    }
    let (issuer, subject) = (&identity.issuer, &identity.subject);
    identities::add(tx, issuer, subject, account, (ctx.account(), ctx.now())).await?;
    let detail = json!({ "issuer": issuer });
    audit::record(
        ctx,
        tx,
        "link_provider_account",
        account,
        ctx.unit(),
        detail,
    )
    .await
}

/// An administrator takes a link away.
pub async fn unlink_identity(ctx: &Context<'_>, account: AccountId, issuer: &str) -> Result<()> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    unlink(ctx, &mut tx, account, issuer).await?;
    tx.commit().await?;
    Ok(())
}

/// The person takes their own link away; they sign in with their password from then on.
pub async fn unlink_mine(ctx: &Context<'_>, issuer: &str) -> Result<()> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.write().await?;
    unlink(ctx, &mut tx, account, issuer).await?;
    tx.commit().await?;
    Ok(())
}

async fn unlink(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    issuer: &str,
) -> Result<()> {
    if identities::remove(tx, account, issuer).await? == 0 {
        return Err(Error::Conflict("Liên kết này đã được gỡ từ trước.".into()));
    }
    let detail = json!({ "issuer": issuer });
    audit::record(
        ctx,
        tx,
        "unlink_provider_account",
        account,
        ctx.unit(),
        detail,
    )
    .await
}
