//! Whom reminders do not reach: for the administrator everywhere, for a head in the own unit and its communities, for the supervising office in
//! the city. Sending again after the reason is gone.

use dinh_domain::access::{Action, Reach, reach};
use dinh_domain::ids::UnitId;
use dinh_store::reminders::gaps::{self, Gap};
use dinh_store::reminders::mails;
use dinh_store::reminders::unreached::{FailedMail, failed};
use serde_json::json;
use uuid::Uuid;

use super::needed::tells_something;
use crate::access::authorise;
use crate::audit;
use crate::clock::start_of;
use crate::error::{Error, Result};
use crate::platform::Context;

/// Gaps on a page of the list.
pub const GAPS_ON_A_PAGE: i64 = 50;
const FAILED: i64 = 100;

/// Whom reminders do not reach.
#[derive(Clone, Debug)]
pub struct Unreached {
    /// Letters that failed, the newest hundred.
    pub failed: Vec<FailedMail>,
    /// People without address and parties that nobody is: a page.
    pub gaps: Vec<Gap>,
    /// How many of those there are.
    pub gaps_count: i64,
}

/// A page (from 1) of whom reminders do not reach, as far as the caller's mandate reaches.
pub async fn unreached(ctx: &Context<'_>, page: i64) -> Result<Unreached> {
    let mut tx = ctx.read().await?;
    let home = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::ReadUnreached, home).await?;
    let role = ctx.mandate().ok_or(Error::Forbidden)?.role;
    let unit: Option<UnitId> = match reach(role, Action::ReadUnreached) {
        Some(Reach::City) => None,
        _ => Some(home),
    };
    let offset = (page.clamp(1, 100_000) - 1) * GAPS_ON_A_PAGE;
    let found = gaps::list(&mut tx, unit, GAPS_ON_A_PAGE, offset).await?;
    let gaps_count = gaps::count(&mut tx, unit).await?;
    Ok(Unreached {
        failed: failed(&mut tx, unit, FAILED).await?,
        gaps: found,
        gaps_count,
    })
}

/// What became of the wish to send again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resent {
    /// The letter is queued again.
    Queued,
    /// Everything in it is done meanwhile, or was told again.
    NoLongerNeeded,
}

/// Send a letter again that had failed.
pub async fn resend(ctx: &Context<'_>, mail: Uuid) -> Result<Resent> {
    let mut tx = ctx.write().await?;
    let found = mails::find_unit(&mut tx, mail).await?;
    let (unit, has_text) = found.ok_or(Error::NotFound)?;
    authorise(ctx, &mut tx, Action::ReadUnreached, unit).await?;
    let resent = if has_text && tells_something(ctx, &mut tx, mail).await? {
        mails::send_again(&mut tx, mail, ctx.now()).await?;
        Resent::Queued
    } else {
        mails::drop_failed(&mut tx, mail).await?;
        Resent::NoLongerNeeded
    };
    audit::record(ctx, &mut tx, "resend_mail", mail, Some(unit), json!({})).await?;
    tx.commit().await?;
    Ok(resent)
}

/// How the mail of the city goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailState {
    /// Letters on their way.
    pub waiting: i64,
    /// Letters that the server took today.
    pub sent_today: i64,
}

/// How the mail goes, for an administrator.
pub async fn mail_state(ctx: &Context<'_>) -> Result<MailState> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::ManagePeople, unit).await?;
    let (waiting, sent_today) = mails::counts(&mut tx, start_of(ctx.today())).await?;
    Ok(MailState {
        waiting,
        sent_today,
    })
}
