//! Accounts and mandates as administrators and the people themselves see them.

use dinh_domain::ids::AccountId;
use dinh_domain::people::Mandate;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::mandates;

use super::account::may_manage;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::units::directory;

/// Accounts on a page of the list.
pub const PAGE: i64 = 20;

/// A mandate with the name of its unit.
#[derive(Clone, Debug)]
pub struct MandateView {
    /// The mandate.
    pub mandate: Mandate,
    /// Name of its unit.
    pub unit_name: String,
    /// Whether it holds today.
    pub holds: bool,
}

/// An account with its mandates.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// The account.
    pub account: Account,
    /// Its mandates, past and future ones too.
    pub mandates: Vec<MandateView>,
}

/// A page of accounts (from 1), and how many there are in all.
pub async fn list(ctx: &Context<'_>, page: i64) -> Result<(Vec<AccountView>, i64)> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let count = accounts::count(&mut tx).await?;
    let mut views = Vec::new();
    for account in accounts::list(&mut tx, PAGE, (page.clamp(1, 100_000) - 1) * PAGE).await? {
        views.push(view(ctx, &mut tx, account).await?);
    }
    Ok((views, count))
}

/// One account.
pub async fn get_account(ctx: &Context<'_>, id: AccountId) -> Result<AccountView> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let account = accounts::get(&mut tx, id).await?;
    view(ctx, &mut tx, account).await
}

/// The mandates of the person themselves.
pub async fn my_mandates(ctx: &Context<'_>) -> Result<Vec<MandateView>> {
    let Actor::Person(person) = &ctx.actor else {
        return Err(Error::Forbidden);
    };
    let mut tx = ctx.read().await?;
    mandates_of(ctx, &mut tx, person.account).await
}

/// The units in which a mandate can be given today.
pub async fn units_for_mandates(ctx: &Context<'_>) -> Result<Vec<Unit>> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let units = directory(ctx.platform, &mut tx).await?;
    let today = units.as_of(ctx.today(), |_| true);
    Ok(today.into_iter().cloned().collect())
}

async fn view(ctx: &Context<'_>, tx: &mut ReadTx, account: Account) -> Result<AccountView> {
    let mandates = mandates_of(ctx, tx, account.id).await?;
    Ok(AccountView { account, mandates })
}

pub(super) async fn mandates_of(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    account: AccountId,
) -> Result<Vec<MandateView>> {
    let units = directory(ctx.platform, tx).await?;
    let name = |unit| units.find(unit).map(|unit| unit.full_name.clone());
    let found = mandates(tx, account).await?.into_iter();
    Ok(found
        .map(|mandate| MandateView {
            holds: mandate.holds_on(ctx.today()),
            unit_name: name(mandate.unit).unwrap_or_default(),
            mandate,
        })
        .collect())
}
