//! Who opened a page with personal data of others. Rows are only added, and forgotten after their time.

use dinh_domain::access::Role;
use dinh_domain::ids::{AccountId, HouseholdId, MandateId, UnitId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

/// The newest about one sort of subject, found by its index: a table that grows is not walked through for a person of whom it
/// says little.
macro_rules! about {
    ($subject:literal) => {
        concat!(
            "SELECT id FROM (SELECT r.id FROM data_read r WHERE ",
            $subject,
            " AND r.account_id <> $1 AND r.id < $6 ORDER BY r.id DESC LIMIT $7) AS newest"
        )
    };
}

statements! {
    ADD_READ = "INSERT INTO data_read (id, at, account_id, mandate_id, kind, subject, page) \
           VALUES ($1, $2, $3, $4, $5, $6, $7)";
    IS_NOTED = "SELECT at FROM data_read WHERE account_id = $1 AND page = $2 AND subject = $3 AND at > $4 LIMIT 1";
    HOME = "SELECT household.id, household.unit_id, unit.slug FROM household_account \
           JOIN household ON household.id = household_account.household_id \
           JOIN unit ON unit.id = household.unit_id \
           WHERE household_account.account_id = $1 AND household_account.confirmed_at IS NOT NULL";
    OF_PERSON = concat!(
        "SELECT r.id, r.at, r.kind, r.page, a.display_name AS who, m.role AS role, u.full_name AS unit_name FROM (",
        about!("r.kind = 'accounts' AND r.subject = ''"),
        " UNION ALL ",
        about!("r.kind = 'account' AND r.subject = $2"),
        " UNION ALL ",
        about!("r.kind = 'household' AND r.subject = $3"),
        " UNION ALL ",
        about!("r.kind = 'roll' AND r.subject = $4"),
        " UNION ALL ",
        about!("r.kind = 'decision' AND r.subject IN \
            (SELECT CAST(decision.number AS TEXT) FROM decision WHERE decision.unit_id = $5)"),
        ") AS about JOIN data_read r ON r.id = about.id LEFT JOIN account a ON a.id = r.account_id \
           LEFT JOIN mandate m ON m.id = r.mandate_id LEFT JOIN unit u ON u.id = m.unit_id ORDER BY r.id DESC LIMIT $7"
    );
}

/// One page that was opened.
#[derive(Clone, Debug)]
pub struct NewRead {
    /// Identity.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Who opened it.
    pub reader: AccountId,
    /// Under which mandate.
    pub mandate: MandateId,
    /// Whose data: kind of the subject.
    pub kind: &'static str,
    /// Whose data: name of the subject within its kind.
    pub subject: String,
    /// Which page: the path of its route.
    pub page: &'static str,
}

/// A page that was opened, as the person reads it whose data it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRead {
    /// Identity.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Kind of the subject.
    pub kind: String,
    /// The path of the route.
    pub page: String,
    /// Who opened it, while the account exists.
    pub who: Option<String>,
    /// Role and unit of the mandate used.
    pub mandate: Option<(Role, String)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    at: jiff_sqlx::Timestamp,
    kind: String,
    page: String,
    who: Option<String>,
    role: Option<String>,
    unit_name: Option<String>,
}

/// The household for which an account acts, with its hamlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// The household.
    pub household: HouseholdId,
    /// Its hamlet.
    pub unit: UnitId,
    /// The hamlet in addresses.
    pub slug: String,
}

/// Whether the same person opened the same page about the same subject since a time.
pub async fn is_noted(
    tx: &mut ReadTx,
    reader: AccountId,
    page: &str,
    subject: &str,
    since: Timestamp,
) -> Result<bool> {
    let row: Option<(jiff_sqlx::Timestamp,)> = tx
        .select(IS_NOTED)
        .bind(reader.0)
        .bind(page.to_owned())
        .bind(subject.to_owned())
        .bind(since.to_sqlx())
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Note a page that was opened.
pub async fn add(tx: &mut WriteTx, read: NewRead) -> Result<()> {
    tx.change(ADD_READ)
        .bind(read.id)
        .bind(read.at.to_sqlx())
        .bind(read.reader.0)
        .bind(read.mandate.0)
        .bind(read.kind)
        .bind(read.subject)
        .bind(read.page)
        .run_one()
        .await
}

/// The household that an account was linked with and that confirmed it.
pub async fn find_home(tx: &mut ReadTx, account: AccountId) -> Result<Option<Home>> {
    let row: Option<(Uuid, Uuid, String)> = tx.select(HOME).bind(account.0).optional().await?;
    Ok(row.map(|(household, unit, slug)| Home {
        household: HouseholdId(household),
        unit: UnitId(unit),
        slug,
    }))
}

/// Who opened pages with data of a person, the newest first, below an identity; identities follow time.
/// Their own reading is not told.
pub async fn of_person(
    tx: &mut ReadTx,
    account: AccountId,
    home: Option<&Home>,
    below: Uuid,
    limit: i64,
) -> Result<Vec<DataRead>> {
    let household = home.map(|home| home.household.to_string());
    let rows: Vec<Row> = tx
        .select(OF_PERSON)
        .bind(account.0)
        .bind(account.to_string())
        .bind(household)
        .bind(home.map(|home| home.slug.clone()))
        .bind(home.map(|home| home.unit.0))
        .bind(below)
        .bind(limit)
        .all()
        .await?;
    let read = |row: Row| DataRead {
        id: row.id,
        at: row.at.to_jiff(),
        kind: row.kind,
        page: row.page,
        who: row.who,
        mandate: row.role.as_deref().and_then(Role::find).zip(row.unit_name),
    };
    Ok(rows.into_iter().map(read).collect())
}
