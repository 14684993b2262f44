//! A person begins and ends to use an application with codes, and gets codes on paper.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_domain::people::Proof;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::factors::{self, Totp};
use dinh_store::people::{passkeys, sessions};
use serde_json::json;

use super::super::change_password::confirm_password;
use super::codes::new_codes;
use super::mine::{Removed, removed};
use super::second_step::TOTP_PURPOSE;
use super::tell;
use super::totp::{SECRET, address, base32, matching_step};
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

const PURPOSE: &str = "totp enrolment";
/// Seconds for which a shown secret can be confirmed.
const HOLDS_FOR: i64 = 3600;

/// A secret that is shown and not kept yet.
#[derive(Clone, Debug)]
pub struct NewTotp {
    /// The secret, sealed, for a hidden field of the form.
    pub sealed: String,
    /// The secret as people type it, in groups of four.
    pub secret: String,
    /// What the square code says.
    pub address: String,
}

/// What was typed.
pub struct ConfirmTotp {
    /// The hidden field.
    pub sealed: String,
    /// A code that the application shows.
    pub code: String,
    /// Password.
    pub password: String,
    /// The session that goes on; the others end.
    pub session: [u8; 32],
}

/// Make a secret for the person's application. Nothing is kept until they type a code of it.
pub async fn begin_totp(ctx: &Context<'_>) -> Result<NewTotp> {
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?;
    let random = &ctx.platform.random;
    let secret = &random.bytes()[..SECRET];
    let plain = [&ctx.now().as_second().to_be_bytes(), secret].concat();
    let about = account.id.0.as_bytes();
    let sealed = ctx
        .platform
        .secrets
        .seal(PURPOSE, about, &plain, random.bytes())?;
    let sealed = URL_SAFE_NO_PAD.encode(sealed);
    Ok(show(ctx, &account, sealed, secret))
}

/// The same secret again, after a wrong code; nothing if it was shown too long ago.
pub async fn show_totp(ctx: &Context<'_>, sealed: &str) -> Result<Option<NewTotp>> {
    let mut tx = ctx.read().await?;
    let account = accounts::get(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?;
    let secret = opened(ctx, &account, sealed);
    Ok(secret.map(|secret| show(ctx, &account, sealed.to_owned(), &secret)))
}

fn show(ctx: &Context<'_>, account: &Account, sealed: String, secret: &[u8]) -> NewTotp {
    let text = base32(secret);
    let site = super::super::passkey::RelyingParty::new(&ctx.platform.base_url);
    let signs: Vec<char> = text.chars().collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    NewTotp {
        sealed,
        secret: groups.join(" "),
        address: address(&format!("Đình {}", site.id), &account.login, &text),
    }
}

fn opened(ctx: &Context<'_>, account: &Account, sealed: &str) -> Option<Vec<u8>> {
    let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let about = account.id.0.as_bytes();
    let plain = ctx.platform.secrets.open(PURPOSE, about, &sealed)?;
    let (second, secret) = plain.split_first_chunk::<8>()?;
    let age = ctx.now().as_second() - i64::from_be_bytes(*second);
    (0..=HOLDS_FOR).contains(&age).then(|| secret.to_vec())
}

/// Keep the application: the person proved that it shows the right codes. Gives new codes on paper, to be shown once.
pub async fn confirm_totp(ctx: &Context<'_>, input: ConfirmTotp) -> Result<Vec<String>> {
    let account = confirm_password(ctx, "password", &input.password).await?;
    let Some(secret) = opened(ctx, &account, &input.sealed) else {
        return Err(Error::field(
            "code",
            "Mã vuông này đã hiện quá lâu. Hãy xóa mục vừa thêm trong ứng dụng rồi quét mã vuông mới.",
        ));
    };
    let Some(step) = matching_step(&secret, &input.code, ctx.now(), None) else {
        return Err(Error::field(
            "code",
            "Mã không đúng. Đợi ứng dụng hiện mã mới rồi nhập lại; kiểm tra giờ của điện thoại.",
        ));
    };
    let about = account.id.0.as_bytes();
    let chance = ctx.platform.random.bytes();
    let sealed = ctx
        .platform
        .secrets
        .seal(TOTP_PURPOSE, about, &secret, chance)?;
    let mut tx = ctx.write().await?;
    let totp = Totp {
        secret: sealed,
        last_step: step,
        since: ctx.now(),
    };
    factors::save_totp(&mut tx, account.id, totp).await?;
    let codes = new_codes(ctx, &mut tx, account.id).await?;
    sessions::prove(&mut tx, input.session, Proof::Code).await?;
    sessions::end_others(&mut tx, account.id, input.session).await?;
    audit::record(
        ctx,
        &mut tx,
        "enrol_totp",
        account.id,
        ctx.unit(),
        json!({}),
    )
    .await?;
    tell(ctx, &mut tx, account.id, "enrol_totp", "").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Stop using the application.
pub async fn remove_totp(ctx: &Context<'_>, password: &str, session: [u8; 32]) -> Result<()> {
    let account = confirm_password(ctx, "totp_password", password).await?;
    let mut tx = ctx.write().await?;
    let others = passkeys::of_account(&mut tx, account.id).await?.len();
    if factors::end_totp(&mut tx, account.id).await? == 0 {
        return Err(Error::NotFound);
    }
    let what = Removed {
        account: account.id,
        session,
        action: "remove_totp",
        field: "totp_password",
    };
    removed(ctx, &mut tx, what, others).await?;
    tx.commit().await?;
    Ok(())
}

/// Give the person new codes on paper, to be shown once; the old ones hold no longer.
pub async fn renew_codes(
    ctx: &Context<'_>,
    password: &str,
    session: [u8; 32],
) -> Result<Vec<String>> {
    let account = confirm_password(ctx, "codes_password", password).await?;
    let mut tx = ctx.write().await?;
    let has_totp = factors::find_totp(&mut tx, account.id).await?.is_some();
    if !has_totp && passkeys::of_account(&mut tx, account.id).await?.is_empty() {
        return Err(Error::Conflict(
            "Mã dự phòng chỉ dùng được cùng ứng dụng xác thực hoặc khóa truy cập. Hãy thêm một trong hai trước.".into(),
        ));
    }
    let codes = new_codes(ctx, &mut tx, account.id).await?;
    sessions::end_others(&mut tx, account.id, session).await?;
    audit::record(
        ctx,
        &mut tx,
        "renew_codes",
        account.id,
        ctx.unit(),
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(codes)
}
