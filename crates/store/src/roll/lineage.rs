//! How households follow one another: edges that are never removed.

use dinh_domain::ids::{HouseholdId, UnitId};
use dinh_domain::roll::LineageKind;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO household_lineage (predecessor_id, successor_id, kind, effective_on, reason) \
           VALUES ($1, $2, $3, $4, $5)";
    PREDECESSORS = "SELECT household_lineage.kind, household_lineage.effective_on, \
           household_lineage.reason, household.id, household.unit_id, household.number \
           FROM household_lineage JOIN household ON household.id = household_lineage.predecessor_id \
           WHERE household_lineage.successor_id = $1 \
           ORDER BY household_lineage.effective_on, household.number LIMIT 200";
    SUCCESSORS = "SELECT household_lineage.kind, household_lineage.effective_on, \
           household_lineage.reason, household.id, household.unit_id, household.number \
           FROM household_lineage JOIN household ON household.id = household_lineage.successor_id \
           WHERE household_lineage.predecessor_id = $1 \
           ORDER BY household_lineage.effective_on, household.number LIMIT 200";
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct EdgeRow {
    kind: String,
    effective_on: jiff_sqlx::Date,
    reason: String,
    id: Uuid,
    unit_id: Uuid,
    number: i64,
}

/// A household before or after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// How they follow one another.
    pub kind: LineageKind,
    /// From which day.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// The other household.
    pub household: HouseholdId,
    /// Its hamlet.
    pub unit: UnitId,
    /// Its number there.
    pub number: i64,
}

impl TryFrom<EdgeRow> for Relative {
    type Error = StoreError;

    fn try_from(row: EdgeRow) -> Result<Self> {
        Ok(Self {
            kind: LineageKind::find(&row.kind)
                .ok_or_else(|| StoreError::Damaged(format!("lineage kind {}", row.kind)))?,
            on: row.effective_on.to_jiff(),
            reason: row.reason,
            household: HouseholdId(row.id),
            unit: UnitId(row.unit_id),
            number: row.number,
        })
    }
}

/// A household follows another.
pub async fn add(
    tx: &mut WriteTx,
    predecessor: HouseholdId,
    successor: HouseholdId,
    kind: LineageKind,
    on: Date,
    reason: &str,
) -> Result<()> {
    tx.change(ADD)
        .bind(predecessor.0)
        .bind(successor.0)
        .bind(kind.code())
        .bind(on.to_sqlx())
        .bind(reason.to_owned())
        .run_one()
        .await
}

/// The households that this one follows.
pub async fn predecessors(tx: &mut ReadTx, of: HouseholdId) -> Result<Vec<Relative>> {
    let rows: Vec<EdgeRow> = tx.select(PREDECESSORS).bind(of.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The households that follow this one.
pub async fn successors(tx: &mut ReadTx, of: HouseholdId) -> Result<Vec<Relative>> {
    let rows: Vec<EdgeRow> = tx.select(SUCCESSORS).bind(of.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
