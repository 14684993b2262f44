//! Units, effective-dated. A unit that ends stays for ever: rows are closed, never removed.
//!
//! Every change of a unit or of the lineage raises [`version`], so that whoever keeps
//! units in memory knows when to read them again.

pub mod lineage;

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
    BY_KEY = "SELECT * FROM unit WHERE kind = $1 AND code = $2 \
              AND (valid_from = $3 OR (valid_from IS NULL AND CAST($3 AS DATE) IS NULL))";
    BY_CODE = "SELECT * FROM unit WHERE code = $1 AND (valid_from IS NULL OR valid_from <= $2) \
               AND (valid_to IS NULL OR valid_to > $2) ORDER BY kind LIMIT 20";
    AS_OF = "SELECT * FROM unit WHERE (valid_from IS NULL OR valid_from <= $1) \
             AND (valid_to IS NULL OR valid_to > $1) ORDER BY folded_name, slug LIMIT $2";
    CHILDREN = "SELECT * FROM unit WHERE parent_id = $1 AND (valid_from IS NULL OR valid_from <= $2) \
                AND (valid_to IS NULL OR valid_to > $2) ORDER BY folded_name, slug LIMIT $3";
    ALL = "SELECT * FROM unit ORDER BY folded_name, slug LIMIT $1";
    CLOSE = "UPDATE unit SET valid_to = $2, ended_basis = $3 WHERE id = $1 AND valid_to IS NULL";
    CHANGE_FACTS = "UPDATE unit SET area_hectares = $2, population = $3, population_source = $4, \
                    headquarters = $5, loudspeaker = $6, portal = $7, internal_system = $8 \
                    WHERE id = $1 AND valid_to IS NULL";
    VERSION = "SELECT value FROM short_number WHERE kind = 'unit_change'";
    CURRENT_OF_KIND = "SELECT * FROM unit WHERE kind = $1 AND (valid_to IS NULL OR valid_to > $2) \
                       AND (valid_from IS NULL OR valid_from <= $2) ORDER BY folded_name LIMIT $3";
}

/// A unit as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of the table")]
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
        .await?;
    raise_version(tx).await
}

/// End a unit on `day`, its first day of being no more. Ending it twice is a conflict.
pub async fn close(tx: &mut WriteTx, id: UnitId, day: Date, basis: &str) -> Result<()> {
    tx.change(CLOSE)
        .bind(id.0)
        .bind(day.to_sqlx())
        .bind(basis.to_owned())
        .run_one()
        .await?;
    raise_version(tx).await
}

/// Save area, population, office and means of disclosure of a living unit; its
/// identity, name and dates stay.
pub async fn change_facts(tx: &mut WriteTx, unit: &Unit) -> Result<()> {
    tx.change(CHANGE_FACTS)
        .bind(unit.id.0)
        .bind(unit.area_hectares)
        .bind(unit.population)
        .bind(unit.population_source.clone())
        .bind(unit.headquarters.clone())
        .bind(unit.loudspeaker)
        .bind(unit.portal)
        .bind(unit.internal_system)
        .run_one()
        .await?;
    raise_version(tx).await
}

async fn raise_version(tx: &mut WriteTx) -> Result<()> {
    crate::numbers::next(tx, "unit_change").await?;
    Ok(())
}

/// How often units or their lineage have changed.
pub async fn version(tx: &mut ReadTx) -> Result<i64> {
    let row: Option<(i64,)> = tx.select(VERSION).optional().await?;
    Ok(row.map_or(0, |(value,)| value))
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

/// The unit with this kind, code and first day.
pub async fn find_by_key(
    tx: &mut ReadTx,
    kind: UnitKind,
    code: &str,
    valid_from: Option<Date>,
) -> Result<Option<Unit>> {
    let row: Option<UnitRow> = tx
        .select(BY_KEY)
        .bind(kind.code())
        .bind(code.to_owned())
        .bind(valid_from.map(ToSqlx::to_sqlx))
        .optional()
        .await?;
    row.map(TryInto::try_into).transpose()
}

/// The units that carry this code on a day: codes are re-used, and a district may
/// share one with an agency.
pub async fn by_code(tx: &mut ReadTx, code: &str, on: Date) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = tx
        .select(BY_CODE)
        .bind(code.to_owned())
        .bind(on.to_sqlx())
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every unit that exists on a day, by name; at most `limit`.
pub async fn as_of(tx: &mut ReadTx, on: Date, limit: i64) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = tx
        .select(AS_OF)
        .bind(on.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The units directly below one on a day, by name; at most `limit`.
pub async fn children(tx: &mut ReadTx, of: UnitId, on: Date, limit: i64) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = tx
        .select(CHILDREN)
        .bind(of.0)
        .bind(on.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every unit that is or ever was, by name; at most `limit`.
pub async fn all(tx: &mut ReadTx, limit: i64) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = tx.select(ALL).bind(limit).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
