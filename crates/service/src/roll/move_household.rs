//! A household goes on in another hamlet of the same commune.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Household, LineageKind, Representative};
use dinh_domain::units::Unit;
use dinh_store::roll::{households, lineage};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::add::{enter, require_room};
use super::end::{EndForm, leave, leaving, unwhole};
use super::fields::Gathered;
use super::place::managed;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// A move as typed.
#[derive(Clone, Debug, Default)]
pub struct MoveForm {
    /// When, why, and the version of the household that was seen.
    pub end: EndForm,
    /// Address part of the hamlet it moves to.
    pub to: String,
    /// Address of the household there.
    pub address: String,
}

/// Move a household; gives it as it begins in the other hamlet, with a number of there.
/// Whoever moves keeps the rolls of both hamlets: the clerk of their commune.
pub async fn move_household(
    ctx: &Context<'_>,
    id: HouseholdId,
    form: MoveForm,
) -> Result<Household> {
    let mut tx = ctx.write().await?;
    let after = move_household_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(after)
}

/// The same inside a transaction of the caller.
pub async fn move_household_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: HouseholdId,
    form: MoveForm,
) -> Result<Household> {
    let household = households::get(tx, id).await?;
    let from = managed(ctx, tx, household.unit).await?;
    let mut errors = Gathered::default();
    let leaving = leaving(ctx, tx, &mut errors, &household, &form.end).await?;
    let to = destination(tx, &mut errors, &from, &form.to).await?;
    let address = clean_address(&mut errors, &form.address);
    if let (Some(to), Some(leaving)) = (&to, &leaving)
        && !to.exists_on(leaving.on)
    {
        errors.push(
            "on",
            format!("Ngày này chưa có, hoặc không còn, {}.", to.full_name),
        );
    }
    errors.settle()?;
    let (leaving, to) = leaving.zip(to).ok_or_else(unwhole)?;
    managed(ctx, tx, to.id).await?;
    require_room(tx, to.id, ctx.today(), 1).await?;
    leave(tx, &household, form.end.version, &leaving).await?;
    let by = Representative {
        address,
        valid_from: leaving.on,
        valid_to: None,
        ..leaving.by.clone()
    };
    let number = households::last_number(tx, to.id).await? + 1;
    let new = enter(ctx, tx, &to, number, String::new(), &by).await?;
    let (kind, on) = (LineageKind::Move, leaving.on);
    lineage::add(tx, id, new.id, kind, on, &leaving.reason).await?;
    let detail = json!({ "number": household.number, "new": new.number, "on": on });
    for (thing, unit) in [(id, from.id), (new.id, to.id)] {
        let detail = detail.clone();
        audit::record(ctx, tx, "move_household", thing, Some(unit), detail).await?;
    }
    Ok(new)
}

async fn destination(
    tx: &mut ReadTx,
    errors: &mut Gathered,
    from: &Unit,
    slug: &str,
) -> Result<Option<Unit>> {
    let found = dinh_store::units::find_by_slug(tx, slug.trim()).await?;
    let suits = |to: &Unit| to.id != from.id && to.parent == from.parent && to.has_roll();
    match found {
        Some(to) if suits(&to) => Ok(Some(to)),
        _ => {
            errors.push(
                "to",
                "Hãy chọn một thôn, ấp hoặc tổ dân phố khác của cùng xã, phường.",
            );
            Ok(None)
        }
    }
}

fn clean_address(errors: &mut Gathered, typed: &str) -> String {
    let address = dinh_domain::folding::clean(typed).replace('\n', " ");
    if address.is_empty() {
        errors.push("address", "Hãy nhập địa chỉ của hộ ở nơi mới.");
    } else if address.chars().count() > 300 {
        errors.push("address", "Hãy rút còn tối đa 300 ký tự.");
    }
    address
}
