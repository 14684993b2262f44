//! A household leaves the roll: moved away, died out, written down by mistake.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Household, Representative, require_reason};
use dinh_store::roll::{households, representatives};
use dinh_store::{ReadTx, WriteTx};
use jiff::civil::Date;
use serde_json::json;

use super::fields::{Gathered, day};
use super::place::managed;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// An end as typed.
#[derive(Clone, Debug, Default)]
pub struct EndForm {
    /// Version of the household that was seen.
    pub version: i64,
    /// First day off the roll.
    pub on: [String; 3],
    /// Why.
    pub reason: String,
}

/// End a household; it keeps its number and its history.
pub async fn end_household(ctx: &Context<'_>, id: HouseholdId, form: EndForm) -> Result<()> {
    let mut tx = ctx.write().await?;
    end_household_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(())
}

/// The same inside a transaction of the caller.
pub async fn end_household_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: HouseholdId,
    form: EndForm,
) -> Result<()> {
    let household = households::get(tx, id).await?;
    let unit = managed(ctx, tx, household.unit).await?;
    let mut errors = Gathered::default();
    let leaving = leaving(ctx, tx, &mut errors, &household, &form).await?;
    errors.settle()?;
    let leaving = leaving.ok_or_else(unwhole)?;
    leave(tx, &household, form.version, &leaving).await?;
    let detail = json!({ "number": household.number, "on": leaving.on });
    audit::record(ctx, tx, "end_household", id, Some(unit.id), detail).await?;
    Ok(())
}

/// When and why a household leaves, and who represented it last.
pub(super) struct Leaving {
    pub on: Date,
    pub reason: String,
    pub by: Representative,
}

/// Check that a household may leave as typed; errors are gathered.
pub(super) async fn leaving(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    errors: &mut Gathered,
    household: &Household,
    form: &EndForm,
) -> Result<Option<Leaving>> {
    let by = representatives::latest(tx, household.id).await?;
    household.require_in_force()?;
    let on = errors.take(day("on", &form.on));
    let reason = errors.take(require_reason("reason", &form.reason));
    if let Some(on) = on {
        errors.refuse(household.check_end(by.valid_from, on, ctx.today()))?;
    }
    Ok(match (on, reason) {
        (Some(on), Some(reason)) => Some(Leaving { on, reason, by }),
        _ => None,
    })
}

/// Write the end of a household and of who represented it.
pub(super) async fn leave(
    tx: &mut WriteTx,
    household: &Household,
    version: i64,
    leaving: &Leaving,
) -> Result<()> {
    households::end(tx, household.id, version, leaving.on, &leaving.reason).await?;
    representatives::end(tx, household.id, leaving.on).await?;
    Ok(())
}

/// A fault of ours: what was checked is not there.
pub(super) fn unwhole() -> Error {
    Error::Internal("a checked form is not whole".into())
}
