//! The rolls of a commune's hamlets in one transaction, straight into the store: a roll that is handed in would be checked
//! line by line, and nothing here can be wrong.

use dinh_domain::ids::HouseholdId;
use dinh_domain::roll::{Capacity, Household, Representative};
use dinh_domain::units::Unit;
use dinh_store::WriteTx;
use dinh_store::roll::{households, representatives};

use super::cast::Cast;
use super::progress::{Progress, number, share};
use super::{FIRST_DAY, stage};
use crate::demo::dice::Dice;
use crate::demo::hamlets::name;
use crate::error::{Error, Result};
use crate::platform::{Actor, Context, Platform};

/// Fill the rolls of the next commune.
pub(super) async fn fill(platform: &Platform, cast: &Cast, progress: &mut Progress) -> Result<()> {
    let office = cast.offices.get(progress.rolls).ok_or(Error::NotFound)?;
    let batch = format!("rolls {}", office.unit.slug);
    let (stage, _) = stage(platform, &batch, FIRST_DAY)?;
    let ctx = Context::new(&stage, Actor::Clockwork);
    let dice = Dice::new(super::seed(&batch)?);
    let mut tx = ctx.write().await?;
    let (all, total) = (
        number(cast.hamlets.len())?,
        number(progress.scale.households)?,
    );
    for (place, hamlet) in cast.hamlets.iter().enumerate() {
        if hamlet.unit.parent != Some(office.unit.id) {
            continue;
        }
        let place = number(place)?;
        let count = share(total, place + 1, all) - share(total, place, all);
        add(&ctx, &mut tx, &dice, &hamlet.unit, count).await?;
    }
    progress.rolls += 1;
    progress.save(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

async fn add(
    ctx: &Context<'_>,
    tx: &mut WriteTx,
    dice: &Dice,
    hamlet: &Unit,
    count: u64,
) -> Result<()> {
    for number in 1..=i64::try_from(count).map_err(|_| Error::Busy)? {
        let household = Household {
            id: HouseholdId(ctx.new_id()),
            unit: hamlet.id,
            number,
            cluster: String::new(),
            valid_from: FIRST_DAY,
            valid_to: None,
            ended_reason: String::new(),
            version: 1,
            sample: true,
        };
        households::add(tx, &household).await?;
        let representative = Representative {
            name: name(dice),
            address: format!("Số {number}, {}", hamlet.full_name),
            phone: String::new(),
            capacity: Capacity::Full,
            basis: String::new(),
            valid_from: FIRST_DAY,
            valid_to: None,
            erased: false,
        };
        representatives::add(tx, household.id, &representative).await?;
    }
    Ok(())
}
