//! Whom nothing can be sent although something is due: a projection, compared and mended whenever reminders are computed.

use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::reminders::Party;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    GAPS = "SELECT g.party, g.unit_id, g.account_id, g.things, g.since, u.full_name AS unit_name, a.display_name AS who \
           FROM mail_gap g JOIN unit u ON u.id = g.unit_id LEFT JOIN account a ON a.id = g.account_id \
           ORDER BY u.full_name, g.party, g.who LIMIT $1 OFFSET $2";
    GAPS_OF_UNIT = "SELECT g.party, g.unit_id, g.account_id, g.things, g.since, u.full_name AS unit_name, \
           a.display_name AS who FROM mail_gap g JOIN unit u ON u.id = g.unit_id LEFT JOIN account a \
           ON a.id = g.account_id WHERE g.unit_id = $3 OR u.parent_id = $3 \
           ORDER BY u.full_name, g.party, g.who LIMIT $1 OFFSET $2";
    COUNT_GAPS_OF_UNIT = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail_gap g JOIN unit u ON u.id = g.unit_id \
           WHERE g.unit_id = $1 OR u.parent_id = $1";
    COUNT_GAPS = "SELECT CAST(COUNT(*) AS BIGINT) FROM mail_gap";
    SAVE_GAP = "INSERT INTO mail_gap (who, party, unit_id, account_id, things, since) VALUES ($1, $2, $3, $4, $5, $6) \
           ON CONFLICT (unit_id, party, who) DO UPDATE SET things = excluded.things";
    DROP_GAP = "DELETE FROM mail_gap WHERE unit_id = $1 AND party = $2 AND who = $3";
}

/// Somebody to whom nothing can be sent, or a party that nobody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Who should be told.
    pub party: Party,
    /// Of which unit.
    pub unit: UnitId,
    /// The person without address; nothing when nobody holds the mandate.
    pub account: Option<AccountId>,
    /// How many things are due.
    pub things: i64,
    /// Since which day this is so.
    pub since: Date,
    /// Name of the unit.
    pub unit_name: String,
    /// Name of the person.
    pub who: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    party: String,
    unit_id: Uuid,
    account_id: Option<Uuid>,
    things: i64,
    since: jiff_sqlx::Date,
    unit_name: String,
    who: Option<String>,
}

impl TryFrom<Row> for Gap {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            party: Party::find(&row.party)
                .ok_or_else(|| StoreError::Damaged(format!("party {}", row.party)))?,
            unit: UnitId(row.unit_id),
            account: row.account_id.map(AccountId),
            things: row.things,
            since: row.since.to_jiff(),
            unit_name: row.unit_name,
            who: row.who,
        })
    }
}

/// A page of the gaps of one unit with its communities, or of all.
pub async fn list(
    tx: &mut ReadTx,
    unit: Option<UnitId>,
    limit: i64,
    offset: i64,
) -> Result<Vec<Gap>> {
    let rows: Vec<Row> = match unit {
        None => tx.select(GAPS).bind(limit).bind(offset).all().await?,
        Some(unit) => {
            let statement = tx.select(GAPS_OF_UNIT).bind(limit).bind(offset);
            statement.bind(unit.0).all().await?
        }
    };
    rows.into_iter().map(TryInto::try_into).collect()
}

/// How many there are.
pub async fn count(tx: &mut ReadTx, unit: Option<UnitId>) -> Result<i64> {
    let (count,): (i64,) = match unit {
        None => tx.select(COUNT_GAPS).one().await?,
        Some(unit) => tx.select(COUNT_GAPS_OF_UNIT).bind(unit.0).one().await?,
    };
    Ok(count)
}

fn who(unit: UnitId, account: Option<AccountId>) -> Uuid {
    account.map_or(unit.0, |account| account.0)
}

/// Keep a gap; one that was known keeps its first day.
pub async fn save(tx: &mut WriteTx, gap: &Gap) -> Result<()> {
    tx.change(SAVE_GAP)
        .bind(who(gap.unit, gap.account))
        .bind(gap.party.code())
        .bind(gap.unit.0)
        .bind(gap.account.map(|account| account.0))
        .bind(gap.things)
        .bind(gap.since.to_sqlx())
        .run_one()
        .await
}

/// A gap was filled, or nothing is due there any more.
pub async fn drop(tx: &mut WriteTx, gap: &Gap) -> Result<()> {
    tx.change(DROP_GAP)
        .bind(gap.unit.0)
        .bind(gap.party.code())
        .bind(who(gap.unit, gap.account))
        .run()
        .await?;
    Ok(())
}
