//! Accounts are made, given a new password and closed by an administrator.

use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::folding::clean;
use dinh_domain::ids::AccountId;
use dinh_store::ReadTx;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::{identities, sessions};
use dinh_store::reminders::{addresses, confirmations};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::password;
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

/// A person who shall be able to sign in.
pub struct NewAccount {
    /// Login: 3 to 40 letters, digits, dots, hyphens.
    pub login: String,
    /// Name of the person.
    pub name: String,
    /// First password.
    pub password: String,
    /// Whether they must choose another one at their first sign-in.
    pub must_change_password: bool,
    /// Invented for the demo.
    pub sample: bool,
}

/// Only an administrator manages people; the clockwork makes the first one, at the
/// console of the machine.
pub(super) async fn may_manage(ctx: &Context<'_>, tx: &mut ReadTx) -> Result<()> {
    if matches!(ctx.actor, Actor::Clockwork) {
        return Ok(());
    }
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, tx, Action::ManagePeople, unit).await?;
    Ok(())
}

/// Make an account.
pub async fn create_account(ctx: &Context<'_>, input: NewAccount) -> Result<AccountId> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    drop(tx);
    let login = clean(&input.login).to_lowercase();
    let name = clean(&input.name);
    let typed: String = input.password.nfc().collect();
    check(&login, &name, &typed)?;
    let hash = password::hash(&typed, ctx.platform.random.bytes()).await?;
    let account = Account {
        id: AccountId(ctx.new_id()),
        login: login.clone(),
        name,
        password_hash: hash,
        must_change_password: input.must_change_password,
        disabled_at: None,
        created_at: ctx.now(),
        sample: input.sample,
    };
    let mut tx = ctx.write().await?;
    if accounts::find_by_login(&mut tx, &login).await?.is_some() {
        return Err(Error::field(
            "login",
            "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
        ));
    }
    accounts::add(&mut tx, &account).await?;
    audit::record(ctx, &mut tx, "create_account", account.id, None, json!({})).await?;
    tx.commit().await?;
    Ok(account.id)
}

fn check(login: &str, name: &str, typed: &str) -> Result<()> {
    let mut errors = Vec::new();
    let allowed = |sign: char| sign.is_ascii_alphanumeric() || ".-_".contains(sign);
    if !(3..=40).contains(&login.chars().count()) || !login.chars().all(allowed) {
        errors.push(FieldError::new(
            "login",
            "Tên đăng nhập gồm 3 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.",
        ));
    }
    if !(2..=100).contains(&name.chars().count()) {
        errors.push(FieldError::new(
            "name",
            "Nhập họ và tên, từ 2 đến 100 ký tự.",
        ));
    }
    match password::check("password", typed, login) {
        Err(Error::Invalid(found)) => errors.extend(found),
        other => other?,
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Give a person a new first password; all their sessions end.
pub async fn reset_password(ctx: &Context<'_>, id: AccountId, new: &str) -> Result<()> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let account = accounts::get(&mut tx, id).await?;
    drop(tx);
    let typed: String = new.nfc().collect();
    password::check("password", &typed, &account.login)?;
    let hash = password::hash(&typed, ctx.platform.random.bytes()).await?;
    let mut tx = ctx.write().await?;
    accounts::set_password(&mut tx, id, &hash, true).await?;
    sessions::end_all(&mut tx, id).await?;
    audit::record(ctx, &mut tx, "reset_password", id, None, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Close an account; all its sessions end at once. Nobody closes their own.
pub async fn disable_account(ctx: &Context<'_>, id: AccountId) -> Result<()> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    if ctx.account() == Some(id) {
        return Err(Error::Conflict(
            "Không thể tự khóa tài khoản của mình. Hãy nhờ người quản trị khác.".into(),
        ));
    }
    if accounts::get(&mut tx, id).await?.disabled_at.is_some() {
        return Err(Error::Conflict("Tài khoản này đã bị khóa từ trước.".into()));
    }
    accounts::disable(&mut tx, id, ctx.now()).await?;
    sessions::end_all(&mut tx, id).await?;
    // Nobody writes to a closed account.
    confirmations::revoke(&mut tx, id, ctx.now()).await?;
    addresses::erase(&mut tx, id).await?;
    identities::erase(&mut tx, id).await?;
    audit::record(ctx, &mut tx, "disable_account", id, None, json!({})).await?;
    tx.commit().await?;
    Ok(())
}
