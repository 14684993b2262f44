//! Dated steps outside the disclosure room, as they were computed last; what people were told of them.

use dinh_domain::ids::{AccountId, UnitId};
use dinh_domain::reminders::{DatedStep, Party, StepKind};
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use super::facts::{Told, told_of};
use crate::db::{ReadTx, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    OPEN_STEPS = "SELECT id, thing, number, kind, unit_id, due_on, waits_for, about, citation FROM dated_step \
           WHERE is_open = TRUE AND (due_on, id) > ($1, $2) ORDER BY due_on, id LIMIT $3";
    SAVE_STEP = "INSERT INTO dated_step (id, thing, number, kind, unit_id, due_on, waits_for, about, citation, is_open) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, TRUE) ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, \
           waits_for = excluded.waits_for, about = excluded.about, citation = excluded.citation, is_open = TRUE";
    CLOSE_STEP = "UPDATE dated_step SET is_open = FALSE WHERE id = $1";
    TOLD_OF_STEPS = "SELECT r.thing, r.account_id, r.days FROM dated_step s JOIN reminder r ON r.thing = s.id \
           WHERE s.is_open = TRUE LIMIT 200000";
    STEPS_OF_MAIL = "SELECT s.id, s.thing, s.number, s.kind, s.unit_id, s.due_on, s.waits_for, s.about, s.citation \
           FROM reminder r JOIN dated_step s ON s.id = r.thing WHERE r.mail_id = $1 AND NOT EXISTS (SELECT 1 FROM reminder n \
           WHERE n.thing = r.thing AND n.account_id = r.account_id AND n.days > r.days) ORDER BY s.due_on, s.id LIMIT 1000";
}

#[derive(sqlx::FromRow)]
struct StepRow {
    id: Uuid,
    thing: Uuid,
    number: i64,
    kind: String,
    unit_id: Uuid,
    due_on: jiff_sqlx::Date,
    waits_for: String,
    about: String,
    citation: String,
}

impl TryFrom<StepRow> for DatedStep {
    type Error = StoreError;

    fn try_from(row: StepRow) -> Result<Self> {
        let damaged = |code: &str| StoreError::Damaged(format!("dated step {code}"));
        Ok(Self {
            id: row.id,
            thing: row.thing,
            number: row.number,
            kind: StepKind::find(&row.kind).ok_or_else(|| damaged(&row.kind))?,
            unit: UnitId(row.unit_id),
            due_on: row.due_on.to_jiff(),
            waits_for: Party::find(&row.waits_for).ok_or_else(|| damaged(&row.waits_for))?,
            about: row.about,
            citation: row.citation,
        })
    }
}

/// Steps that were open when they were computed last, after a place (due day, identity), the earliest due first.
pub async fn open(tx: &mut ReadTx, after: (Date, Uuid), limit: i64) -> Result<Vec<DatedStep>> {
    let rows: Vec<StepRow> = tx
        .select(OPEN_STEPS)
        .bind(after.0.to_sqlx())
        .bind(after.1)
        .bind(limit)
        .all()
        .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Keep an open step.
pub async fn save(tx: &mut WriteTx, step: &DatedStep) -> Result<()> {
    tx.change(SAVE_STEP)
        .bind(step.id)
        .bind(step.thing)
        .bind(step.number)
        .bind(step.kind.code())
        .bind(step.unit.0)
        .bind(step.due_on.to_sqlx())
        .bind(step.waits_for.code())
        .bind(step.about.clone())
        .bind(step.citation.clone())
        .run_one()
        .await
}

/// A step is done, or no longer due on that day.
pub async fn close(tx: &mut WriteTx, id: Uuid) -> Result<()> {
    tx.change(CLOSE_STEP).bind(id).run_one().await
}

/// Everything that people were told of open steps.
pub async fn told(tx: &mut ReadTx) -> Result<Vec<Told>> {
    let rows: Vec<(Uuid, Uuid, i64)> = tx.select(TOLD_OF_STEPS).all().await?;
    rows.into_iter()
        .map(|(thing, account, days)| told_of(thing, AccountId(account), days))
        .collect()
}

/// The steps of which a letter tells, without those of which a later letter told.
pub async fn of_mail(tx: &mut ReadTx, mail: Uuid) -> Result<Vec<DatedStep>> {
    let rows: Vec<StepRow> = tx.select(STEPS_OF_MAIL).bind(mail).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
