//! The audit trail: who, under which mandate, when, what. Rows are only added.

use dinh_domain::ids::{AccountId, AuditId, MandateId, UnitId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

macro_rules! lines {
    ($which:literal) => {
        concat!(
            "SELECT audit.id, audit.at, audit.account_id, audit.mandate_id, audit.action, audit.thing, \
             audit.unit_id, audit.detail, account.display_name AS who, mandate.role AS role, \
             unit.full_name AS unit_name \
             FROM audit LEFT JOIN account ON account.id = audit.account_id \
             LEFT JOIN mandate ON mandate.id = audit.mandate_id \
             LEFT JOIN unit ON unit.id = audit.unit_id ",
            $which,
            "ORDER BY audit.at DESC, audit.id DESC LIMIT $1"
        )
    };
}

statements! {
    ADD = "INSERT INTO audit (id, at, account_id, mandate_id, action, thing, unit_id, detail) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    NEWEST = lines!("");
    BEFORE = lines!("WHERE (audit.at, audit.id) < ($2, $3) ");
    COUNT = "SELECT CAST(COUNT(*) AS BIGINT) FROM audit";
}

/// One line of the trail.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Identity.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who, if somebody was signed in.
    pub account: Option<AccountId>,
    /// Under which mandate.
    pub mandate: Option<MandateId>,
    /// What was done: the name of the use case.
    pub action: String,
    /// To what: the id of the thing, or nothing.
    pub thing: String,
    /// In which unit.
    pub unit: Option<UnitId>,
    /// Details, without personal data.
    pub detail: serde_json::Value,
}

/// Add a line.
pub async fn add(tx: &mut WriteTx, row: AuditRow) -> Result<()> {
    tx.change(ADD)
        .bind(row.id.0)
        .bind(row.at.to_sqlx())
        .bind(row.account.map(|id| id.0))
        .bind(row.mandate.map(|id| id.0))
        .bind(row.action)
        .bind(row.thing)
        .bind(row.unit.map(|id| id.0))
        .bind(Json(row.detail))
        .run_one()
        .await
}

/// A line as administrators and auditors read it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AuditLine {
    /// Identity.
    pub id: Uuid,
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// What was done.
    pub action: String,
    /// To what.
    pub thing: String,
    /// Name of the account, if it still exists.
    pub who: Option<String>,
    /// Code of the role used.
    pub role: Option<String>,
    /// Name of the unit.
    pub unit_name: Option<String>,
    /// Details.
    pub detail: Json<serde_json::Value>,
}

/// The newest lines, a page of them.
pub async fn newest(tx: &mut ReadTx, limit: i64) -> Result<Vec<AuditLine>> {
    tx.select(NEWEST).bind(limit).all().await
}

/// The newest lines that are older than this one.
pub async fn before(
    tx: &mut ReadTx,
    (at, id): (Timestamp, Uuid),
    limit: i64,
) -> Result<Vec<AuditLine>> {
    tx.select(BEFORE)
        .bind(limit)
        .bind(at.to_sqlx())
        .bind(id)
        .all()
        .await
}

/// How many lines there are.
pub async fn count(tx: &mut ReadTx) -> Result<i64> {
    let (count,): (i64,) = tx.select(COUNT).one().await?;
    Ok(count)
}
