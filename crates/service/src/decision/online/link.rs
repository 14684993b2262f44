//! Accounts through which representatives vote for their household.

use dinh_domain::access::{Action, Role};
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_store::decision::vote_cards;
use serde_json::json;

use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// The account with this login votes for the household from now on. It needs the role of a household representative in
/// the community of the household.
pub async fn link_account(ctx: &Context<'_>, login: &str, household: HouseholdId) -> Result<()> {
    let mut tx = ctx.write().await?;
    let found = dinh_store::roll::households::get(&mut tx, household).await?;
    let by = authorise(ctx, &mut tx, Action::ManageRoll, found.unit).await?;
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
    vote_cards::link(&mut tx, account.id, household, (by, ctx.now())).await?;
    let detail = json!({ "household": found.number });
    let unit = Some(found.unit);
    audit::record(
        ctx,
        &mut tx,
        "link_household_account",
        account.id,
        unit,
        detail,
    )
    .await?;
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
    let found = dinh_store::roll::households::get(&mut tx, household).await?;
    authorise(ctx, &mut tx, Action::ManageRoll, found.unit).await?;
    if vote_cards::household_of(&mut tx, account).await? != Some(household) {
        return Err(Error::NotFound);
    }
    vote_cards::unlink(&mut tx, account).await?;
    let detail = json!({ "household": found.number });
    let unit = Some(found.unit);
    audit::record(
        ctx,
        &mut tx,
        "unlink_household_account",
        account,
        unit,
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn unknown() -> Error {
    Error::field(
        "login",
        "Không có tài khoản này với vai trò đại diện hộ gia đình ở cộng đồng của hộ; hãy kiểm tra tên đăng nhập, hoặc nhờ quản trị viên cấp vai trò trước.",
    )
}
