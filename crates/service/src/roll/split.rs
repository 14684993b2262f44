//! A household comes out of another one, which stays.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Household, LineageKind, RepresentativeDraft, require_reason, twin_key};
use dinh_store::WriteTx;
use dinh_store::roll::{households, lineage, representatives};
use serde_json::json;

use super::add::{cluster, enter, require_room, twin_message};
use super::end::unwhole;
use super::fields::{Gathered, day};
use super::place::managed;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// A splitting as typed.
#[derive(Clone, Debug, Default)]
pub struct SplitForm {
    /// Version of the household that was seen.
    pub version: i64,
    /// First day of the new household.
    pub on: [String; 3],
    /// Why.
    pub reason: String,
    /// Cluster of the new household.
    pub cluster: String,
    /// Who represents the new household.
    pub representative: RepresentativeDraft,
}

/// Split a new household off; gives the new one.
pub async fn split_household(
    ctx: &Context<'_>,
    id: HouseholdId,
    form: SplitForm,
) -> Result<Household> {
    let mut tx = ctx.write().await?;
    let after = split_household_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(after)
}

/// The same inside a transaction of the caller.
pub async fn split_household_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: HouseholdId,
    form: SplitForm,
) -> Result<Household> {
    let household = households::get(tx, id).await?;
    let unit = managed(ctx, tx, household.unit).await?;
    let today = ctx.today();
    let mut errors = Gathered::default();
    let on = errors.take(day("on", &form.on));
    if let Some(on) = on {
        errors.refuse(household.check_end(household.valid_from, on, today))?;
    } else {
        household.require_in_force()?;
    }
    let reason = errors.take(require_reason("reason", &form.reason));
    let cluster = errors.take(cluster(&form.cluster));
    let by = errors.take_all(form.representative.check(on.unwrap_or(today), false));
    if let Some(by) = &by {
        let present = representatives::latest(tx, id).await?;
        if twin_key(&by.name, &by.address) == twin_key(&present.name, &present.address) {
            errors.push("name", twin_message(household.number));
        }
    }
    errors.settle()?;
    let (reason, (cluster, by)) = reason.zip(cluster.zip(by)).ok_or_else(unwhole)?;
    require_room(tx, unit.id, today, 1).await?;
    households::touch(tx, id, form.version, &household.cluster).await?;
    let number = households::last_number(tx, unit.id).await? + 1;
    let new = enter(ctx, tx, &unit, number, cluster, &by).await?;
    lineage::add(tx, id, new.id, LineageKind::Split, by.valid_from, &reason).await?;
    let detail = json!({ "number": household.number, "new": new.number, "on": by.valid_from });
    audit::record(ctx, tx, "split_household", id, Some(unit.id), detail).await?;
    Ok(new)
}
