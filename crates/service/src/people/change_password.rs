//! A person changes their own password; their other sessions end.

use dinh_domain::FieldError;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::sessions;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::lockout::Tries;
use super::password;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What was typed.
pub struct ChangePassword {
    /// The password so far.
    pub old: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub repeated: String,
    /// Session that goes on.
    pub session: [u8; 32],
}

/// Change the password. Guessing the old one is slowed down like signing in.
pub async fn change_password(ctx: &Context<'_>, input: ChangePassword) -> Result<()> {
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?;
    drop(tx);
    let old: String = input.old.nfc().collect();
    let new: String = input.new.nfc().collect();
    let repeated: String = input.repeated.nfc().collect();
    check(&account.login, &old, &new, &repeated)?;
    let account = confirm_password(ctx, "old", &input.old).await?;
    let hash = password::hash(&new, ctx.platform.random.bytes()).await?;
    let mut tx = ctx.write().await?;
    accounts::set_password(&mut tx, account.id, &hash, false).await?;
    sessions::end_others(&mut tx, account.id, input.session).await?;
    let unit = ctx.unit();
    audit::record(ctx, &mut tx, "change_password", account.id, unit, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Whoever changes how they sign in says their password once more, so that a forgotten screen is not enough. Gives the
/// account; guessing is slowed down.
pub(super) async fn confirm_password(
    ctx: &Context<'_>,
    field: &str,
    typed: &str,
) -> Result<Account> {
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?;
    let tries = Tries::of_person("password", &account);
    let waiting = tries.minutes_left(&mut tx, ctx.now()).await?;
    let failed = tries.any(&mut tx).await?;
    drop(tx);
    if let Some(minutes) = waiting {
        return Err(Error::field(
            field,
            format!("Đã nhập sai mật khẩu hiện tại nhiều lần. Xin đợi {minutes} phút rồi thử lại."),
        ));
    }
    if typed.is_empty() {
        return Err(Error::field(field, "Nhập mật khẩu hiện tại."));
    }
    let typed: String = typed.nfc().collect();
    let right = password::matches(&typed, Some(account.password_hash.clone())).await?;
    if right && !failed {
        return Ok(account);
    }
    // Apart from the form, which is still to be done: a failure counts even if the form is sent again.
    let mut tx = ctx.platform.store.write().await?;
    if right {
        tries.forgive(&mut tx).await?;
        tx.commit().await?;
        return Ok(account);
    }
    tries.fail(&mut tx, ctx.now()).await?;
    tx.commit().await?;
    Err(Error::field(
        field,
        "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
    ))
}

fn check(login: &str, old: &str, new: &str, repeated: &str) -> Result<()> {
    let mut errors = Vec::new();
    if old.is_empty() {
        errors.push(FieldError::new("old", "Nhập mật khẩu hiện tại."));
    }
    match password::check("new", new, login) {
        Err(Error::Invalid(found)) => errors.extend(found),
        Err(other) => return Err(other),
        Ok(()) if new == old => {
            errors.push(FieldError::new(
                "new",
                "Mật khẩu mới trùng với mật khẩu hiện tại. Hãy chọn mật khẩu khác.",
            ));
        }
        Ok(()) => {}
    }
    if new != repeated {
        errors.push(FieldError::new(
            "repeated",
            "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại.",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}
