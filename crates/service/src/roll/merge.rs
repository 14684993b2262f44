//! A household goes up in another one of the same hamlet.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Household, LineageKind};
use dinh_store::roll::{households, lineage};
use dinh_store::{ReadTx, WriteTx};
use serde_json::json;

use super::add::parse_number;
use super::end::{EndForm, leave, leaving, unwhole};
use super::fields::Gathered;
use super::place::managed;
use crate::audit;
use crate::error::Result;
use crate::platform::Context;

/// A merging as typed.
#[derive(Clone, Debug, Default)]
pub struct MergeForm {
    /// When, why, and the version of the household that was seen.
    pub end: EndForm,
    /// Number of the household that stays.
    pub into: String,
}

/// Merge a household into another one; gives the one that stays.
pub async fn merge_household(
    ctx: &Context<'_>,
    id: HouseholdId,
    form: MergeForm,
) -> Result<Household> {
    let mut tx = ctx.write().await?;
    let after = merge_household_in(ctx, &mut tx, id, form).await?;
    tx.commit().await?;
    Ok(after)
}

/// The same inside a transaction of the caller.
pub async fn merge_household_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: HouseholdId,
    form: MergeForm,
) -> Result<Household> {
    let household = households::get(tx, id).await?;
    let unit = managed(ctx, tx, household.unit).await?;
    let mut errors = Gathered::default();
    let leaving = leaving(ctx, tx, &mut errors, &household, &form.end).await?;
    let into = staying(tx, &mut errors, &household, &form.into).await?;
    if let (Some(into), Some(leaving)) = (&into, &leaving)
        && !into.is_in_force_on(leaving.on)
    {
        errors.push(
            "into",
            format!(
                "Hộ số {} không có tên trong sổ vào ngày này; hãy chọn hộ khác hoặc ngày khác.",
                into.number
            ),
        );
    }
    errors.settle()?;
    let (leaving, into) = leaving.zip(into).ok_or_else(unwhole)?;
    leave(tx, &household, form.end.version, &leaving).await?;
    lineage::add(
        tx,
        household.id,
        into.id,
        LineageKind::Merge,
        leaving.on,
        &leaving.reason,
    )
    .await?;
    let detail = json!({ "number": household.number, "into": into.number, "on": leaving.on });
    audit::record(ctx, tx, "merge_household", id, Some(unit.id), detail).await?;
    Ok(into)
}

/// The household that stays: another one of the same hamlet.
async fn staying(
    tx: &mut ReadTx,
    errors: &mut Gathered,
    leaving: &Household,
    typed: &str,
) -> Result<Option<Household>> {
    let Ok(number) = parse_number(typed) else {
        errors.push("into", "Hãy nhập số của hộ sẽ giữ lại trong sổ.");
        return Ok(None);
    };
    if number == leaving.number {
        errors.push("into", "Đây là chính hộ này; hãy nhập số của hộ khác.");
        return Ok(None);
    }
    let found = households::find_by_number(tx, leaving.unit, number).await?;
    if found.is_none() {
        errors.push(
            "into",
            format!("Trong sổ không có hộ số {number}; hãy kiểm tra lại số."),
        );
    }
    Ok(found)
}
