//! What leaves the house as data: the same objects in the API and in the open data, so
//! that one dictionary describes both. Days are ISO dates, instants RFC 3339.

use dinh_service::register::{Interval, time_state};
use dinh_store::projections::{PublicDuty, PublicUnit, Published};
use dinh_store::register::EntryRow;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A unit of today or of another time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Unit {
    /// Address part, unique for ever.
    pub slug: String,
    /// Official statistical code; re-used over time.
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
    pub parent: Option<String>,
    /// First day.
    pub valid_from: Option<String>,
    /// First day on which it is no more.
    pub valid_to: Option<String>,
    /// Document that made it.
    pub legal_basis: String,
    /// Area in hectares.
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

impl From<PublicUnit> for Unit {
    fn from(row: PublicUnit) -> Self {
        Self {
            slug: row.slug,
            code: row.code,
            kind: row.kind,
            local_kind: row.local_kind,
            name: row.name,
            full_name: row.full_name,
            parent: row.parent_slug,
            valid_from: row.valid_from.map(|day| day.to_jiff().to_string()),
            valid_to: row.valid_to.map(|day| day.to_jiff().to_string()),
            legal_basis: row.legal_basis,
            area_hectares: row.area_hectares,
            population: row.population,
            population_source: row.population_source,
            headquarters: row.headquarters,
            sample: row.sample,
        }
    }
}

/// Something that one unit must disclose once, by a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Duty {
    /// Short number.
    pub number: i64,
    /// Address part of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Its statistical code.
    pub unit_code: Option<String>,
    /// Rule, such as 11.2:quarter.
    pub rule: String,
    /// Item of the catalogue.
    pub item: String,
    /// What it is about.
    pub title: String,
    /// Period of a recurring duty.
    pub period: Option<String>,
    /// Event that started the clock.
    pub event: String,
    /// Its day.
    pub event_on: String,
    /// Its document.
    pub event_document: String,
    /// Last day to disclose.
    pub due_on: String,
    /// State.
    pub state: String,
    /// First day on the portal.
    pub published_on: Option<String>,
    /// Day on which lateness is judged.
    pub judged_on: Option<String>,
    /// Whose word that day is: recorded (the server's), waiting (the server's for now), witnessed.
    pub judged_by: Option<String>,
    /// Required forms without a record.
    pub missing_forms: i64,
    /// Notices taken down early.
    pub early_ends: i64,
    /// Publication that fulfils it.
    pub publication: Option<i64>,
    /// Invented for the demo.
    pub sample: bool,
}

impl From<PublicDuty> for Duty {
    fn from(row: PublicDuty) -> Self {
        Self {
            number: row.number,
            unit: row.unit_slug,
            unit_name: row.unit_name,
            unit_code: row.unit_code,
            rule: row.rule_code,
            item: row.item,
            title: row.title,
            period: row.period,
            event: row.event_kind,
            event_on: row.event_on.to_jiff().to_string(),
            event_document: row.event_document,
            due_on: row.due_on.to_jiff().to_string(),
            state: row.state,
            published_on: row.published_on.map(|day| day.to_jiff().to_string()),
            judged_on: row.judged_on.map(|day| day.to_jiff().to_string()),
            judged_by: row.judged_by,
            missing_forms: row.missing_forms,
            early_ends: row.early_ends,
            publication: row.publication_number,
            sample: row.sample,
        }
    }
}

/// Something disclosed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Publication {
    /// Short number.
    pub number: i64,
    /// Address part of the unit.
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Its statistical code.
    pub unit_code: Option<String>,
    /// Rule.
    pub rule: String,
    /// Item of the catalogue.
    pub item: String,
    /// State.
    pub state: String,
    /// on_time, late, ended or withdrawn.
    pub standing: String,
    /// Newest revision.
    pub revision: i64,
    /// Title.
    pub title: String,
    /// Number of the document.
    pub document_number: String,
    /// Its day.
    pub document_on: Option<String>,
    /// The text.
    pub summary: String,
    /// First instant on the portal, as the server claims it.
    pub published_at: Option<String>,
    /// First day on the portal.
    pub published_on: Option<String>,
    /// Day on which it left the portal.
    pub ended_on: Option<String>,
    /// Newest register position.
    pub register_position: Option<i64>,
    /// How far the proof of that entry has come: waiting, recorded, witnessed or stamped.
    pub register_state: Option<String>,
    /// Not earlier than this it was recorded, as witnesses say.
    pub not_before: Option<String>,
    /// Not later than this it was recorded, as witnesses say; nothing before they had seen it.
    pub not_after: Option<String>,
    /// The duty it fulfils.
    pub duty: i64,
    /// Its due day.
    pub due_on: String,
    /// Day on which lateness is judged.
    pub judged_on: Option<String>,
    /// Whose word that day is: recorded (the server's), waiting (the server's for now), witnessed.
    pub judged_by: Option<String>,
    /// Invented for the demo.
    pub sample: bool,
}

impl From<Published> for Publication {
    fn from(row: Published) -> Self {
        let proven = row
            .register_position
            .map(|position| time_state(position, row.bounds));
        let (register_state, not_before, not_after) = proven_words(proven);
        Self {
            standing: row.standing().to_owned(),
            number: row.number,
            unit: row.unit_slug,
            unit_name: row.unit_name,
            unit_code: row.unit_code,
            rule: row.rule_code,
            item: row.item,
            state: row.state,
            revision: row.rev,
            title: row.title,
            document_number: row.document_number,
            document_on: row.document_on.map(|day| day.to_jiff().to_string()),
            summary: row.summary,
            published_at: row.published_at.map(|at| at.to_jiff().to_string()),
            published_on: row.published_on.map(|day| day.to_jiff().to_string()),
            ended_on: row.ended_on.map(|day| day.to_jiff().to_string()),
            register_position: row.register_position,
            register_state,
            not_before,
            not_after,
            duty: row.duty_number,
            due_on: row.due_on.to_jiff().to_string(),
            judged_on: row.judged_on.map(|day| day.to_jiff().to_string()),
            judged_by: row.judged_by,
            sample: row.sample,
        }
    }
}

/// State, lower and upper bound of a time.
pub(super) fn proven_words(
    proven: Option<Interval>,
) -> (Option<String>, Option<String>, Option<String>) {
    let words = |at: Option<Timestamp>| at.map(|at| at.to_string());
    (
        proven.map(|proven| proven.state.code().to_owned()),
        words(proven.and_then(|proven| proven.not_before)),
        words(proven.and_then(|proven| proven.not_after)),
    )
}

/// An entry of the public register.
#[expect(
    clippy::struct_field_names,
    reason = "the text of an entry is called so in the register's own format"
)]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Place in the register, from 0.
    pub position: i64,
    /// Leaf hash, 64 hex signs.
    pub leaf: String,
    /// Room.
    pub room: String,
    /// Act.
    pub act: String,
    /// The thing it is about.
    pub thing: String,
    /// Version of the thing.
    pub revision: i64,
    /// Time claimed by the server.
    pub at: String,
    /// The exact text that was hashed.
    pub entry: String,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            position: row.position,
            leaf: crate::pages::city::hex(&row.leaf),
            room: row.room,
            act: row.act,
            thing: row.thing.to_string(),
            revision: row.rev,
            at: row.at.to_jiff().to_string(),
            entry: String::from_utf8_lossy(&row.entry).into_owned(),
        }
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T: ToSchema> {
    /// The things.
    pub items: Vec<T>,
    /// Address of the next page; null on the last.
    pub next: Option<String>,
}

/// The newest signed checkpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checkpoint {
    /// Name of the register.
    pub origin: String,
    /// Entries that it covers.
    pub size: i64,
    /// The signed note, as C2SP signed-note writes it.
    pub note: String,
    /// When it was signed, as the server claims it.
    pub signed_at: String,
    /// Key with which it is checked.
    pub verifier: String,
}

/// Proof that an entry stands in the register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Inclusion {
    /// Place of the entry.
    pub position: i64,
    /// Sibling hashes from the leaf to the root, 64 hex signs each.
    pub hashes: Vec<String>,
    /// The checkpoint that they lead to.
    pub checkpoint: String,
    /// The same as C2SP tlog-proof.
    pub tlog_proof: String,
}

/// An answer that is no success (RFC 9457), as application/problem+json.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// URN of the code.
    pub r#type: String,
    /// Words of the status.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code: not_found, invalid, conflict, busy, internal …
    pub code: String,
    /// More in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// With `invalid`: what is wrong with which parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<Fault>>,
    /// With `internal`: tell this to whoever keeps the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// What is wrong with one parameter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fault {
    /// The parameter.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}
