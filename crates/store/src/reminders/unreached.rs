//! Letters that did not reach anybody and are still needed, for who can do something about it.

use dinh_domain::ids::UnitId;
use jiff::Timestamp;
use uuid::Uuid;

use super::mails::Problem;
use crate::db::ReadTx;
use crate::error::{Result, StoreError};
use crate::sql::statements;

/// Failed letters that somebody still needs, with an own condition: what they tell of is not done and was not told again.
macro_rules! failed {
    ($own:literal) => {
        concat!(
            "SELECT m.id, m.account_id, a.display_name AS who, u.full_name AS unit_name, m.subject, m.answer, m.problem, \
             m.attempts, m.ended_at FROM mail m JOIN account a ON a.id = m.account_id JOIN unit u ON u.id = m.unit_id \
             WHERE ",
            $own,
            "m.state = 'failed' AND m.body <> '' AND a.disabled_at IS NULL AND EXISTS (SELECT 1 FROM reminder r \
             LEFT JOIN duty d ON d.id = r.thing LEFT JOIN dated_step s ON s.id = r.thing WHERE r.mail_id = m.id \
             AND (d.state IN ('open', 'not_applicable_proposed') OR s.is_open) AND NOT EXISTS (SELECT 1 FROM reminder n \
             WHERE n.thing = r.thing AND n.account_id = r.account_id AND n.days > r.days)) \
             ORDER BY m.ended_at DESC, m.id DESC LIMIT $1"
        )
    };
}

statements! {
    FAILED = failed!("");
    FAILED_OF_UNIT = failed!("(m.unit_id = $2 OR u.parent_id = $2) AND ");
}

/// A letter that did not reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedMail {
    /// Identity.
    pub id: Uuid,
    /// Whom it did not reach.
    pub account: Uuid,
    /// Their name.
    pub who: String,
    /// The unit of the mandate.
    pub unit_name: String,
    /// Subject.
    pub subject: String,
    /// What the server said last, without the address.
    pub answer: String,
    /// Why it ended.
    pub problem: Problem,
    /// How often it was tried.
    pub attempts: i64,
    /// Since when.
    pub ended_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    who: String,
    unit_name: String,
    subject: String,
    answer: String,
    problem: String,
    attempts: i64,
    ended_at: jiff_sqlx::Timestamp,
}

impl TryFrom<Row> for FailedMail {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            account: row.account_id,
            who: row.who,
            unit_name: row.unit_name,
            subject: row.subject,
            answer: row.answer,
            problem: Problem::find(&row.problem)
                .ok_or_else(|| StoreError::Damaged(format!("problem of mail {}", row.problem)))?,
            attempts: row.attempts,
            ended_at: row.ended_at.to_jiff(),
        })
    }
}

/// Letters that did not reach anybody, the newest first; those of one unit, or all.
pub async fn failed(tx: &mut ReadTx, unit: Option<UnitId>, limit: i64) -> Result<Vec<FailedMail>> {
    let rows: Vec<Row> = match unit {
        None => tx.select(FAILED).bind(limit).all().await?,
        Some(unit) => {
            let statement = tx.select(FAILED_OF_UNIT).bind(limit);
            statement.bind(unit.0).all().await?
        }
    };
    rows.into_iter().map(TryInto::try_into).collect()
}
