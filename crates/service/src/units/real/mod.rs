//! The real city: Cần Thơ since 1 July 2025 with its 103 communes and wards, the three
//! provinces before, their districts until 30 June 2025 and every version of every
//! commune since 2004, from the data files that the product carries.

mod districts;
mod lineage;
mod plan;
mod rows;

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Lineage, Unit};
use dinh_store::WriteTx;
use serde_json::json;

use crate::error::{Error, Result};
use crate::platform::{Actor, Context};
use crate::register::{ActContent, Bytes, NewAct, record_act};

/// Day on which the present units took up their work.
pub const SINCE: jiff::civil::Date = jiff::civil::date(2025, 7, 1);

/// What was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealCity {
    /// The city of today.
    pub city: UnitId,
    /// Units of all kinds and times.
    pub units: usize,
    /// Edges of lineage.
    pub edges: usize,
}

/// Units and edges, parents before children, ready to be stored.
struct Plan {
    city: Unit,
    units: Vec<Unit>,
    edges: Vec<Lineage>,
}

/// Store the real city in the caller's transaction, once, into a database without units.
pub async fn import_real_city(ctx: &Context<'_>, tx: &mut WriteTx) -> Result<RealCity> {
    if !matches!(ctx.actor, Actor::Clockwork) {
        return Err(Error::Forbidden);
    }
    if dinh_store::units::version(tx).await? != 0 {
        return Err(Error::Conflict(
            "Đã có đơn vị trong cơ sở dữ liệu; danh sách đơn vị của thành phố chỉ nạp một lần khi mới cài đặt."
                .into(),
        ));
    }
    let (plan, done) = store_units(ctx, tx).await?;
    record_act(
        ctx,
        tx,
        NewAct {
            unit: &plan.city,
            room: "units",
            act: "open",
            thing: plan.city.id.0,
            laws: Vec::new(),
            contents: vec![ActContent {
                name: "don-vi.csv".into(),
                media_type: "text/csv".into(),
                bytes: Bytes::Text(super::export_csv::table(plan.units.iter())),
                sealed: false,
            }],
        },
    )
    .await?;
    crate::audit::record(
        ctx,
        tx,
        "import_real_city",
        plan.city.id,
        Some(plan.city.id),
        json!({ "units": done.units, "edges": done.edges }),
    )
    .await?;
    Ok(done)
}

/// Store the same units without an entry: the register has one already, and is being refilled.
pub(crate) async fn restore_units(ctx: &Context<'_>, tx: &mut WriteTx) -> Result<RealCity> {
    Ok(store_units(ctx, tx).await?.1)
}

async fn store_units(ctx: &Context<'_>, tx: &mut WriteTx) -> Result<(Plan, RealCity)> {
    let plan = plan::plan(ctx)?;
    for unit in &plan.units {
        dinh_store::units::add(tx, unit).await?;
    }
    for edge in &plan.edges {
        dinh_store::units::lineage::add(tx, edge).await?;
    }
    let done = RealCity {
        city: plan.city.id,
        units: plan.units.len(),
        edges: plan.edges.len(),
    };
    Ok((plan, done))
}
