//! One household with its history.

use dinh_domain::access::Action;
use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Household, LineageKind, Representative};
use dinh_domain::units::Unit;
use dinh_store::ReadTx;
use dinh_store::roll::frozen::{self, Mention};
use dinh_store::roll::households;
use dinh_store::roll::lineage::{self, Relative};
use dinh_store::roll::representatives::{self, Erasure};
use jiff::civil::Date;

use super::place::may_manage;
use crate::access::authorise;
use crate::error::Result;
use crate::platform::Context;
use crate::units::{UnitDirectory, directory};

/// A household before or after another.
#[derive(Clone, Debug)]
pub struct Related {
    /// How they follow one another.
    pub kind: LineageKind,
    /// From which day.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The other household.
    pub household: HouseholdId,
    /// Its number.
    pub number: i64,
    /// Name of its hamlet.
    pub unit_name: String,
}

/// A household with everything that is kept of it.
#[derive(Clone, Debug)]
pub struct HouseholdView {
    /// The household.
    pub household: Household,
    /// Its hamlet.
    pub unit: Unit,
    /// Everyone who represented it, the first one first.
    pub representatives: Vec<Representative>,
    /// Households it follows.
    pub predecessors: Vec<Related>,
    /// Households that follow it.
    pub successors: Vec<Related>,
    /// Fixed rolls on which it stands or stood.
    pub mentions: Vec<Mention>,
    /// What was erased.
    pub erasures: Vec<Erasure>,
    /// Whether this mandate may change it.
    pub may_manage: bool,
}

/// A household, for whoever may read the roll of its hamlet.
pub async fn get_household(ctx: &Context<'_>, id: HouseholdId) -> Result<HouseholdView> {
    let mut tx = ctx.read().await?;
    let household = households::get(&mut tx, id).await?;
    authorise(ctx, &mut tx, Action::ReadRoll, household.unit).await?;
    whole(ctx, &mut tx, household).await
}

/// Everything that is kept of a household.
pub(super) async fn whole(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    household: Household,
) -> Result<HouseholdView> {
    let id = household.id;
    let units = directory(ctx.platform, tx).await?;
    Ok(HouseholdView {
        unit: dinh_store::units::get(tx, household.unit).await?,
        representatives: representatives::of_household(tx, id).await?,
        predecessors: related(&units, lineage::predecessors(tx, id).await?),
        successors: related(&units, lineage::successors(tx, id).await?),
        mentions: frozen::of_household(tx, id).await?,
        erasures: representatives::erasures(tx, id).await?,
        may_manage: may_manage(ctx),
        household,
    })
}

fn related(units: &UnitDirectory, relatives: Vec<Relative>) -> Vec<Related> {
    relatives
        .into_iter()
        .map(|relative| Related {
            unit_name: units
                .find(relative.unit)
                .map_or_else(String::new, |unit| unit.full_name.clone()),
            kind: relative.kind,
            on: relative.on,
            reason: relative.reason,
            household: relative.household,
            number: relative.number,
        })
        .collect()
}
