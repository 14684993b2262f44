//! The hamlets whose roll somebody may read or keep.

use std::collections::BTreeMap;

use dinh_domain::access::{Action, Role, reach};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_store::ReadTx;

use crate::access::authorise;
use crate::error::{Error, Result};
use crate::platform::Context;

/// More households than this are not one community.
pub const MOST_HOUSEHOLDS: i64 = 10_000;

/// Hamlets of a commune that are listed.
const MOST_HAMLETS: i64 = 500;

/// A hamlet with its roll.
#[derive(Clone, Debug)]
pub struct Place {
    /// The village or residential group.
    pub unit: Unit,
    /// Households on the roll today.
    pub households: i64,
}

/// A hamlet as its roll's pages show it.
#[derive(Clone, Debug)]
pub struct RollUnit {
    /// The village or residential group.
    pub unit: Unit,
    /// Whether this mandate may change the roll.
    pub may_manage: bool,
}

/// The hamlets whose roll this mandate may read: its own one, or those of its commune.
pub async fn roll_places(ctx: &Context<'_>) -> Result<Vec<Place>> {
    let own = ctx.unit().ok_or(Error::Forbidden)?;
    let mut tx = ctx.read().await?;
    authorise(ctx, &mut tx, Action::ReadRoll, own).await?;
    let unit = dinh_store::units::get(&mut tx, own).await?;
    let today = ctx.today();
    if unit.has_roll() {
        let households = dinh_store::roll::households::in_force(&mut tx, own, today).await?;
        return Ok(vec![Place { unit, households }]);
    }
    let hamlets = dinh_store::units::children(&mut tx, own, today, MOST_HAMLETS).await?;
    let counts: BTreeMap<UnitId, i64> =
        dinh_store::roll::households::counts_below(&mut tx, own, today, MOST_HAMLETS)
            .await?
            .into_iter()
            .collect();
    Ok(hamlets
        .into_iter()
        .filter(Unit::has_roll)
        .map(|unit| Place {
            households: counts.get(&unit.id).copied().unwrap_or(0),
            unit,
        })
        .collect())
}

/// The hamlet at an address, for whoever may read its roll.
pub async fn roll_unit(ctx: &Context<'_>, slug: &str) -> Result<RollUnit> {
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, slug)
        .await?
        .ok_or(Error::NotFound)?;
    authorise(ctx, &mut tx, Action::ReadRoll, unit.id).await?;
    require_hamlet(&unit)?;
    Ok(RollUnit {
        may_manage: may_manage(ctx),
        unit,
    })
}

/// The hamlet of a roll that is about to be changed.
pub(super) async fn managed(ctx: &Context<'_>, tx: &mut ReadTx, unit: UnitId) -> Result<Unit> {
    authorise(ctx, tx, Action::ManageRoll, unit).await?;
    let unit = dinh_store::units::get(tx, unit).await?;
    require_hamlet(&unit)?;
    Ok(unit)
}

/// Whether whoever reads a roll may change it too: both reach equally far.
pub(super) fn may_manage(ctx: &Context<'_>) -> bool {
    let has = |role: Role| reach(role, Action::ManageRoll) == reach(role, Action::ReadRoll);
    ctx.mandate().is_some_and(|mandate| has(mandate.role))
}

/// Only villages and residential groups have a roll (Art. 2(3)).
pub(super) fn require_hamlet(unit: &Unit) -> Result<()> {
    if unit.has_roll() {
        return Ok(());
    }
    Err(Error::Unlawful {
        article: "khoản 3 Điều 2 Luật 10/2022/QH15".into(),
        reason: format!(
            "{} không phải là thôn, ấp hay tổ dân phố, nên không có sổ hộ.",
            unit.full_name
        ),
        lawful_alternative: "Hãy chọn thôn, ấp hoặc tổ dân phố mà hộ cư trú.".into(),
    })
}
