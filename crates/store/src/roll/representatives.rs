//! Who represents a household, dated: personal data that can be erased.

use dinh_domain::folding::fold;
use dinh_domain::ids::{AccountId, HouseholdId};
use dinh_domain::roll::{Capacity, Representative};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO household_person (household_id, valid_from, valid_to, representative, address, \
           phone, capacity, basis, folded_name, folded_address, erased_at) \
           VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $9, NULL)";
    MEND = "UPDATE household_person SET representative = $3, address = $4, phone = $5, capacity = $6, \
           basis = $7, folded_name = $8, folded_address = $9, erased_at = NULL \
           WHERE household_id = $1 AND valid_from = $2 AND valid_to IS NULL";
    END = "UPDATE household_person SET valid_to = $2 WHERE household_id = $1 AND valid_to IS NULL";
    OF_HOUSEHOLD = "SELECT valid_from, valid_to, representative, address, phone, capacity, basis, erased_at \
           FROM household_person WHERE household_id = $1 ORDER BY valid_from LIMIT 1000";
    LATEST = "SELECT valid_from, valid_to, representative, address, phone, capacity, basis, erased_at \
           FROM household_person WHERE household_id = $1 ORDER BY valid_from DESC LIMIT 1";
    ERASE = "UPDATE household_person SET representative = '', address = '', phone = '', basis = '', \
           folded_name = '', folded_address = '', capacity = 'vacant', erased_at = $2 \
           WHERE household_id = $1 AND erased_at IS NULL";
    ERASE_PAST = "UPDATE household_person SET representative = '', address = '', phone = '', basis = '', \
           folded_name = '', folded_address = '', capacity = 'vacant', erased_at = $2 \
           WHERE household_id = $1 AND erased_at IS NULL AND valid_from < $3";
    ADD_ERASURE = "INSERT INTO household_erasure (household_id, at, scope, reason, by_account) \
           VALUES ($1, $2, $3, $4, $5)";
    ERASURES = "SELECT at, scope, reason FROM household_erasure WHERE household_id = $1 \
           ORDER BY at LIMIT 100";
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct PersonRow {
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    representative: String,
    address: String,
    phone: String,
    capacity: String,
    basis: String,
    erased_at: Option<jiff_sqlx::Timestamp>,
}

/// The capacity with a stored code.
pub(super) fn capacity(code: &str) -> Result<Capacity> {
    Capacity::find(code).ok_or_else(|| StoreError::Damaged(format!("capacity {code}")))
}

impl TryFrom<PersonRow> for Representative {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Self {
            name: row.representative,
            address: row.address,
            phone: row.phone,
            capacity: capacity(&row.capacity)?,
            basis: row.basis,
            valid_from: row.valid_from.to_jiff(),
            valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
            erased: row.erased_at.is_some(),
        })
    }
}

/// That personal data were erased.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Erasure {
    /// When.
    pub at: jiff_sqlx::Timestamp,
    /// `past` or `all`.
    pub scope: String,
    /// Why.
    pub reason: String,
}

/// Add a representative from their first day on.
pub async fn add(tx: &mut WriteTx, household: HouseholdId, by: &Representative) -> Result<()> {
    write(tx, ADD, household, by).await
}

/// Write the running representative anew: what stood there was wrong from its first day.
pub async fn mend(tx: &mut WriteTx, household: HouseholdId, by: &Representative) -> Result<()> {
    write(tx, MEND, household, by).await
}

async fn write(
    tx: &mut WriteTx,
    statement: &'static str,
    household: HouseholdId,
    by: &Representative,
) -> Result<()> {
    tx.change(statement)
        .bind(household.0)
        .bind(by.valid_from.to_sqlx())
        .bind(by.name.clone())
        .bind(by.address.clone())
        .bind(by.phone.clone())
        .bind(by.capacity.code())
        .bind(by.basis.clone())
        .bind(fold(&by.name))
        .bind(fold(&by.address))
        .run_one()
        .await
}

/// The running representative ends: `on` is the first day without them.
pub async fn end(tx: &mut WriteTx, household: HouseholdId, on: Date) -> Result<()> {
    tx.change(END)
        .bind(household.0)
        .bind(on.to_sqlx())
        .run_one()
        .await
}

/// Everyone who ever represented a household, the first one first.
pub async fn of_household(tx: &mut ReadTx, id: HouseholdId) -> Result<Vec<Representative>> {
    let rows: Vec<PersonRow> = tx.select(OF_HOUSEHOLD).bind(id.0).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The last one who represents or represented a household.
pub async fn latest(tx: &mut ReadTx, id: HouseholdId) -> Result<Representative> {
    let row: PersonRow = tx.select(LATEST).bind(id.0).one().await?;
    row.try_into()
}

/// Overwrite the personal data of everyone who represented a household; of those
/// before a day only, when one is given. Gives how many rows were overwritten.
pub async fn erase(
    tx: &mut WriteTx,
    id: HouseholdId,
    before: Option<Date>,
    at: Timestamp,
) -> Result<u64> {
    match before {
        None => tx.change(ERASE).bind(id.0).bind(at.to_sqlx()).run().await,
        Some(day) => {
            tx.change(ERASE_PAST)
                .bind(id.0)
                .bind(at.to_sqlx())
                .bind(day.to_sqlx())
                .run()
                .await
        }
    }
}

/// Keep that, when and why personal data were erased.
pub async fn add_erasure(
    tx: &mut WriteTx,
    id: HouseholdId,
    scope: &str,
    reason: &str,
    at: Timestamp,
    by: AccountId,
) -> Result<()> {
    tx.change(ADD_ERASURE)
        .bind(id.0)
        .bind(at.to_sqlx())
        .bind(scope.to_owned())
        .bind(reason.to_owned())
        .bind(Some::<Uuid>(by.0))
        .run_one()
        .await
}

/// What was erased of a household, the first time first.
pub async fn erasures(tx: &mut ReadTx, id: HouseholdId) -> Result<Vec<Erasure>> {
    tx.select(ERASURES).bind(id.0).all().await
}
