//! The gate: every use case that is not public passes here first.

use dinh_domain::access::{Action, Reach, reach};
use dinh_domain::ids::{AccountId, UnitId};
use dinh_store::ReadTx;

use crate::error::{Error, Result};
use crate::platform::{Actor, Context};

/// Units are nested no deeper than this (city, commune, hamlet, and room to grow).
const DEPTH: usize = 6;

/// Let the call pass, or not: the mandate must hold today, its role must have the
/// action, and the action must reach the unit. Gives the account that acts.
pub async fn authorise(
    ctx: &Context<'_>,
    tx: &mut ReadTx,
    action: Action,
    unit: UnitId,
) -> Result<AccountId> {
    let Actor::Person(person) = &ctx.actor else {
        return Err(Error::Forbidden);
    };
    let mandate = person.mandate.as_ref().ok_or(Error::Forbidden)?;
    if mandate.account != person.account || !mandate.holds_on(ctx.today()) {
        return Err(Error::Forbidden);
    }
    let allowed = match reach(mandate.role, action) {
        None => false,
        Some(Reach::City) => true,
        Some(Reach::OwnUnit) => mandate.unit == unit,
        Some(Reach::Below) => is_below(tx, unit, mandate.unit).await?,
    };
    if allowed {
        Ok(person.account)
    } else {
        Err(Error::Forbidden)
    }
}

async fn is_below(tx: &mut ReadTx, unit: UnitId, above: UnitId) -> Result<bool> {
    let mut here = Some(unit);
    for _ in 0..DEPTH {
        match here {
            None => return Ok(false),
            Some(id) if id == above => return Ok(true),
            Some(id) => here = dinh_store::units::get(tx, id).await?.parent,
        }
    }
    Ok(false)
}
