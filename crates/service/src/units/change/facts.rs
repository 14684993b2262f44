//! Facts of a living unit that may change without making another unit of it.

use dinh_domain::folding::clean;
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_store::WriteTx;
use serde_json::json;

use super::check::Check;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::register::{ActContent, Bytes, NewAct, record_act};
use crate::units::directory::directory;
use crate::units::import_csv::may_manage;

/// The facts as they shall be.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whole hectares.
    pub area_hectares: Option<i64>,
    /// Inhabitants.
    pub population: Option<i64>,
    /// Where the figure comes from; needed with a population.
    pub population_source: String,
    /// Office.
    pub headquarters: String,
    /// Has a working loudspeaker network (Art. 13(3)).
    pub loudspeaker: bool,
    /// Has a portal or site (Art. 13(1)).
    pub portal: bool,
    /// Has an internal information system (Arts 48(1), 66(1)).
    pub internal_system: bool,
}

/// Save the facts; duties opened before keep the forms that they had.
pub async fn change_facts(ctx: &Context<'_>, id: UnitId, facts: Facts) -> Result<()> {
    let mut tx = ctx.write().await?;
    may_manage(ctx, &mut tx).await?;
    let directory = directory(ctx.platform, &mut tx).await?;
    let unit = directory.find(id).ok_or(Error::NotFound)?;
    let mut check = Check::new(&directory);
    let source = clean(&facts.population_source);
    if facts.population.is_some() && source.is_empty() {
        check.wrong(
            "population_source",
            "Có số dân thì phải ghi nguồn và ngày của số liệu.",
        );
    }
    if facts.population.is_some_and(|number| number < 0)
        || facts.area_hectares.is_some_and(|number| number < 0)
    {
        check.wrong("population", "Dân số và diện tích không thể là số âm.");
    }
    check.done()?;
    let changed = Unit {
        area_hectares: facts.area_hectares,
        population: facts.population,
        population_source: source,
        headquarters: clean(&facts.headquarters),
        loudspeaker: facts.loudspeaker,
        portal: facts.portal,
        internal_system: facts.internal_system,
        ..unit.clone()
    };
    dinh_store::units::change_facts(&mut tx, &changed).await?;
    enter(ctx, &mut tx, &changed).await?;
    let detail = json!({
        "loudspeaker": changed.loudspeaker,
        "portal": changed.portal,
        "internal_system": changed.internal_system,
        "population": changed.population,
        "area_hectares": changed.area_hectares,
    });
    crate::audit::record(ctx, &mut tx, "change_unit_facts", id, Some(id), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// The public facts, as one act in the register.
async fn enter(ctx: &Context<'_>, tx: &mut WriteTx, unit: &Unit) -> Result<()> {
    let text = json!({
        "unit": unit.register_key(),
        "area_hectares": unit.area_hectares,
        "population": unit.population,
        "population_source": unit.population_source,
        "headquarters": unit.headquarters,
        "loudspeaker": unit.loudspeaker,
        "portal": unit.portal,
        "internal_system": unit.internal_system,
    });
    record_act(
        ctx,
        tx,
        NewAct {
            unit,
            room: "units",
            act: "amend",
            thing: unit.id.0,
            laws: Vec::new(),
            contents: vec![ActContent {
                name: "so-lieu.json".into(),
                media_type: "application/json".into(),
                bytes: Bytes::Text(text.to_string()),
                sealed: false,
            }],
        },
    )
    .await?;
    Ok(())
}
