//! Sign in with login and password.

use dinh_domain::folding::clean;
use dinh_domain::people::Mandate;
use dinh_store::WriteTx;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::{failures, mandates};
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::token::{ABSOLUTE, SignedIn, begin, digest};
use super::{lockout, password};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Person};

/// What was typed.
pub struct SignIn {
    /// Login; upper and lower case are the same.
    pub login: String,
    /// Password.
    pub password: String,
    /// Token of the session that the browser had, which ends.
    pub old_token: Option<String>,
}

/// Sign in. The session uses the mandate of the person when they have exactly one.
///
/// While a login waits after failures every attempt is refused, the right password
/// too. The answer is the same whether or not such a login exists.
pub async fn sign_in(ctx: &Context<'_>, input: SignIn) -> Result<SignedIn> {
    let login = clean(&input.login).to_lowercase();
    if login.is_empty() || input.password.is_empty() {
        return Err(Error::field("login", "Nhập tên đăng nhập và mật khẩu."));
    }
    let name = digest(&login);
    let mut tx = ctx.read().await?;
    let account = accounts::find_by_login(&mut tx, &login).await?;
    let waiting = lockout::minutes_left(failures::get(&mut tx, name).await?, ctx.now());
    drop(tx);
    if let Some(minutes) = waiting {
        return Err(must_wait(minutes));
    }
    let account = account.filter(|account| account.disabled_at.is_none());
    let typed: String = input.password.nfc().collect();
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let right = password::matches(&typed, hash).await?;

    let mut tx = ctx.write().await?;
    let before = failures::get(&mut tx, name).await?;
    if let Some(minutes) = lockout::minutes_left(before, ctx.now()) {
        return Err(must_wait(minutes));
    }
    let Some(account) = account.filter(|_| right) else {
        let after = lockout::one_more(before, ctx.now());
        failures::save(&mut tx, name, after, ctx.now()).await?;
        tx.commit().await?;
        return Err(lockout::minutes_left(after, ctx.now()).map_or_else(wrong, must_wait));
    };
    failures::forget(&mut tx, name).await?;
    let old = input.old_token.as_deref();
    let signed_in = open(ctx, &mut tx, account, old, json!({})).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Begin the session of an account; `how` goes into the trail.
pub(super) async fn open(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: Account,
    old: Option<&str>,
    how: serde_json::Value,
) -> Result<SignedIn> {
    let mut holding: Vec<Mandate> = mandates(tx, account.id).await?;
    holding.retain(|mandate| mandate.holds_on(ctx.today()));
    let mandate = if holding.len() == 1 {
        holding.pop()
    } else {
        None
    };
    let expires_at = ctx.now().checked_add(ABSOLUTE).map_err(|_| Error::Busy)?;
    let mandate_id = mandate.as_ref().map(|mandate| mandate.id);
    let token = begin(ctx, tx, account.id, mandate_id, old.map(digest), expires_at).await?;
    let unit = mandate.as_ref().map(|mandate| mandate.unit);
    let person = Person {
        account: account.id,
        name: account.name,
        mandate,
    };
    let by_person = Context::new(ctx.platform, Actor::Person(person));
    audit::record(&by_person, tx, "sign_in", account.id, unit, how).await?;
    Ok(SignedIn {
        token,
        has_mandate: mandate_id.is_some(),
        must_change_password: account.must_change_password,
    })
}

fn wrong() -> Error {
    Error::field(
        "login",
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.",
    )
}

fn must_wait(minutes: i64) -> Error {
    Error::field(
        "login",
        format!(
            "Đã nhập sai nhiều lần nên tên đăng nhập này tạm thời không dùng được. Xin đợi {minutes} phút rồi thử lại, hoặc liên hệ người quản trị để được cấp lại mật khẩu."
        ),
    )
}
