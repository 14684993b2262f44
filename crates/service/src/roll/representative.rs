//! Somebody else represents a household, or what was written of them was wrong.

use dinh_domain::folding::fold;
use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{RepresentativeDraft, check_day};
use dinh_store::decision::vote_cards;
use dinh_store::roll::{households, representatives};
use serde_json::json;

use super::add::cluster;
use super::fields::{Gathered, day};
use super::place::managed;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;

/// A change as typed.
#[derive(Clone, Debug, Default)]
pub struct RepresentativeForm {
    /// Version of the household that was seen.
    pub version: i64,
    /// Cluster.
    pub cluster: String,
    /// First day of what is typed. The first day of the present entry mends that entry;
    /// a later day keeps it in the history and begins a new one.
    pub on: [String; 3],
    /// Who represents the household.
    pub representative: RepresentativeDraft,
}

/// Change or mend who represents a household.
pub async fn change_representative(
    ctx: &Context<'_>,
    id: HouseholdId,
    form: RepresentativeForm,
) -> Result<()> {
    let mut tx = ctx.write().await?;
    let household = households::get(&mut tx, id).await?;
    let unit = managed(ctx, &mut tx, household.unit).await?;
    household.require_in_force()?;
    let present = representatives::latest(&mut tx, id).await?;
    let mut errors = Gathered::default();
    let today = ctx.today();
    let on = errors.take(day("on", &form.on).and_then(|on| {
        check_day("on", on, present.valid_from, today)?;
        Ok(on)
    }));
    let cluster = errors.take(cluster(&form.cluster));
    let by = errors.take_all(form.representative.check(on.unwrap_or(today), true));
    errors.settle()?;
    let (Some(cluster), Some(by)) = (cluster, by) else {
        return Err(Error::Internal("a checked change is not whole".into()));
    };
    households::touch(&mut tx, id, form.version, &cluster).await?;
    let mended = by.valid_from == present.valid_from;
    if mended {
        representatives::mend(&mut tx, id, &by).await?;
    } else {
        representatives::end(&mut tx, id, by.valid_from).await?;
        representatives::add(&mut tx, id, &by).await?;
    }
    // Whoever no longer represents the household no longer votes for it with an account.
    if fold(&by.name) != fold(&present.name) {
        vote_cards::unlink_household(&mut tx, id).await?;
    }
    let detail = json!({
        "number": household.number,
        "on": by.valid_from,
        "capacity": by.capacity.code(),
        "mended": mended,
    });
    audit::record(
        ctx,
        &mut tx,
        "change_representative",
        id,
        Some(unit.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
