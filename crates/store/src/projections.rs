//! Lists for everyone: search index, open data, API, feeds, sitemap. Each is read in
//! pages by key, carries the names it shows, and holds only what is public.

use uuid::Uuid;

use crate::db::ReadTx;
use crate::error::Result;
use crate::register::EntryRow;
use crate::register::times::{Bounds, bounds};
use crate::sql::statements;

macro_rules! published {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT p.number, p.unit_id, u.slug AS unit_slug, u.full_name AS unit_name, \
             u.code AS unit_code, p.rule_code, p.item, p.state, p.rev, p.title, \
             p.document_number, p.document_on, p.summary, p.published_at, p.published_on, \
             p.ended_on, p.register_position, d.number AS duty_number, d.due_on, d.judged_on, d.judged_by, \
             p.sample, ",
            bounds!("p.register_position"),
            "FROM ",
            $from,
            " JOIN duty d ON d.id = p.duty_id JOIN unit u ON u.id = p.unit_id WHERE p.rev > 0 AND ",
            $rest
        )
    };
}

macro_rules! duties {
    ($rest:literal) => {
        concat!(
            "SELECT d.number, u.slug AS unit_slug, u.full_name AS unit_name, u.code AS unit_code, \
             d.rule_code, d.item, d.title, d.period, d.event_kind, d.event_on, d.event_document, \
             d.due_on, d.state, d.published_on, d.judged_on, d.judged_by, d.missing_forms, d.early_ends, \
             p.number AS publication_number, d.sample FROM duty d JOIN unit u ON u.id = d.unit_id \
             LEFT JOIN publication p ON p.duty_id = d.id AND p.rev > 0 WHERE ",
            $rest
        )
    };
}

macro_rules! units {
    ($rest:literal) => {
        concat!(
            "SELECT u.id, u.slug, u.code, u.kind, u.local_kind, u.name, u.full_name, \
             a.slug AS parent_slug, u.valid_from, u.valid_to, u.legal_basis, u.area_hectares, \
             u.population, u.population_source, u.headquarters, u.sample \
             FROM unit u LEFT JOIN unit a ON a.id = u.parent_id WHERE ",
            $rest
        )
    };
}

statements! {
    PUBLISHED_AFTER = published!("publication p", "p.number > $1 ORDER BY p.number LIMIT $2");
    PUBLISHED_OF_UNIT_AFTER =
        published!("publication p", "u.slug = $1 AND p.number > $2 ORDER BY p.number LIMIT $3");
    PUBLISHED = published!("publication p", "p.number = $1");
    PUBLISHED_IN_ENTRIES = published!(
        "register_entry e JOIN publication p ON p.id = e.thing",
        "e.position >= $1 AND e.position < $2 ORDER BY e.position"
    );
    DUTIES_AFTER = duties!("d.number > $1 ORDER BY d.number LIMIT $2");
    DUTIES_OF_UNIT_AFTER = duties!("u.slug = $1 AND d.number > $2 ORDER BY d.number LIMIT $3");
    UNITS_AFTER = units!("u.slug > $1 ORDER BY u.slug LIMIT $2");
    UNIT = units!("u.slug = $1");
    ENTRIES_FROM = "SELECT position, entry, leaf, thing, rev, unit_id, room, act, at \
             FROM register_entry WHERE position >= $1 ORDER BY position LIMIT $2";
    LAST_NUMBER = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM publication WHERE rev > 0";
    NUMBERS = "SELECT number, changed_at FROM publication WHERE rev > 0 \
             AND number > $1 AND number <= $2 ORDER BY number";
}

/// What was or is public, with the names and the due day beside it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Published {
    /// Short number.
    pub number: i64,
    /// Unit.
    pub unit_id: Uuid,
    /// Its address part.
    pub unit_slug: String,
    /// Its name with kind.
    pub unit_name: String,
    /// Its statistical code.
    pub unit_code: Option<String>,
    /// Rule.
    pub rule_code: String,
    /// Item of the catalogue.
    pub item: String,
    /// published, ended, withdrawn (or back in work after a revision).
    pub state: String,
    /// Newest revision.
    pub rev: i64,
    /// Title.
    pub title: String,
    /// Number of the document.
    pub document_number: String,
    /// Its day.
    pub document_on: Option<jiff_sqlx::Date>,
    /// The text.
    pub summary: String,
    /// First instant on the portal.
    pub published_at: Option<jiff_sqlx::Timestamp>,
    /// First day on the portal.
    pub published_on: Option<jiff_sqlx::Date>,
    /// Day on which it left the portal.
    pub ended_on: Option<jiff_sqlx::Date>,
    /// Newest register position.
    pub register_position: Option<i64>,
    /// The duty it fulfils.
    pub duty_number: i64,
    /// Its due day.
    pub due_on: jiff_sqlx::Date,
    /// The day on which lateness is judged.
    pub judged_on: Option<jiff_sqlx::Date>,
    /// Whose word that day is: recorded, waiting or witnessed.
    pub judged_by: Option<String>,
    /// What is known of the time of its newest entry.
    #[sqlx(flatten)]
    pub bounds: Bounds,
    /// Invented for the demo.
    pub sample: bool,
}

impl Published {
    /// How it stands, in one word: withdrawn, ended, late or on_time.
    pub fn standing(&self) -> &'static str {
        let due = self.due_on.to_jiff();
        match self.state.as_str() {
            "withdrawn" => "withdrawn",
            "ended" => "ended",
            _ if self.judged_on.is_some_and(|day| day.to_jiff() > due) => "late",
            _ => "on_time",
        }
    }
}

/// A duty with the names beside it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PublicDuty {
    /// Short number.
    pub number: i64,
    /// Address part of the unit.
    pub unit_slug: String,
    /// Its name with kind.
    pub unit_name: String,
    /// Its statistical code.
    pub unit_code: Option<String>,
    /// Rule.
    pub rule_code: String,
    /// Item of the catalogue.
    pub item: String,
    /// What it is about.
    pub title: String,
    /// Period of a recurring duty.
    pub period: Option<String>,
    /// Event that started the clock.
    pub event_kind: String,
    /// Its day.
    pub event_on: jiff_sqlx::Date,
    /// Its document.
    pub event_document: String,
    /// Last day to disclose.
    pub due_on: jiff_sqlx::Date,
    /// State.
    pub state: String,
    /// First day on the portal.
    pub published_on: Option<jiff_sqlx::Date>,
    /// The day on which lateness is judged.
    pub judged_on: Option<jiff_sqlx::Date>,
    /// Whose word that day is: recorded, waiting or witnessed.
    pub judged_by: Option<String>,
    /// Required forms without a record.
    pub missing_forms: i64,
    /// Notices taken down early.
    pub early_ends: i64,
    /// The publication that fulfils it.
    pub publication_number: Option<i64>,
    /// Invented for the demo.
    pub sample: bool,
}

/// A unit with the address of the unit above.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PublicUnit {
    /// Identity.
    pub id: Uuid,
    /// Address part.
    pub slug: String,
    /// Statistical code.
    pub code: Option<String>,
    /// Kind.
    pub kind: String,
    /// Kind as people say it.
    pub local_kind: String,
    /// Name without kind.
    pub name: String,
    /// Name with kind.
    pub full_name: String,
    /// Address part of the unit above.
    pub parent_slug: Option<String>,
    /// First day.
    pub valid_from: Option<jiff_sqlx::Date>,
    /// First day on which it is no more.
    pub valid_to: Option<jiff_sqlx::Date>,
    /// Document that made it.
    pub legal_basis: String,
    /// Area.
    pub area_hectares: Option<i64>,
    /// Inhabitants.
    pub population: Option<i64>,
    /// Where that figure comes from.
    pub population_source: String,
    /// Office.
    pub headquarters: String,
    /// Invented for the demo.
    pub sample: bool,
}

/// Published things after a number.
pub async fn published_after(tx: &mut ReadTx, after: i64, limit: i64) -> Result<Vec<Published>> {
    tx.select(PUBLISHED_AFTER)
        .bind(after)
        .bind(limit)
        .all()
        .await
}

/// Published things of the unit at `slug`, after a number.
pub async fn published_of_unit_after(
    tx: &mut ReadTx,
    slug: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<Published>> {
    tx.select(PUBLISHED_OF_UNIT_AFTER)
        .bind(slug.to_owned())
        .bind(after)
        .bind(limit)
        .all()
        .await
}

/// The published thing with this number.
pub async fn find_published(tx: &mut ReadTx, number: i64) -> Result<Option<Published>> {
    tx.select(PUBLISHED).bind(number).optional().await
}

/// What the entries of a half-open span of the register are about.
pub async fn published_in_entries(tx: &mut ReadTx, from: i64, to: i64) -> Result<Vec<Published>> {
    tx.select(PUBLISHED_IN_ENTRIES)
        .bind(from)
        .bind(to)
        .all()
        .await
}

/// Duties after a number.
pub async fn duties_after(tx: &mut ReadTx, after: i64, limit: i64) -> Result<Vec<PublicDuty>> {
    tx.select(DUTIES_AFTER).bind(after).bind(limit).all().await
}

/// Duties of the unit at `slug`, after a number.
pub async fn duties_of_unit_after(
    tx: &mut ReadTx,
    slug: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<PublicDuty>> {
    tx.select(DUTIES_OF_UNIT_AFTER)
        .bind(slug.to_owned())
        .bind(after)
        .bind(limit)
        .all()
        .await
}

/// Units of all times after an address part.
pub async fn units_after(tx: &mut ReadTx, after: &str, limit: i64) -> Result<Vec<PublicUnit>> {
    tx.select(UNITS_AFTER)
        .bind(after.to_owned())
        .bind(limit)
        .all()
        .await
}

/// The unit at this address.
pub async fn find_unit(tx: &mut ReadTx, slug: &str) -> Result<Option<PublicUnit>> {
    tx.select(UNIT).bind(slug.to_owned()).optional().await
}

/// Register entries from a position on, oldest first.
pub async fn entries_from(tx: &mut ReadTx, from: i64, limit: i64) -> Result<Vec<EntryRow>> {
    tx.select(ENTRIES_FROM).bind(from).bind(limit).all().await
}

/// The highest number of anything public; 0 before the first.
pub async fn last_number(tx: &mut ReadTx) -> Result<i64> {
    let (number,): (i64,) = tx.select(LAST_NUMBER).one().await?;
    Ok(number)
}

/// Public numbers in (after, to] with the time of their last change.
pub async fn numbers(
    tx: &mut ReadTx,
    after: i64,
    to: i64,
) -> Result<Vec<(i64, jiff_sqlx::Timestamp)>> {
    tx.select(NUMBERS).bind(after).bind(to).all().await
}
