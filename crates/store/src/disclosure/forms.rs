//! Acts of disclosure in other forms: posting, loudspeaker, hamlet heads …

use dinh_domain::ids::{AccountId, FormRecordId, PublicationId, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, WriteTx};
use crate::error::Result;
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO form_record (id, publication_id, unit_id, form, place_kind, place, from_on, to_on, \
           keep_until, by_whom, note, proof_id, ended_on, ended_reason, recorded_by, recorded_at, \
           register_position) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, '', $13, $14, $15)";
    GET = "SELECT * FROM form_record WHERE id = $1";
    OF_PUBLICATION = "SELECT * FROM form_record WHERE publication_id = $1 ORDER BY from_on, id LIMIT 500";
    OF_UNIT_BETWEEN = "SELECT f.* FROM form_record f JOIN publication p ON p.id = f.publication_id \
           WHERE p.unit_id = $1 AND p.published_at >= $2 AND p.published_at < $3 \
           ORDER BY f.from_on, f.id LIMIT $4";
    END = "UPDATE form_record SET ended_on = $2, ended_reason = $3, register_position = $4 \
           WHERE id = $1 AND ended_on IS NULL";
    RUNNING_UNTIL = "SELECT * FROM form_record WHERE unit_id = $1 AND ended_on IS NULL \
           AND keep_until < $2 ORDER BY keep_until, id LIMIT $3";
}

/// A form record as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct FormRow {
    /// Identity.
    pub id: Uuid,
    /// Publication.
    pub publication_id: Uuid,
    /// Unit.
    pub unit_id: Uuid,
    /// Code of the form.
    pub form: String,
    /// Code of the kind of place, or empty.
    pub place_kind: String,
    /// The place in words.
    pub place: String,
    /// First day.
    pub from_on: jiff_sqlx::Date,
    /// Last day of the act itself.
    pub to_on: Option<jiff_sqlx::Date>,
    /// Last day on which it must still be there.
    pub keep_until: Option<jiff_sqlx::Date>,
    /// Office or person in charge, in words.
    pub by_whom: String,
    /// Note.
    pub note: String,
    /// Photo or file.
    pub proof_id: Option<Uuid>,
    /// The day it was taken down.
    pub ended_on: Option<jiff_sqlx::Date>,
    /// Why.
    pub ended_reason: String,
    /// Newest register entry about it.
    pub register_position: i64,
}

/// A record to add.
pub struct NewForm<'a> {
    /// Identity.
    pub id: FormRecordId,
    /// Publication.
    pub publication: PublicationId,
    /// Unit.
    pub unit: UnitId,
    /// Code of the form.
    pub form: &'a str,
    /// Code of the kind of place, or empty.
    pub place_kind: &'a str,
    /// The place in words.
    pub place: &'a str,
    /// First day.
    pub from_on: Date,
    /// Last day of the act itself.
    pub to_on: Option<Date>,
    /// Last day on which it must still be there.
    pub keep_until: Option<Date>,
    /// Who did it, in words.
    pub by_whom: &'a str,
    /// Note.
    pub note: &'a str,
    /// Proof.
    pub proof: Option<Uuid>,
    /// Who recorded it.
    pub recorded_by: AccountId,
    /// When.
    pub recorded_at: Timestamp,
    /// Its register entry.
    pub position: i64,
}

/// Add a record.
pub async fn add(tx: &mut WriteTx, form: &NewForm<'_>) -> Result<()> {
    tx.change(ADD)
        .bind(form.id.0)
        .bind(form.publication.0)
        .bind(form.unit.0)
        .bind(form.form.to_owned())
        .bind(form.place_kind.to_owned())
        .bind(form.place.to_owned())
        .bind(form.from_on.to_sqlx())
        .bind(form.to_on.map(ToSqlx::to_sqlx))
        .bind(form.keep_until.map(ToSqlx::to_sqlx))
        .bind(form.by_whom.to_owned())
        .bind(form.note.to_owned())
        .bind(form.proof)
        .bind(form.recorded_by.0)
        .bind(form.recorded_at.to_sqlx())
        .bind(form.position)
        .run_one()
        .await
}

/// The record with this identity.
pub async fn find(tx: &mut ReadTx, id: FormRecordId) -> Result<Option<FormRow>> {
    tx.select(GET).bind(id.0).optional().await
}

/// The records of a publication (the first 500).
pub async fn of_publication(tx: &mut ReadTx, id: PublicationId) -> Result<Vec<FormRow>> {
    tx.select(OF_PUBLICATION).bind(id.0).all().await
}

/// The records of what a unit made public in a half-open span of time.
pub async fn of_unit_between(
    tx: &mut ReadTx,
    unit: UnitId,
    from: Timestamp,
    to: Timestamp,
    limit: i64,
) -> Result<Vec<FormRow>> {
    tx.select(OF_UNIT_BETWEEN)
        .bind(unit.0)
        .bind(from.to_sqlx())
        .bind(to.to_sqlx())
        .bind(limit)
        .all()
        .await
}

/// A record ends; a conflict when it already has.
pub async fn end(
    tx: &mut WriteTx,
    id: FormRecordId,
    on: Date,
    reason: &str,
    position: i64,
) -> Result<()> {
    tx.change(END)
        .bind(id.0)
        .bind(on.to_sqlx())
        .bind(reason.to_owned())
        .bind(position)
        .run_one()
        .await
}

/// Running records of a unit whose minimum time ended before a day.
pub async fn running_until(
    tx: &mut ReadTx,
    unit: UnitId,
    before: Date,
    limit: i64,
) -> Result<Vec<FormRow>> {
    tx.select(RUNNING_UNTIL)
        .bind(unit.0)
        .bind(before.to_sqlx())
        .bind(limit)
        .all()
        .await
}
