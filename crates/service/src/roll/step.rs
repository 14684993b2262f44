//! The steps that end or multiply households, behind one door: checked first as if they
//! were taken, then taken.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::Household;
use dinh_store::WriteTx;
use dinh_store::roll::households;

use super::end::{EndForm, end_household_in};
use super::merge::{MergeForm, merge_household_in};
use super::move_household::{MoveForm, move_household_in};
use super::split::{SplitForm, split_household_in};
use crate::error::Result;
use crate::platform::Context;

/// A step as typed.
#[derive(Clone, Debug)]
pub enum Step {
    /// The household leaves the roll.
    End(EndForm),
    /// It goes up in another one.
    Merge(MergeForm),
    /// Another one comes out of it.
    Split(SplitForm),
    /// It goes on in another hamlet.
    Move(MoveForm),
}

/// Whether the step could be taken now; nothing is stored. Gives the household that
/// there would be to look at afterwards.
pub async fn check_step(ctx: &Context<'_>, id: HouseholdId, step: Step) -> Result<Household> {
    let mut tx = ctx.write().await?;
    // Not committed: what was written is gone when the transaction is dropped.
    step_in(ctx, &mut tx, id, step).await
}

/// Take the step; gives the household to look at afterwards.
pub async fn take_step(ctx: &Context<'_>, id: HouseholdId, step: Step) -> Result<Household> {
    let mut tx = ctx.write().await?;
    let after = step_in(ctx, &mut tx, id, step).await?;
    tx.commit().await?;
    Ok(after)
}

async fn step_in(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    id: HouseholdId,
    step: Step,
) -> Result<Household> {
    match step {
        Step::End(form) => {
            end_household_in(ctx, tx, id, form).await?;
            Ok(households::get(tx, id).await?)
        }
        Step::Merge(form) => merge_household_in(ctx, tx, id, form).await,
        Step::Split(form) => split_household_in(ctx, tx, id, form).await,
        Step::Move(form) => move_household_in(ctx, tx, id, form).await,
    }
}
