//! Sign in with login and password; who has a second factor is then asked for it.

use dinh_domain::folding::clean;
use dinh_domain::people::Proof;
use dinh_store::people::accounts;
use unicode_normalization::UnicodeNormalization as _;

use super::factors::{SecondStep, find_second_step};
use super::lockout::Tries;
use super::opening::open;
use super::origin::Origin;
use super::password;
use super::token::SignedIn;
use crate::error::{Error, Result};
use crate::platform::Context;

/// What was typed.
pub struct SignIn {
    /// Login; upper and lower case are the same.
    pub login: String,
    /// Password.
    pub password: String,
    /// Token of the session that the browser had, which ends.
    pub old_token: Option<String>,
    /// Where from.
    pub origin: Origin,
}

/// How far a right password leads.
pub enum Entered {
    /// In.
    Open(SignedIn),
    /// To the question for the second factor.
    Second(SecondStep),
}

/// Sign in. While a login waits after failures every attempt is refused, the right password
/// too. The answer, and the work for it, are the same whether or not such a login exists.
pub async fn sign_in(ctx: &Context<'_>, input: SignIn) -> Result<Entered> {
    let login = clean(&input.login).to_lowercase();
    if login.is_empty() || input.password.is_empty() {
        return Err(Error::field("login", "Nhập tên đăng nhập và mật khẩu."));
    }
    let mut tx = ctx.read().await?;
    let account = accounts::find_by_login(&mut tx, &login).await?;
    let account = account.filter(|account| account.disabled_at.is_none());
    let tries = Tries::new(ctx, "password", &login, account.as_ref(), &input.origin);
    let waiting = tries.minutes_left(&mut tx, ctx.now()).await?;
    drop(tx);
    if let Some(minutes) = waiting {
        return Err(must_wait(minutes));
    }
    let typed: String = input.password.nfc().collect();
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let right = password::matches(&typed, hash).await?;

    let mut tx = ctx.write().await?;
    if let Some(minutes) = tries.minutes_left(&mut tx, ctx.now()).await? {
        return Err(must_wait(minutes));
    }
    let Some(account) = account.filter(|_| right) else {
        let waiting = tries.fail(&mut tx, ctx.now()).await?;
        tx.commit().await?;
        return Err(waiting.map_or_else(wrong, must_wait));
    };
    tries.forgive(&mut tx).await?;
    let entered = if let Some(step) = find_second_step(ctx, &mut tx, &account).await? {
        Entered::Second(step)
    } else {
        let old = input.old_token.as_deref();
        Entered::Open(open(ctx, &mut tx, account, Proof::Password, &input.origin, old).await?)
    };
    tx.commit().await?;
    Ok(entered)
}

fn wrong() -> Error {
    Error::field(
        "login",
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.",
    )
}

pub(super) fn must_wait(minutes: i64) -> Error {
    Error::field(
        "login",
        format!(
            "Đã nhập sai nhiều lần nên tạm thời chưa đăng nhập được từ máy này. Xin đợi {minutes} phút rồi thử lại, hoặc liên hệ người quản trị để được cấp lại mật khẩu."
        ),
    )
}
