//! A person changes their own password; their other sessions end.

use dinh_domain::FieldError;
use dinh_store::people::{accounts, failures, sessions};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::token::digest;
use super::{lockout, password};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

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
    let Actor::Person(person) = &ctx.actor else {
        return Err(Error::Forbidden);
    };
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, person.account).await?;
    let name = digest(&format!("password of {}", account.id));
    let waiting = lockout::minutes_left(failures::get(&mut tx, name).await?, ctx.now());
    drop(tx);
    if let Some(minutes) = waiting {
        return Err(Error::field(
            "old",
            format!("Đã nhập sai mật khẩu hiện tại nhiều lần. Xin đợi {minutes} phút rồi thử lại."),
        ));
    }
    let old: String = input.old.nfc().collect();
    let new: String = input.new.nfc().collect();
    check(
        &account.login,
        &old,
        &new,
        &input.repeated.nfc().collect::<String>(),
    )?;
    if !password::matches(&old, Some(account.password_hash)).await? {
        let mut tx = ctx.write().await?;
        let after = lockout::one_more(failures::get(&mut tx, name).await?, ctx.now());
        failures::save(&mut tx, name, after, ctx.now()).await?;
        tx.commit().await?;
        return Err(Error::field(
            "old",
            "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
        ));
    }
    let hash = password::hash(&new, ctx.platform.random.bytes()).await?;
    let mut tx = ctx.write().await?;
    failures::forget(&mut tx, name).await?;
    accounts::set_password(&mut tx, account.id, &hash, false).await?;
    sessions::end_others(&mut tx, account.id, input.session).await?;
    audit::record(
        ctx,
        &mut tx,
        "change_password",
        account.id,
        ctx.unit(),
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(())
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
