//! Addresses are confirmed by a link that goes to them: single use, for two days, known here by its digest only. Until then
//! letters go to the address that was confirmed before, which is told when another takes its place.

use dinh_domain::ids::{AccountId, UnitId};
use dinh_store::people::mandates;
use dinh_store::reminders::addresses::{self, Reach};
use dinh_store::reminders::confirmations::{self, Confirmation};
use dinh_store::reminders::mails::{self, MailKind, NewMail};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::needed::{LINK, LINK_HOLDS};
use crate::audit;
use crate::clock::start_of;
use crate::error::{Error, Result};
use crate::people::digest;
use crate::platform::Context;

/// Letters with a link that one person may be sent in a day: nobody fills a stranger's mailbox.
const MOST_A_DAY: i64 = 5;

/// Queue the letter with the link to an address that waits to be confirmed.
pub(super) async fn ask(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    address: &str,
) -> Result<()> {
    let today = start_of(ctx.today());
    if confirmations::count_since(tx, account, today).await? >= MOST_A_DAY {
        return Err(Error::field(
            "address",
            "Hôm nay đã gửi 5 thư xác nhận cho người này. Hãy kiểm tra hộp thư, cả mục thư rác; ngày mai mới gửi thêm được.",
        ));
    }
    let hours = LINK_HOLDS.as_hours();
    let body = format!(
        "Có người nhập địa chỉ này để nhận thư nhắc việc của Đình ({site}).\n\n\
         Nếu là ông/bà, hãy mở liên kết dưới đây rồi bấm “Xác nhận địa chỉ”. Liên kết dùng được một lần, trong {hours} giờ:\n\n\
         {LINK}\n\n\
         Nếu không phải, xin bỏ qua thư này: địa chỉ chưa được xác nhận thì không nhận thư nào khác.\n\
         Thư do hệ thống tự động gửi, xin không trả lời.\n",
        site = ctx.platform.base_url,
    );
    let subject = "Xác nhận địa chỉ nhận thư nhắc việc";
    queue(
        ctx,
        tx,
        account,
        (MailKind::Confirm, address),
        (subject, body),
    )
    .await
}

async fn queue(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    (kind, address): (MailKind, &str),
    (subject, body): (&str, String),
) -> Result<()> {
    let mail = NewMail {
        id: ctx.new_id(),
        account,
        kind,
        address: Some(address.to_owned()),
        unit: unit_of(ctx, tx, account).await?,
        digest_on: None,
        subject: subject.to_owned(),
        body,
        at: ctx.now(),
    };
    Ok(mails::add(tx, mail).await?)
}

/// Some unit of the person, else that of whoever acts.
async fn unit_of(ctx: &Context<'_>, tx: &mut ReadTx, account: AccountId) -> Result<UnitId> {
    let newest = mandates(tx, account).await?.pop();
    let unit = newest.map(|mandate| mandate.unit).or_else(|| ctx.unit());
    unit.ok_or(Error::Forbidden)
}

/// Whether a code confirms an address now; for the page that asks whether it should.
pub async fn is_good_link(ctx: &Context<'_>, code: &str) -> Result<bool> {
    let mut tx = ctx.read().await?;
    let found = confirmations::find(&mut tx, digest(code), ctx.now()).await?;
    Ok(found.is_some())
}

/// Use the link: from now on letters go to its address. Whoever holds the code reads the mail of that address; no session is
/// asked for, because mail is often read on another device. False when the link was used, has expired or is not the newest wish.
pub async fn confirm_address(ctx: &Context<'_>, code: &str) -> Result<bool> {
    let mut tx = ctx.write().await?;
    let Some(found) = confirmations::find(&mut tx, digest(code), ctx.now()).await? else {
        return Ok(false);
    };
    let Confirmation { account, address } = found;
    let reach = addresses::get(&mut tx, account).await?;
    if reach.pending.as_ref() != Some(&address) {
        return Ok(false);
    }
    confirmations::revoke(&mut tx, account, ctx.now()).await?;
    if let Some(old) = reach.address.filter(|old| *old != address) {
        tell_old(ctx, &mut tx, account, &old).await?;
    }
    let confirmed = Reach {
        address: Some(address),
        pending: None,
        choice: reach.choice,
    };
    addresses::save(&mut tx, account, &confirmed, ctx.now()).await?;
    audit::record(
        ctx,
        &mut tx,
        "confirm_mail_address",
        account,
        None,
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

async fn tell_old(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    old: &str,
) -> Result<()> {
    let site = &ctx.platform.base_url;
    let body = format!(
        "Địa chỉ này không còn nhận thư nhắc việc của Đình ({site}): một địa chỉ khác đã được xác nhận thay vào.\n\n\
         Nếu ông/bà không đổi, hãy đổi mật khẩu ngay ở {base}/tai-khoan và báo người quản trị hệ thống.\n\
         Thư do hệ thống tự động gửi, xin không trả lời.\n",
        base = site.trim_end_matches('/'),
    );
    let subject = "Địa chỉ nhận thư nhắc việc đã được đổi";
    queue(ctx, tx, account, (MailKind::Changed, old), (subject, body)).await
}
