//! Mandates: dated roles in units. They end, they are never deleted.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, MandateId, UnitId};
use dinh_domain::people::Mandate;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD_MANDATE = "INSERT INTO mandate (id, account_id, role, unit_id, valid_from, valid_to, document, \
           created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    MANDATES = "SELECT id, account_id, role, unit_id, valid_from, valid_to, document FROM mandate \
           WHERE account_id = $1 ORDER BY valid_from, id LIMIT 100";
    MANDATES_OF_LOGINS = "SELECT m.id, m.account_id, m.role, m.unit_id, m.valid_from, m.valid_to, m.document \
           FROM account a JOIN mandate m ON m.account_id = a.id WHERE a.login > $1 AND a.login <= $2 \
           ORDER BY a.login, m.valid_from, m.id LIMIT 2000";
    MANDATES_OF_UNIT = "SELECT id, account_id, role, unit_id, valid_from, valid_to, document FROM mandate \
           WHERE unit_id = $1 AND (valid_to IS NULL OR valid_to > $2) ORDER BY valid_from, id LIMIT 20000";
    GET_MANDATE = "SELECT id, account_id, role, unit_id, valid_from, valid_to, document FROM mandate \
           WHERE id = $1";
    END_MANDATE = "UPDATE mandate SET valid_to = $2 WHERE id = $1 AND valid_from <= $2 \
           AND (valid_to IS NULL OR valid_to > $2)";
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct MandateRow {
    id: Uuid,
    account_id: Uuid,
    role: String,
    unit_id: Uuid,
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    document: String,
}

impl TryFrom<MandateRow> for Mandate {
    type Error = StoreError;

    fn try_from(row: MandateRow) -> Result<Self> {
        Ok(Self {
            id: MandateId(row.id),
            account: AccountId(row.account_id),
            role: Role::find(&row.role)
                .ok_or_else(|| StoreError::Damaged(format!("role {}", row.role)))?,
            unit: UnitId(row.unit_id),
            valid_from: row.valid_from.to_jiff(),
            valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
            document: row.document,
        })
    }
}

/// The mandates of all whose login lies behind `after`, up to `last`: those of one page of accounts.
pub async fn of_logins(tx: &mut ReadTx, after: &str, last: &str) -> Result<Vec<Mandate>> {
    let rows: Vec<MandateRow> = tx
        .select(MANDATES_OF_LOGINS)
        .bind(after.to_owned())
        .bind(last.to_owned())
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Add a mandate.
pub async fn add_mandate(tx: &mut WriteTx, mandate: &Mandate, at: jiff::Timestamp) -> Result<()> {
    tx.change(ADD_MANDATE)
        .bind(mandate.id.0)
        .bind(mandate.account.0)
        .bind(mandate.role.code())
        .bind(mandate.unit.0)
        .bind(mandate.valid_from.to_sqlx())
        .bind(mandate.valid_to.map(ToSqlx::to_sqlx))
        .bind(mandate.document.clone())
        .bind(at.to_sqlx())
        .run_one()
        .await
}

/// The mandates of an account, past and future ones too.
pub async fn mandates(tx: &mut ReadTx, account: AccountId) -> Result<Vec<Mandate>> {
    let rows: Vec<MandateRow> = tx.select(MANDATES).bind(account.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The mandates in a unit that hold on a day or later, whoever holds them.
pub async fn of_unit_from(tx: &mut ReadTx, unit: UnitId, day: Date) -> Result<Vec<Mandate>> {
    let rows: Vec<MandateRow> = tx
        .select(MANDATES_OF_UNIT)
        .bind(unit.0)
        .bind(day.to_sqlx())
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The mandate with this identity.
pub async fn get(tx: &mut ReadTx, id: MandateId) -> Result<Mandate> {
    let row: MandateRow = tx.select(GET_MANDATE).bind(id.0).one().await?;
    row.try_into()
}

/// End a mandate: `day` is the first on which it no longer holds. A mandate that
/// has ended earlier, or begins later, is a conflict.
pub async fn end(tx: &mut WriteTx, id: MandateId, day: Date) -> Result<()> {
    tx.change(END_MANDATE)
        .bind(id.0)
        .bind(day.to_sqlx())
        .run_one()
        .await
}
