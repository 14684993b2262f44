//! Publications; their revisions and files, duties, forms and requests beside.

pub mod duties;
pub mod files;
pub mod forms;
pub mod requests;
pub mod revisions;
pub mod tally;

use dinh_domain::disclosure::{Content, Publication, PublicationState};
use dinh_domain::ids::{AccountId, DutyId, PublicationId, UnitId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

use crate::db::{ReadTx, Statement, WriteTx};
use crate::error::{Result, StoreError};
use crate::sql::statements;

statements! {
    ADD = "INSERT INTO publication (id, number, duty_id, unit_id, rule_code, item, state, rev, title, \
           document_number, document_on, summary, version, author_id, ended_reason, ended_article, \
           changed_at, sample) \
           VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, 1, $12, '', '', $13, $14)";
    GET = "SELECT * FROM publication WHERE id = $1";
    BY_NUMBER = "SELECT * FROM publication WHERE number = $1";
    BY_DUTY = "SELECT * FROM publication WHERE duty_id = $1";
    SAVE = "UPDATE publication SET state = $3, rev = $4, title = $5, document_number = $6, \
            document_on = $7, summary = $8, published_on = $9, author_id = $10, changed_at = $11, \
            version = version + 1 WHERE id = $1 AND version = $2";
    SAVE_PUBLIC = "UPDATE publication SET state = $3, rev = $4, title = $5, document_number = $6, \
            document_on = $7, summary = $8, published_on = $9, author_id = $10, changed_at = $11, \
            published_at = COALESCE(published_at, $11), register_position = $12, \
            version = version + 1 WHERE id = $1 AND version = $2";
    MARK_ENDED = "UPDATE publication SET ended_on = $2, ended_reason = $3, ended_article = $4, \
            register_position = $5 WHERE id = $1";
    NEWEST = "SELECT * FROM publication WHERE state = 'published' \
            AND (published_at, number) < ($1, $2) ORDER BY published_at DESC, number DESC LIMIT $3";
    NEWEST_OF_UNIT = "SELECT * FROM publication WHERE unit_id = $1 AND state = 'published' \
            AND (published_at, number) < ($2, $3) ORDER BY published_at DESC, number DESC LIMIT $4";
    OF_UNIT_IN_STATE = "SELECT * FROM publication WHERE unit_id = $1 AND state = $2 \
            AND number > $3 ORDER BY number LIMIT $4";
    AFTER_NUMBER = "SELECT * FROM publication WHERE number > $1 AND rev > 0 ORDER BY number LIMIT $2";
    OF_DUTIES_OF_UNIT = "SELECT p.* FROM publication p JOIN duty d ON d.id = p.duty_id \
            WHERE d.unit_id = $1 AND d.due_on >= $2 AND d.due_on < $3 ORDER BY p.number LIMIT $4";
    WITH_MISSING_FORMS = "SELECT p.* FROM publication p JOIN duty d ON d.id = p.duty_id \
            WHERE d.unit_id = $1 AND d.state = 'published' AND d.missing_forms > 0 \
            ORDER BY d.due_on DESC, d.number DESC LIMIT $2";
    WITH_RUNNING_FORMS = "SELECT p.* FROM publication p WHERE p.id IN (SELECT f.publication_id \
            FROM form_record f WHERE f.unit_id = $1 AND f.ended_on IS NULL AND f.keep_until < $2 \
            ORDER BY f.keep_until, f.id LIMIT $3)";
    OF_UNIT_PUBLISHED_BETWEEN = "SELECT * FROM publication WHERE unit_id = $1 \
            AND state IN ('published', 'ended', 'withdrawn') \
            AND published_at >= $2 AND published_at < $3 ORDER BY published_at, number LIMIT $4";
    SAME_DOCUMENT_NUMBER = "SELECT number FROM publication WHERE unit_id = $1 AND document_number = $2 \
            AND document_on IS NOT DISTINCT FROM $3 AND id <> $4 LIMIT 1";
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct PublicationRow {
    id: Uuid,
    number: i64,
    duty_id: Uuid,
    unit_id: Uuid,
    rule_code: String,
    item: String,
    state: String,
    rev: i64,
    title: String,
    document_number: String,
    document_on: Option<jiff_sqlx::Date>,
    summary: String,
    version: i64,
    author_id: Uuid,
    published_at: Option<jiff_sqlx::Timestamp>,
    published_on: Option<jiff_sqlx::Date>,
    ended_on: Option<jiff_sqlx::Date>,
    ended_reason: String,
    ended_article: String,
    register_position: Option<i64>,
    changed_at: jiff_sqlx::Timestamp,
    sample: bool,
}

/// A publication with the facts that only readers need.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The publication.
    pub publication: Publication,
    /// First time on the portal.
    pub published_at: Option<Timestamp>,
    /// Last change.
    pub changed_at: Timestamp,
    /// Newest register position.
    pub register_position: Option<i64>,
    /// The day it left the portal, with reason and article.
    pub ended: Option<(jiff::civil::Date, String, String)>,
}

impl TryFrom<PublicationRow> for Stored {
    type Error = StoreError;

    fn try_from(row: PublicationRow) -> Result<Self> {
        let state = PublicationState::find(&row.state)
            .ok_or_else(|| StoreError::Damaged(format!("publication state {}", row.state)))?;
        Ok(Self {
            publication: Publication {
                id: PublicationId(row.id),
                number: row.number,
                duty: DutyId(row.duty_id),
                unit: UnitId(row.unit_id),
                rule_code: row.rule_code,
                item: row.item,
                state,
                rev: row.rev,
                content: Content {
                    title: row.title,
                    document_number: row.document_number,
                    document_on: row.document_on.map(jiff_sqlx::Date::to_jiff),
                    summary: row.summary,
                },
                version: row.version,
                author: AccountId(row.author_id),
                published_on: row.published_on.map(jiff_sqlx::Date::to_jiff),
                sample: row.sample,
            },
            published_at: row.published_at.map(jiff_sqlx::Timestamp::to_jiff),
            changed_at: row.changed_at.to_jiff(),
            register_position: row.register_position,
            ended: row
                .ended_on
                .map(|day| (day.to_jiff(), row.ended_reason, row.ended_article)),
        })
    }
}

fn stored(rows: Vec<PublicationRow>) -> Result<Vec<Stored>> {
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Add a draft.
pub async fn add(tx: &mut WriteTx, publication: &Publication, at: Timestamp) -> Result<()> {
    tx.change(ADD)
        .bind(publication.id.0)
        .bind(publication.number)
        .bind(publication.duty.0)
        .bind(publication.unit.0)
        .bind(publication.rule_code.clone())
        .bind(publication.item.clone())
        .bind(publication.state.code())
        .bind(publication.content.title.clone())
        .bind(publication.content.document_number.clone())
        .bind(publication.content.document_on.map(ToSqlx::to_sqlx))
        .bind(publication.content.summary.clone())
        .bind(publication.author.0)
        .bind(at.to_sqlx())
        .bind(publication.sample)
        .run_one()
        .await
}

/// Save what changed; a conflict when somebody saved before.
pub async fn save(tx: &mut WriteTx, publication: &Publication, at: Timestamp) -> Result<()> {
    bind_change(tx.change(SAVE), publication, at)
        .run_one()
        .await
}

/// The same for an act that the register tells of at `position`; the first of them makes the publication public.
pub async fn save_public(
    tx: &mut WriteTx,
    publication: &Publication,
    at: Timestamp,
    position: i64,
) -> Result<()> {
    bind_change(tx.change(SAVE_PUBLIC), publication, at)
        .bind(position)
        .run_one()
        .await
}

fn bind_change<'c>(
    statement: Statement<'c>,
    publication: &Publication,
    at: Timestamp,
) -> Statement<'c> {
    statement
        .bind(publication.id.0)
        .bind(publication.version)
        .bind(publication.state.code())
        .bind(publication.rev)
        .bind(publication.content.title.clone())
        .bind(publication.content.document_number.clone())
        .bind(publication.content.document_on.map(ToSqlx::to_sqlx))
        .bind(publication.content.summary.clone())
        .bind(publication.published_on.map(ToSqlx::to_sqlx))
        .bind(publication.author.0)
        .bind(at.to_sqlx())
}

/// The publication left the portal.
pub async fn mark_ended(
    tx: &mut WriteTx,
    id: PublicationId,
    on: jiff::civil::Date,
    reason: &str,
    article: &str,
    position: i64,
) -> Result<()> {
    tx.change(MARK_ENDED)
        .bind(id.0)
        .bind(on.to_sqlx())
        .bind(reason.to_owned())
        .bind(article.to_owned())
        .bind(position)
        .run_one()
        .await
}

/// The publication with this identity.
pub async fn find(tx: &mut ReadTx, id: PublicationId) -> Result<Option<Stored>> {
    let row: Option<PublicationRow> = tx.select(GET).bind(id.0).optional().await?;
    row.map(TryInto::try_into).transpose()
}

/// The publication with this identity; it is there.
pub async fn get(tx: &mut ReadTx, id: PublicationId) -> Result<Stored> {
    let row: PublicationRow = tx.select(GET).bind(id.0).one().await?;
    row.try_into()
}

/// The publication with this short number.
pub async fn find_by_number(tx: &mut ReadTx, number: i64) -> Result<Option<Stored>> {
    let row: Option<PublicationRow> = tx.select(BY_NUMBER).bind(number).optional().await?;
    row.map(TryInto::try_into).transpose()
}

/// The publication that fulfils a duty, in any state.
pub async fn find_by_duty(tx: &mut ReadTx, duty: DutyId) -> Result<Option<Stored>> {
    let row: Option<PublicationRow> = tx.select(BY_DUTY).bind(duty.0).optional().await?;
    row.map(TryInto::try_into).transpose()
}

/// A place in a list that runs from the newest publication down.
pub type Place = (Timestamp, i64);

/// The place before everything: pages start here.
pub const START: Place = (Timestamp::MAX, i64::MAX);

/// The newest publications of the city.
pub async fn newest(tx: &mut ReadTx, before: Place, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx
        .select(NEWEST)
        .bind(clamp(before.0).to_sqlx())
        .bind(before.1)
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// The newest publications of a unit.
pub async fn newest_of_unit(
    tx: &mut ReadTx,
    unit: UnitId,
    before: Place,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(NEWEST_OF_UNIT)
        .bind(unit.0)
        .bind(clamp(before.0).to_sqlx())
        .bind(before.1)
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// Publications of a unit in one state after a number.
pub async fn of_unit_in_state(
    tx: &mut ReadTx,
    unit: UnitId,
    state: PublicationState,
    after: i64,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_UNIT_IN_STATE)
        .bind(unit.0)
        .bind(state.code())
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// Everything that was ever public, by number: for the search index and open data.
pub async fn after_number(tx: &mut ReadTx, after: i64, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx
        .select(AFTER_NUMBER)
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// Publications of the duties of a unit that are due in a half-open span of days.
pub async fn of_duties_due_between(
    tx: &mut ReadTx,
    unit: UnitId,
    from: jiff::civil::Date,
    to: jiff::civil::Date,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_DUTIES_OF_UNIT)
        .bind(unit.0)
        .bind(from.to_sqlx())
        .bind(to.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// Publications of a unit whose duty still lacks a required form.
pub async fn with_missing_forms(tx: &mut ReadTx, unit: UnitId, limit: i64) -> Result<Vec<Stored>> {
    let rows = tx
        .select(WITH_MISSING_FORMS)
        .bind(unit.0)
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// Publications of the notices of a unit that may come down: the same rows as
/// [`forms::running_until`] speaks of.
pub async fn with_running_forms(
    tx: &mut ReadTx,
    unit: UnitId,
    before: jiff::civil::Date,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(WITH_RUNNING_FORMS)
        .bind(unit.0)
        .bind(before.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// What a unit made public in a half-open span of time: the quarterly register.
pub async fn of_unit_published_between(
    tx: &mut ReadTx,
    unit: UnitId,
    from: Timestamp,
    to: Timestamp,
    limit: i64,
) -> Result<Vec<Stored>> {
    let rows = tx
        .select(OF_UNIT_PUBLISHED_BETWEEN)
        .bind(unit.0)
        .bind(from.to_sqlx())
        .bind(to.to_sqlx())
        .bind(limit)
        .all()
        .await?;
    stored(rows)
}

/// PostgreSQL knows no instant later than the year 294276, SQLite compares text:
/// the year 9000 is late enough for both.
fn clamp(at: Timestamp) -> Timestamp {
    const LATEST: Timestamp = Timestamp::constant(221_845_392_000, 0);
    at.min(LATEST)
}

/// Another publication of the unit with the same document number and date; no date is a date like another.
pub async fn find_same_document(tx: &mut ReadTx, publication: &Publication) -> Result<Option<i64>> {
    let content = &publication.content;
    let row: Option<(i64,)> = tx
        .select(SAME_DOCUMENT_NUMBER)
        .bind(publication.unit.0)
        .bind(content.document_number.clone())
        .bind(content.document_on.map(ToSqlx::to_sqlx))
        .bind(publication.id.0)
        .optional()
        .await?;
    Ok(row.map(|(number,)| number))
}
