//! What is not done, who is to be told of it on a day, and what they were told already.

use dinh_domain::access::Role;
use dinh_domain::disclosure::{DutyState, PublicationState};
use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::reminders::{Choice, DatedStep, Fact, Party};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::addresses::choice_of;
use crate::db::ReadTx;
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    OPEN_DUTIES = "SELECT d.id, d.number, d.unit_id, d.rule_code, d.item, d.title, d.period, d.event_on, d.due_on, \
           d.state, p.state AS publication_state FROM duty d LEFT JOIN publication p ON p.duty_id = d.id \
           WHERE d.state = $1 AND d.due_on <= $2 AND (d.due_on, d.number) > ($3, $4) \
           ORDER BY d.due_on, d.number LIMIT $5";
    TOLD = "SELECT r.thing, r.account_id, r.days FROM duty d JOIN reminder r ON r.thing = d.id \
           WHERE d.state = $1 AND (d.due_on, d.number) > ($2, $3) AND (d.due_on, d.number) <= ($4, $5) LIMIT 100000";
    HOLDERS = "SELECT m.account_id, m.role, m.unit_id, c.address IS NOT NULL AS reachable, c.choice \
           FROM mandate m JOIN account a ON a.id = m.account_id LEFT JOIN account_mail c ON c.account_id = m.account_id \
           WHERE m.role IN ('commune_clerk', 'agency_clerk', 'enterprise_clerk', 'commune_chairman', 'agency_head', \
           'enterprise_head', 'home_affairs', 'community_head', 'front_work_committee', 'front_committee') \
           AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) \
           AND a.disabled_at IS NULL ORDER BY m.unit_id, m.account_id LIMIT 20000";
}

/// Something that is not done, with what a letter says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenThing {
    /// For the ladder.
    pub fact: Fact,
    /// Short number.
    pub number: i64,
    /// What it is.
    pub about: About,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Something is to be disclosed.
    Duty(DutyFacts),
    /// A step of another room.
    Step(DatedStep),
}

/// What a letter says of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyFacts {
    /// Rule, such as "11.2:quarter".
    pub rule_code: String,
    /// Item of the catalogue.
    pub item: String,
    /// Title; of an event as an officer typed it.
    pub title: String,
    /// Period of a recurring duty.
    pub period: Option<String>,
    /// Day of the event.
    pub event_on: Date,
}

impl From<DatedStep> for OpenThing {
    fn from(step: DatedStep) -> Self {
        Self {
            fact: Fact {
                thing: step.id,
                unit: step.unit,
                due_on: step.due_on,
                waits_for: step.waits_for,
            },
            number: step.number,
            about: About::Step(step),
        }
    }
}

#[derive(sqlx::FromRow)]
struct DutyRow {
    id: Uuid,
    number: i64,
    unit_id: Uuid,
    rule_code: String,
    item: String,
    title: String,
    period: Option<String>,
    event_on: jiff_sqlx::Date,
    due_on: jiff_sqlx::Date,
    state: String,
    publication_state: Option<String>,
}

impl From<DutyRow> for OpenThing {
    /// The head must act on what was proposed or submitted, the clerk on everything else.
    fn from(row: DutyRow) -> Self {
        let proposed = row.state == DutyState::NotApplicableProposed.code();
        let submitted =
            row.publication_state.as_deref() == Some(PublicationState::Submitted.code());
        let waits_for = if proposed || submitted {
            Party::Head
        } else {
            Party::InCharge
        };
        Self {
            fact: Fact {
                thing: row.id,
                unit: UnitId(row.unit_id),
                due_on: row.due_on.to_jiff(),
                waits_for,
            },
            number: row.number,
            about: About::Duty(DutyFacts {
                rule_code: row.rule_code,
                item: row.item,
                title: row.title,
                period: row.period,
                event_on: row.event_on.to_jiff(),
            }),
        }
    }
}

/// A part of the open duties of the city: in one state, due by a day, after a place (due day, number).
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Their state.
    pub state: DutyState,
    /// Due on this day or before.
    pub until: Date,
    /// After this place.
    pub after: (Date, i64),
}

/// Duties that are not done, the earliest due first.
pub async fn open_duties(tx: &mut ReadTx, span: Span, limit: i64) -> Result<Vec<OpenThing>> {
    let rows: Vec<DutyRow> = tx
        .select(OPEN_DUTIES)
        .bind(span.state.code())
        .bind(span.until.to_sqlx())
        .bind(span.after.0.to_sqlx())
        .bind(span.after.1)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What somebody was told: the thing, who, and on which rung.
pub type Told = (Uuid, AccountId, i16);

/// Everything that was told of the duties of a span, up to the place of its last one.
pub async fn told(tx: &mut ReadTx, span: Span, last: (Date, i64)) -> Result<Vec<Told>> {
    let rows: Vec<(Uuid, Uuid, i64)> = tx
        .select(TOLD)
        .bind(span.state.code())
        .bind(span.after.0.to_sqlx())
        .bind(span.after.1)
        .bind(last.0.to_sqlx())
        .bind(last.1)
        .all()
        .await?;
    rows.into_iter()
        .map(|(thing, account, days)| told_of(thing, AccountId(account), days))
        .collect()
}

pub(super) fn told_of(thing: Uuid, account: AccountId, days: i64) -> Result<Told> {
    let days = i16::try_from(days)
        .map_err(|_| StoreError::Damaged(format!("rung of a reminder {days}")))?;
    Ok((thing, account, days))
}

/// Somebody who is to be told of what is due in a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub account: AccountId,
    /// Under which role.
    pub role: Role,
    /// Where.
    pub unit: UnitId,
    /// Whether an address is known.
    pub reachable: bool,
    /// How they want to be told.
    pub choice: Choice,
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    account_id: Uuid,
    role: String,
    unit_id: Uuid,
    reachable: bool,
    choice: Option<String>,
}

/// Who holds, on a day, a mandate with a role that is reminded.
pub async fn holders(tx: &mut ReadTx, day: Date) -> Result<Vec<Holder>> {
    let rows: Vec<HolderRow> = tx.select(HOLDERS).bind(day.to_sqlx()).all().await?;
    let holder = |row: HolderRow| {
        Ok(Holder {
            account: AccountId(row.account_id),
            role: Role::find(&row.role)
                .ok_or_else(|| StoreError::Damaged(format!("role {}", row.role)))?,
            unit: UnitId(row.unit_id),
            reachable: row.reachable,
            choice: match row.choice {
                Some(code) => choice_of(&code)?,
                None => Choice::default(),
            },
        })
    };
    rows.into_iter().map(holder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_that_is_reminded_is_looked_for_and_no_other() {
        for role in Role::ALL {
            let is_asked_for = HOLDERS.contains(&format!("'{}'", role.code()));
            assert_eq!(Party::of(*role).is_some(), is_asked_for, "{role:?}");
        }
    }
}
