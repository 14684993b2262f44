//! Accounts and mandates as administrators and the people themselves see them.

use std::collections::BTreeMap;

use dinh_domain::ids::AccountId;
use dinh_domain::people::Mandate;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::people::accounts::{self, Account};
use dinh_store::people::mandates;

use super::account::may_manage;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::units::{UnitDirectory, directory};

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

/// A page of accounts whose login lies behind `after`; how many there are in all; and behind which login the next page begins.
pub async fn list(
    ctx: &Context<'_>,
    after: &str,
) -> Result<(Vec<AccountView>, i64, Option<String>)> {
    let mut tx = ctx.read().await?;
    may_manage(ctx, &mut tx).await?;
    let count = accounts::count(&mut tx).await?;
    let mut found = accounts::list(&mut tx, after, PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let Some(last) = found.last().map(|account| account.login.clone()) else {
        return Ok((Vec::new(), count, None));
    };
    let units = directory(ctx.platform, &mut tx).await?;
    let mut of_account: BTreeMap<AccountId, Vec<MandateView>> = BTreeMap::new();
    for mandate in mandates::of_logins(&mut tx, after, &last).await? {
        let of_one = of_account.entry(mandate.account).or_default();
        of_one.push(shown(ctx, &units, mandate));
    }
    let views = found.into_iter().map(|account| AccountView {
        mandates: of_account.remove(&account.id).unwrap_or_default(),
        account,
    });
    Ok((views.collect(), count, more.then_some(last)))
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
    let found = mandates::mandates(tx, account).await?.into_iter();
    Ok(found.map(|mandate| shown(ctx, &units, mandate)).collect())
}

fn shown(ctx: &Context<'_>, units: &UnitDirectory, mandate: Mandate) -> MandateView {
    let unit = units.find(mandate.unit);
    MandateView {
        holds: mandate.holds_on(ctx.today()),
        unit_name: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
        mandate,
    }
}
