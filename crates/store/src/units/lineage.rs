//! How units follow one another: edges from predecessor to successor, never removed.

use dinh_domain::ids::UnitId;
use dinh_domain::units::{Lineage, LineageKind, Part};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO unit_lineage (predecessor_id, successor_id, kind, part, effective_on, \
           legal_basis, clause, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    PREDECESSORS = "SELECT * FROM unit_lineage WHERE successor_id = $1 ORDER BY predecessor_id LIMIT 1000";
    SUCCESSORS = "SELECT * FROM unit_lineage WHERE predecessor_id = $1 ORDER BY successor_id LIMIT 1000";
    ALL = "SELECT * FROM unit_lineage ORDER BY effective_on, predecessor_id, successor_id LIMIT $1";
}

/// An edge as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
struct LineageRow {
    predecessor_id: Uuid,
    successor_id: Uuid,
    kind: String,
    part: String,
    effective_on: jiff_sqlx::Date,
    legal_basis: String,
    clause: String,
    note: String,
}

impl TryFrom<LineageRow> for Lineage {
    type Error = StoreError;

    fn try_from(row: LineageRow) -> Result<Self> {
        Ok(Self {
            predecessor: UnitId(row.predecessor_id),
            successor: UnitId(row.successor_id),
            kind: LineageKind::find(&row.kind)
                .ok_or_else(|| StoreError::Damaged(format!("lineage kind {}", row.kind)))?,
            part: Part::find(&row.part)
                .ok_or_else(|| StoreError::Damaged(format!("lineage part {}", row.part)))?,
            effective_on: row.effective_on.to_jiff(),
            legal_basis: row.legal_basis,
            clause: row.clause,
            note: row.note,
        })
    }
}

/// Add an edge.
pub async fn add(tx: &mut WriteTx, edge: &Lineage) -> Result<()> {
    tx.change(ADD)
        .bind(edge.predecessor.0)
        .bind(edge.successor.0)
        .bind(edge.kind.code())
        .bind(edge.part.code())
        .bind(edge.effective_on.to_sqlx())
        .bind(edge.legal_basis.clone())
        .bind(edge.clause.clone())
        .bind(edge.note.clone())
        .run_one()
        .await?;
    super::raise_version(tx).await
}

/// Edges that lead into a unit.
pub async fn predecessors(tx: &mut ReadTx, of: UnitId) -> Result<Vec<Lineage>> {
    let rows: Vec<LineageRow> = tx.select(PREDECESSORS).bind(of.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Edges that lead out of a unit.
pub async fn successors(tx: &mut ReadTx, of: UnitId) -> Result<Vec<Lineage>> {
    let rows: Vec<LineageRow> = tx.select(SUCCESSORS).bind(of.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every edge, oldest first; at most `limit`.
pub async fn all(tx: &mut ReadTx, limit: i64) -> Result<Vec<Lineage>> {
    let rows: Vec<LineageRow> = tx.select(ALL).bind(limit).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
