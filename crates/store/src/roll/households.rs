//! Households of a hamlet, and the roll as it was on a day.

use dinh_domain::ids::{HouseholdId, UnitId};
use dinh_domain::roll::{Household, Representative};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::representatives::capacity;
use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

/// The condition of a page of the roll and of its count.
macro_rules! on_day {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM household JOIN household_person ON household_person.household_id = household.id \
             WHERE household.unit_id = $1 AND household.valid_from <= $2 \
             AND (household.valid_to IS NULL OR household.valid_to > $2) \
             AND household_person.valid_from <= $2 \
             AND (household_person.valid_to IS NULL OR household_person.valid_to > $2) \
             AND (household_person.folded_name LIKE $3 OR household_person.folded_address LIKE $3 \
             OR household.number = $4) ",
            $tail
        )
    };
}

statements! {
    ADD = "INSERT INTO household (id, unit_id, number, cluster, valid_from, valid_to, ended_reason, \
           version, sample) VALUES ($1, $2, $3, $4, $5, NULL, '', 1, $6)";
    GET = "SELECT * FROM household WHERE id = $1";
    BY_NUMBER = "SELECT * FROM household WHERE unit_id = $1 AND number = $2";
    LAST_NUMBER = "SELECT number FROM household WHERE unit_id = $1 ORDER BY number DESC LIMIT 1";
    NUMBERS = "SELECT number FROM household WHERE unit_id = $1 ORDER BY number LIMIT $2";
    TOUCH = "UPDATE household SET version = version + 1, cluster = $3 \
             WHERE id = $1 AND version = $2 AND valid_to IS NULL";
    END = "UPDATE household SET version = version + 1, valid_to = $3, ended_reason = $4 \
           WHERE id = $1 AND version = $2 AND valid_to IS NULL";
    ON_DAY = on_day!(
        "SELECT household.id, household.unit_id, household.number, household.cluster, \
         household.valid_from, household.valid_to, household.ended_reason, household.version, \
         household.sample, household_person.representative, household_person.address, \
         household_person.phone, household_person.capacity, household_person.basis, \
         household_person.valid_from AS person_from, household_person.valid_to AS person_to, \
         household_person.erased_at",
        "ORDER BY household.number LIMIT $5 OFFSET $6"
    );
    TWIN = "SELECT household.number FROM household \
            JOIN household_person ON household_person.household_id = household.id \
            WHERE household.unit_id = $1 AND household.valid_to IS NULL \
            AND household_person.valid_to IS NULL AND household_person.folded_name = $2 \
            AND household_person.folded_address = $3 AND household.id <> $4 \
            ORDER BY household.number LIMIT 1";
    COUNT_ON_DAY = on_day!("SELECT CAST(COUNT(*) AS BIGINT)", "");
    IN_FORCE = "SELECT CAST(COUNT(*) AS BIGINT) FROM household WHERE unit_id = $1 \
                AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)";
    COUNTS_BELOW = "SELECT unit.id, CAST(COUNT(household.id) AS BIGINT) FROM unit \
                LEFT JOIN household ON household.unit_id = unit.id AND household.valid_from <= $2 \
                AND (household.valid_to IS NULL OR household.valid_to > $2) \
                WHERE unit.parent_id = $1 GROUP BY unit.id ORDER BY unit.id LIMIT $3";
}

/// A household as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
struct HouseholdRow {
    id: Uuid,
    unit_id: Uuid,
    number: i64,
    cluster: String,
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    ended_reason: String,
    version: i64,
    sample: bool,
}

impl From<HouseholdRow> for Household {
    fn from(row: HouseholdRow) -> Self {
        Self {
            id: HouseholdId(row.id),
            unit: UnitId(row.unit_id),
            number: row.number,
            cluster: row.cluster,
            valid_from: row.valid_from.to_jiff(),
            valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
            ended_reason: row.ended_reason,
            version: row.version,
            sample: row.sample,
        }
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct EntryRow {
    id: Uuid,
    unit_id: Uuid,
    number: i64,
    cluster: String,
    valid_from: jiff_sqlx::Date,
    valid_to: Option<jiff_sqlx::Date>,
    ended_reason: String,
    version: i64,
    sample: bool,
    representative: String,
    address: String,
    phone: String,
    capacity: String,
    basis: String,
    person_from: jiff_sqlx::Date,
    person_to: Option<jiff_sqlx::Date>,
    erased_at: Option<jiff_sqlx::Timestamp>,
}

/// A household with who represents it on the day that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The household.
    pub household: Household,
    /// Who represents it.
    pub representative: Representative,
}

impl TryFrom<EntryRow> for Entry {
    type Error = crate::StoreError;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            representative: Representative {
                name: row.representative,
                address: row.address,
                phone: row.phone,
                capacity: capacity(&row.capacity)?,
                basis: row.basis,
                valid_from: row.person_from.to_jiff(),
                valid_to: row.person_to.map(jiff_sqlx::Date::to_jiff),
                erased: row.erased_at.is_some(),
            },
            household: Household {
                id: HouseholdId(row.id),
                unit: UnitId(row.unit_id),
                number: row.number,
                cluster: row.cluster,
                valid_from: row.valid_from.to_jiff(),
                valid_to: row.valid_to.map(jiff_sqlx::Date::to_jiff),
                ended_reason: row.ended_reason,
                version: row.version,
                sample: row.sample,
            },
        })
    }
}

/// Words that no name and no address has, so that only the number finds.
pub const NOTHING: &str = "\u{1}";

/// What part of a roll is asked for.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Hamlet.
    pub unit: UnitId,
    /// Day.
    pub on: Date,
    /// Folded words of a name or an address; empty for all.
    pub words: &'a str,
    /// Number, beside the words.
    pub number: Option<i64>,
}

impl Part<'_> {
    fn pattern(&self) -> String {
        // Folded text has letters, digits and blanks only: no sign of a pattern.
        format!("%{}%", self.words)
    }
}

/// Add a household.
pub async fn add(tx: &mut WriteTx, household: &Household) -> Result<()> {
    tx.change(ADD)
        .bind(household.id.0)
        .bind(household.unit.0)
        .bind(household.number)
        .bind(household.cluster.clone())
        .bind(household.valid_from.to_sqlx())
        .bind(household.sample)
        .run_one()
        .await
}

/// The household with this identity.
pub async fn get(tx: &mut ReadTx, id: HouseholdId) -> Result<Household> {
    let row: HouseholdRow = tx.select(GET).bind(id.0).one().await?;
    Ok(row.into())
}

/// The household with this number in a hamlet, whether it ended or not.
pub async fn find_by_number(
    tx: &mut ReadTx,
    unit: UnitId,
    number: i64,
) -> Result<Option<Household>> {
    let row: Option<HouseholdRow> = tx
        .select(BY_NUMBER)
        .bind(unit.0)
        .bind(number)
        .optional()
        .await?;
    Ok(row.map(Into::into))
}

/// The greatest number ever given in a hamlet; 0 when there is none.
pub async fn last_number(tx: &mut ReadTx, unit: UnitId) -> Result<i64> {
    let row: Option<(i64,)> = tx.select(LAST_NUMBER).bind(unit.0).optional().await?;
    Ok(row.map_or(0, |(number,)| number))
}

/// Every number ever given in a hamlet, at most `limit`.
pub async fn numbers(tx: &mut ReadTx, unit: UnitId, limit: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.select(NUMBERS).bind(unit.0).bind(limit).all().await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Raise the version of a household that is in force, and keep its cluster; a conflict
/// when somebody was faster.
pub async fn touch(tx: &mut WriteTx, id: HouseholdId, version: i64, cluster: &str) -> Result<()> {
    tx.change(TOUCH)
        .bind(id.0)
        .bind(version)
        .bind(cluster.to_owned())
        .run_one()
        .await
}

/// End a household: `on` is its first day off the roll. Ending twice is a conflict.
pub async fn end(
    tx: &mut WriteTx,
    id: HouseholdId,
    version: i64,
    on: Date,
    reason: &str,
) -> Result<()> {
    tx.change(END)
        .bind(id.0)
        .bind(version)
        .bind(on.to_sqlx())
        .bind(reason.to_owned())
        .run_one()
        .await
}

/// A part of the roll of a day, by number.
pub async fn on_day(
    tx: &mut ReadTx,
    part: &Part<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Entry>> {
    let rows: Vec<EntryRow> = tx
        .select(ON_DAY)
        .bind(part.unit.0)
        .bind(part.on.to_sqlx())
        .bind(part.pattern())
        .bind(part.number.unwrap_or(-1))
        .bind(limit)
        .bind(offset)
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many households a part of the roll has.
pub async fn count_on_day(tx: &mut ReadTx, part: &Part<'_>) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(COUNT_ON_DAY)
        .bind(part.unit.0)
        .bind(part.on.to_sqlx())
        .bind(part.pattern())
        .bind(part.number.unwrap_or(-1))
        .one()
        .await?;
    Ok(count)
}

/// How many households of a hamlet are on the roll on a day.
pub async fn in_force(tx: &mut ReadTx, unit: UnitId, on: Date) -> Result<i64> {
    let (count,): (i64,) = tx
        .select(IN_FORCE)
        .bind(unit.0)
        .bind(on.to_sqlx())
        .one()
        .await?;
    Ok(count)
}

/// How many households are on the roll on a day in each unit directly below one.
pub async fn counts_below(
    tx: &mut ReadTx,
    above: UnitId,
    on: Date,
    limit: i64,
) -> Result<Vec<(UnitId, i64)>> {
    let rows: Vec<(Uuid, i64)> = tx
        .select(COUNTS_BELOW)
        .bind(above.0)
        .bind(on.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, count)| (UnitId(id), count))
        .collect())
}

/// The number of another household in force with the same folded name and address.
pub async fn find_twin(
    tx: &mut ReadTx,
    unit: UnitId,
    key: &(String, String),
    but: HouseholdId,
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx
        .select(TWIN)
        .bind(unit.0)
        .bind(key.0.clone())
        .bind(key.1.clone())
        .bind(but.0)
        .optional()
        .await?;
    Ok(row.map(|(number,)| number))
}
