//! Terms of who was elected: dated, ended early with a reason, never removed.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, DecisionId, MandateId, UnitId};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD_TERM = "INSERT INTO office_term (id, unit_id, commune_id, decision_id, role, name, account_id, mandate_id, \
           valid_from, valid_to, ended_reason, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11)";
    TERMS_OF_UNIT = "SELECT id, unit_id, commune_id, decision_id, role, name, account_id, mandate_id, valid_from, \
           valid_to, ended_reason, sample FROM office_term WHERE unit_id = $1 ORDER BY valid_from DESC, id LIMIT 200";
    TERMS_OF_DECISION = "SELECT id, unit_id, commune_id, decision_id, role, name, account_id, mandate_id, valid_from, \
           valid_to, ended_reason, sample FROM office_term WHERE decision_id = $1 ORDER BY valid_from, id LIMIT 200";
    TERMS_OF_COMMUNE = "SELECT id, unit_id, commune_id, decision_id, role, name, account_id, mandate_id, valid_from, \
           valid_to, ended_reason, sample FROM office_term WHERE commune_id = $1 AND role = $2 \
           AND (valid_to IS NULL OR valid_to > $3) ORDER BY valid_from, id LIMIT 2000";
    END_TERM = "UPDATE office_term SET valid_to = $2, ended_reason = $3 WHERE id = $1 \
           AND (valid_to IS NULL OR valid_to > $2)";
}

/// A term of office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeTerm {
    /// Identity.
    pub id: Uuid,
    /// The community that elected.
    pub unit: UnitId,
    /// Its commune.
    pub commune: UnitId,
    /// The election.
    pub decision: DecisionId,
    /// The office.
    pub role: Role,
    /// The name as it stands in the result.
    pub name: String,
    /// The account that got the mandate, if one was named.
    pub account: Option<AccountId>,
    /// That mandate.
    pub mandate: Option<MandateId>,
    /// First day.
    pub valid_from: Date,
    /// First day on which it no longer holds; none for a board that works until its task ends.
    pub valid_to: Option<Date>,
    /// Why it ended early.
    pub ended_reason: String,
    /// Invented for the demo.
    pub sample: bool,
}

impl OfficeTerm {
    /// Whether it holds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day < to)
    }
}

#[derive(sqlx::FromRow)]
struct TermRow {
    id: Uuid,
    unit_id: Uuid,
    commune_id: Uuid,
    decision_id: Uuid,
    role: String,
    name: String,
    account_id: Option<Uuid>,
    mandate_id: Option<Uuid>,
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    ended_reason: String,
    sample: bool,
}

impl TryFrom<TermRow> for OfficeTerm {
    type Error = StoreError;

    fn try_from(row: TermRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            unit: UnitId(row.unit_id),
            commune: UnitId(row.commune_id),
            decision: DecisionId(row.decision_id),
            role: Role::find(&row.role)
                .ok_or_else(|| StoreError::Damaged(format!("role {}", row.role)))?,
            name: row.name,
            account: row.account_id.map(AccountId),
            mandate: row.mandate_id.map(MandateId),
            valid_from: row.valid_from.to_jiff(),
            valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
            ended_reason: row.ended_reason,
            sample: row.sample,
        })
    }
}

fn terms(rows: Vec<TermRow>) -> Result<Vec<OfficeTerm>> {
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Add a term.
pub async fn add(tx: &mut WriteTx, term: &OfficeTerm) -> Result<()> {
    tx.change(ADD_TERM)
        .bind(term.id)
        .bind(term.unit.0)
        .bind(term.commune.0)
        .bind(term.decision.0)
        .bind(term.role.code())
        .bind(term.name.clone())
        .bind(term.account.map(|id| id.0))
        .bind(term.mandate.map(|id| id.0))
        .bind(term.valid_from.to_sqlx())
        .bind(term.valid_to.map(ToSqlx::to_sqlx))
        .bind(term.sample)
        .run_one()
        .await
}

/// The terms of a community, newest first.
pub async fn of_unit(tx: &mut ReadTx, unit: UnitId) -> Result<Vec<OfficeTerm>> {
    terms(tx.select(TERMS_OF_UNIT).bind(unit.0).all().await?)
}

/// The terms that an election began.
pub async fn of_decision(tx: &mut ReadTx, decision: DecisionId) -> Result<Vec<OfficeTerm>> {
    terms(tx.select(TERMS_OF_DECISION).bind(decision.0).all().await?)
}

/// The terms of an office within a commune that hold on a day or begin later.
pub async fn of_commune_from(
    tx: &mut ReadTx,
    commune: UnitId,
    role: Role,
    day: Date,
) -> Result<Vec<OfficeTerm>> {
    let rows = tx
        .select(TERMS_OF_COMMUNE)
        .bind(commune.0)
        .bind(role.code())
        .bind(day.to_sqlx())
        .all()
        .await?;
    terms(rows)
}

/// End a term early: `day` is the first on which it no longer holds.
pub async fn end(tx: &mut WriteTx, id: Uuid, day: Date, reason: &str) -> Result<()> {
    tx.change(END_TERM)
        .bind(id)
        .bind(day.to_sqlx())
        .bind(reason.to_owned())
        .run_one()
        .await
}
