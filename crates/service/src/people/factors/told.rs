//! A person is told what happened to their account: on their next visit, and by mail if an address is known.

use std::fmt::Write as _;

use dinh_domain::ids::AccountId;
use dinh_store::WriteTx;
use dinh_store::people::mandates;
use dinh_store::people::notices::{self, AccountNotice};
use dinh_store::reminders::addresses;
use dinh_store::reminders::mails::{self, MailKind, NewMail};

use crate::clock::local;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Tell a person. The letter names what happened and when, and nobody; the reason is shown on their page only.
pub(in crate::people) async fn tell(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    kind: &'static str,
    reason: &str,
) -> Result<()> {
    let notice = AccountNotice {
        kind: kind.to_owned(),
        reason: reason.to_owned(),
        at: ctx.now(),
    };
    notices::add(tx, ctx.new_id(), account, notice).await?;
    if addresses::get(tx, account).await?.address.is_none() {
        return Ok(());
    }
    let holding = mandates(tx, account).await?;
    // The list of letters that did not arrive is looked after by units.
    let Some(unit) = holding.last().map(|mandate| mandate.unit) else {
        return Ok(());
    };
    let mail = NewMail {
        id: ctx.new_id(),
        account,
        kind: MailKind::Account,
        address: None,
        unit,
        digest_on: None,
        subject: format!("Tài khoản của bạn: {}", words(kind)),
        body: body(ctx, kind),
        at: ctx.now(),
    };
    mails::add(tx, mail).await?;
    Ok(())
}

fn words(kind: &str) -> &'static str {
    match kind {
        "enrol_totp" => "đã thêm ứng dụng xác thực",
        "remove_totp" => "đã bỏ ứng dụng xác thực",
        "add_passkey" => "đã thêm một khóa truy cập",
        "remove_passkey" => "đã bỏ một khóa truy cập",
        "reset_factors" => "người quản trị đã đặt lại xác thực hai bước",
        _ => "có thay đổi",
    }
}

fn body(ctx: &Context<'_>, kind: &str) -> String {
    let base = ctx.platform.base_url.trim_end_matches('/');
    let at = local(ctx.now()).strftime("%H:%M ngày %d/%m/%Y").to_string();
    let mut body = String::new();
    let _ = writeln!(body, "Lúc {at}: {}.\n", words(kind));
    let _ = writeln!(body, "Nếu chính bạn làm việc này, không cần làm gì thêm.");
    let _ = writeln!(
        body,
        "Nếu không phải bạn, hãy đổi mật khẩu ngay và báo người quản trị của thành phố.\n"
    );
    let _ = writeln!(body, "Xem tài khoản: {base}/tai-khoan");
    if ctx.platform.sample {
        return format!("Đây là dữ liệu mẫu, không phải việc thật.\n\n{body}");
    }
    body
}

/// What whoever asks has not read yet, the newest first.
pub async fn my_notices(ctx: &Context<'_>) -> Result<Vec<AccountNotice>> {
    let mut tx = ctx.read().await?;
    Ok(notices::unseen(&mut tx, ctx.account().ok_or(Error::Forbidden)?).await?)
}

/// The person says that they have read it.
pub async fn see_notices(ctx: &Context<'_>) -> Result<()> {
    let account = ctx.account().ok_or(Error::Forbidden)?;
    let mut tx = ctx.write().await?;
    notices::see(&mut tx, account, ctx.now()).await?;
    tx.commit().await?;
    Ok(())
}
