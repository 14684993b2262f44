//! Whether somebody still needs a letter at the moment when it is handed over, and where it goes then.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dinh_store::reminders::confirmations::{self, Confirmation};
use dinh_store::reminders::mails::{self, Claimed, MailKind, Outcome, Problem};
use dinh_store::reminders::{addresses, steps};
use dinh_store::{ReadTx, WriteTx};
use jiff::SignedDuration;
use uuid::Uuid;

use super::steps::still_waits;
use crate::error::Result;
use crate::people::digest;
use crate::platform::Context;

/// Stands in a stored text where the link goes: no stored letter can confirm anything.
pub(super) const LINK: &str = "{link}";
/// How long a link confirms, from the moment when its letter is handed over.
pub const LINK_HOLDS: SignedDuration = SignedDuration::from_hours(48);

/// Whether anything of which a reminder tells is still not done and was not told again since.
pub(super) async fn tells_something(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    mail: Uuid,
) -> Result<bool> {
    if mails::tells_of_open_duties(tx, mail).await? {
        return Ok(true);
    }
    for step in steps::of_mail(tx, mail).await? {
        if still_waits(ctx, tx, &step).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where a letter goes now, with its link in it; or how it ends because nobody needs it or it has nowhere to go.
pub(super) async fn aim(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    mail: &mut Claimed,
) -> Result<std::result::Result<String, Outcome>> {
    match mail.kind {
        MailKind::Changed => Ok(mail.address.clone().ok_or(Outcome::Dropped)),
        MailKind::Confirm => {
            let pending = addresses::get(tx, mail.account).await?.pending;
            match pending.filter(|pending| Some(pending) == mail.address.as_ref()) {
                None => Ok(Err(Outcome::Dropped)),
                Some(address) => {
                    put_link(ctx, tx, mail, &address).await?;
                    Ok(Ok(address))
                }
            }
        }
        MailKind::Reminder => {
            if !tells_something(ctx, tx, mail.id).await? {
                return Ok(Err(Outcome::Dropped));
            }
            known_address(tx, mail).await
        }
        MailKind::Account => known_address(tx, mail).await,
    }
}

async fn known_address(
    tx: &mut WriteTx,
    mail: &Claimed,
) -> Result<std::result::Result<String, Outcome>> {
    let address = addresses::get(tx, mail.account).await?.address;
    Ok(address.ok_or(Outcome::Failed(Problem::NoAddress)))
}

/// Each try has a link of its own; all hold until one is used. A try that arrived although we did not hear of it still confirms.
async fn put_link(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    mail: &mut Claimed,
    address: &str,
) -> Result<()> {
    let code = URL_SAFE_NO_PAD.encode(ctx.platform.random.bytes());
    let confirmation = Confirmation {
        account: mail.account,
        address: address.to_owned(),
    };
    confirmations::forget_expired(tx, ctx.now()).await?;
    confirmations::add(tx, digest(&code), &confirmation, ctx.now() + LINK_HOLDS).await?;
    let base = ctx.platform.base_url.trim_end_matches('/');
    let link = format!("{base}/tai-khoan/thu/xac-nhan?ma={code}");
    mail.body = mail.body.replace(LINK, &link);
    Ok(())
}
