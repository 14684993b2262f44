//! Units and their lineage.

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO unit (id, code, slug, kind, local_kind, name, full_name, folded_name, parent_id, \
           valid_from, valid_to, legal_basis, ended_basis, area_hectares, population, \
           population_source, headquarters, loudspeaker, portal, internal_system, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
           $19, $20, $21)";
    GET = "SELECT * FROM unit WHERE id = $1";
    BY_SLUG = "SELECT * FROM unit WHERE slug = $1";
    CURRENT_OF_KIND = "SELECT * FROM unit WHERE kind = $1 AND (valid_to IS NULL OR valid_to > $2) \
                       AND (valid_from IS NULL OR valid_from <= $2) ORDER BY folded_name LIMIT $3";
}

/// A unit as stored.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct UnitRow {
    id: Uuid,
    code: Option<String>,
    slug: String,
    kind: String,
    local_kind: String,
    name: String,
    full_name: String,
    parent_id: Option<Uuid>,
    valid_from: Option<jiff_sqlx::Date>,
    valid_to: Option<jiff_sqlx::Date>,
    legal_basis: String,
    ended_basis: String,
    area_hectares: Option<i64>,
    population: Option<i64>,
    population_source: String,
    headquarters: String,
    loudspeaker: bool,
    portal: bool,
    internal_system: bool,
    sample: bool,
}

impl TryFrom<UnitRow> for Unit {
    type Error = StoreError;

    fn try_from(row: UnitRow) -> Result<Self> {
        Ok(Self {
            id: UnitId(row.id),
            code: row.code,
            slug: row.slug,
            kind: UnitKind::find(&row.kind)
                .ok_or_else(|| StoreError::Damaged(format!("unit kind {}", row.kind)))?,
            local_kind: row.local_kind,
            name: row.name,
            full_name: row.full_name,
            parent: row.parent_id.map(UnitId),
            valid_from: row.valid_from.map(jiff_sqlx::Date::to_jiff),
            valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
            legal_basis: row.legal_basis,
            ended_basis: row.ended_basis,
            area_hectares: row.area_hectares,
            population: row.population,
            population_source: row.population_source,
            headquarters: row.headquarters,
            loudspeaker: row.loudspeaker,
            portal: row.portal,
            internal_system: row.internal_system,
            sample: row.sample,
        })
    }
}

/// Add a unit.
pub async fn add(tx: &mut WriteTx, unit: &Unit) -> Result<()> {
    tx.change(ADD)
        .bind(unit.id.0)
        .bind(unit.code.clone())
        .bind(unit.slug.clone())
        .bind(unit.kind.code())
        .bind(unit.local_kind.clone())
        .bind(unit.name.clone())
        .bind(unit.full_name.clone())
        .bind(dinh_domain::folding::fold(&unit.full_name))
        .bind(unit.parent.map(|id| id.0))
        .bind(unit.valid_from.map(ToSqlx::to_sqlx))
        .bind(unit.valid_to.map(ToSqlx::to_sqlx))
        .bind(unit.legal_basis.clone())
        .bind(unit.ended_basis.clone())
        .bind(unit.area_hectares)
        .bind(unit.population)
        .bind(unit.population_source.clone())
        .bind(unit.headquarters.clone())
        .bind(unit.loudspeaker)
        .bind(unit.portal)
        .bind(unit.internal_system)
        .bind(unit.sample)
        .run_one()
        .await
}

/// The unit with this identity.
pub async fn get(tx: &mut ReadTx, id: UnitId) -> Result<Unit> {
    let row: UnitRow = tx.select(GET).bind(id.0).one().await?;
    row.try_into()
}

/// The unit at this address.
pub async fn find_by_slug(tx: &mut ReadTx, slug: &str) -> Result<Option<Unit>> {
    let row: Option<UnitRow> = tx.select(BY_SLUG).bind(slug.to_owned()).optional().await?;
    row.map(TryInto::try_into).transpose()
}

/// Units of one kind that exist on a day, by name; at most `limit`.
pub async fn of_kind(tx: &mut ReadTx, kind: UnitKind, on: Date, limit: i64) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = tx
        .select(CURRENT_OF_KIND)
        .bind(kind.code())
        .bind(on.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
