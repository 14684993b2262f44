//! Accounts through which representatives vote for their household without a card. Who keeps the roll links an account;
//! it votes once its holder has said yes, and no longer than the holder represents the household.

use dinh_domain::access::{Action, Role};
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_domain::roll::Household;
use dinh_store::WriteTx;
use dinh_store::decision::vote_cards::{self, LinkRow};
use dinh_store::roll::{households, representatives};
use serde_json::json;

use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The account with this login is to vote for the household, once its holder says yes. It needs the role of a household
/// representative in the community of the household.
pub async fn link_account(ctx: &Context<'_>, login: &str, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let found = households::get(&mut tx, household).await?;
    let by = authorise(ctx, &mut tx, Action::ManageRoll, found.unit).await?;
    found.require_in_force()?;
    let account = dinh_store::people::accounts::find_by_login(&mut tx, login.trim())
        .await?
        .ok_or_else(unknown)?;
    let today = ctx.today();
    let mandates = dinh_store::people::mandates::mandates(&mut tx, account.id).await?;
    let represents = mandates.iter().any(|mandate| {
        mandate.role == Role::HouseholdRepresentative
            && mandate.unit == found.unit
            && mandate.holds_on(today)
    });
    if !represents {
        return Err(unknown());
    }
    let known = vote_cards::link_of(&mut tx, account.id).await?;
    if known.is_some_and(|(other, _)| other != household) {
        return Err(Error::field(
            "login",
            "Tài khoản này đã nối với một hộ khác; mỗi tài khoản bỏ phiếu cho một hộ. Hãy gỡ liên kết ở hộ kia trước.",
        ));
    }
    vote_cards::link(&mut tx, account.id, household, (by, ctx.now())).await?;
    trail(ctx, &mut tx, "link_household_account", account.id, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// The account votes for no household any more.
pub async fn unlink_account(
    ctx: &Context<'_>,
    account: AccountId,
    household: HouseholdId,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let found = households::get(&mut tx, household).await?;
    authorise(ctx, &mut tx, Action::ManageRoll, found.unit).await?;
    unlink(ctx, &mut tx, account, &found).await?;
    tx.commit().await?;
    Ok(())
}

async fn unlink(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    account: AccountId,
    household: &Household,
) -> Result<()> {
    let link = vote_cards::link_of(tx, account).await?;
    if link.is_none_or(|(linked, _)| linked != household.id) {
        return Err(Error::NotFound);
    }
    vote_cards::unlink(tx, account).await?;
    trail(ctx, tx, "unlink_household_account", account, household).await
}

async fn trail(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    action: &'static str,
    account: AccountId,
    household: &Household,
) -> Result<()> {
    let detail = json!({ "household": household.number });
    audit::record(ctx, tx, action, account, Some(household.unit), detail).await
}

/// The accounts of a household, for whoever keeps the roll.
pub async fn linked_accounts(ctx: &Context<'_>, household: HouseholdId) -> Result<Vec<LinkRow>> {
    let mut tx = ctx.read().await?;
    let found = households::get(&mut tx, household).await?;
    authorise(ctx, &mut tx, Action::ManageRoll, found.unit).await?;
    Ok(vote_cards::links_of(&mut tx, household).await?)
}

/// The household that an account is linked to, as its holder sees it.
#[derive(Clone, Debug)]
pub struct OwnLink {
    /// Household.
    pub household: HouseholdId,
    /// Number in its community.
    pub number: i64,
    /// Name of the community.
    pub community: String,
    /// Who represents it; empty once erased.
    pub representative: String,
    /// The holder has said yes.
    pub confirmed: bool,
}

/// The link of the account that is signed in; nothing when there is none.
pub async fn own_link(ctx: &Context<'_>) -> Result<Option<OwnLink>> {
    let mut tx = ctx.read().await?;
    let unit = ctx.unit().ok_or(Error::Forbidden)?;
    let account = authorise(ctx, &mut tx, Action::VoteOnline, unit).await?;
    let Some((household, confirmed)) = vote_cards::link_of(&mut tx, account).await? else {
        return Ok(None);
    };
    let found = households::get(&mut tx, household).await?;
    let community = dinh_store::units::get(&mut tx, found.unit).await?;
    let present = representatives::latest(&mut tx, household).await?;
    Ok(Some(OwnLink {
        household,
        number: found.number,
        community: community.full_name,
        representative: present.name,
        confirmed,
    }))
}

/// The holder of the account says that they represent the household.
pub async fn confirm_link(ctx: &Context<'_>, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let found = households::get(&mut tx, household).await?;
    let account = authorise(ctx, &mut tx, Action::VoteOnline, found.unit).await?;
    match vote_cards::link_of(&mut tx, account).await? {
        Some((linked, false)) if linked == household => {}
        Some((linked, true)) if linked == household => return Ok(()),
        _ => return Err(Error::NotFound),
    }
    vote_cards::confirm_link(&mut tx, account, household, ctx.now()).await?;
    trail(ctx, &mut tx, "confirm_household_account", account, &found).await?;
    tx.commit().await?;
    Ok(())
}

/// The holder of the account does not represent the household, or no longer wants to vote with it.
pub async fn drop_own_link(ctx: &Context<'_>, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let found = households::get(&mut tx, household).await?;
    let account = authorise(ctx, &mut tx, Action::VoteOnline, found.unit).await?;
    unlink(ctx, &mut tx, account, &found).await?;
    tx.commit().await?;
    Ok(())
}

fn unknown() -> Error {
    Error::field(
        "login",
        "Không có tài khoản này với vai trò đại diện hộ gia đình ở cộng đồng của hộ; hãy kiểm tra tên đăng nhập, hoặc nhờ quản trị viên cấp vai trò trước.",
    )
}
