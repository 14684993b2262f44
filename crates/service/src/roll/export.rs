//! A household takes its own data home; the head takes the roll home.

use dinh_domain::access::Action;
use dinh_domain::ids::{HouseholdId, UnitId};
use dinh_domain::units::Unit;
use dinh_report::{RollBook, RollBookRow};
use dinh_store::decision::{hands, speeches};
use dinh_store::roll::households::{self, Entry, Part};
use serde::Serialize;
use serde_json::json;

use super::import::COLUMNS;
use super::place::{MOST_HOUSEHOLDS, managed, require_hamlet};
use super::view::{HouseholdView, Related, whole};
use crate::access::authorise;
use crate::audit;
use crate::error::{Error, Result};
use crate::platform::Context;
use crate::spreadsheet::guard;

/// All that is kept of a household, as it is handed to the household.
#[derive(Clone, Debug, Serialize)]
pub struct OwnData {
    /// Name of the form of this file.
    pub form: &'static str,
    /// Hamlet.
    pub hamlet: String,
    /// Number within the hamlet.
    pub number: i64,
    /// Cluster.
    pub cluster: String,
    /// First day on the roll.
    pub from: String,
    /// First day off the roll.
    pub to: Option<String>,
    /// Why it ended.
    pub ended_reason: String,
    /// Who represented it.
    pub representatives: Vec<OwnRepresentative>,
    /// Households before and after it.
    pub relatives: Vec<OwnRelative>,
    /// Fixed rolls on which it stands.
    pub fixed_rolls: Vec<OwnLine>,
    /// What its people said in meetings.
    pub speeches: Vec<OwnSpeech>,
    /// For what it raised its hand, where a meeting kept the list.
    pub hands: Vec<OwnHand>,
    /// What was erased.
    pub erasures: Vec<OwnErasure>,
}

/// What somebody of the household said in a meeting.
#[derive(Clone, Debug, Serialize)]
pub struct OwnSpeech {
    /// Decision.
    pub decision: String,
    /// Who.
    pub speaker: String,
    /// What, as the secretary noted it.
    pub words: String,
}

/// A hand that the household raised.
#[derive(Clone, Debug, Serialize)]
pub struct OwnHand {
    /// Decision.
    pub decision: String,
    /// Place of the option, from 1.
    pub option: i64,
}

/// One who represented the household.
#[derive(Clone, Debug, Serialize)]
pub struct OwnRepresentative {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// `full`, `nominated` or `vacant`.
    pub capacity: &'static str,
    /// Basis of a nomination.
    pub basis: String,
    /// First day.
    pub from: String,
    /// First day on which they no longer represent it.
    pub to: Option<String>,
    /// Whether the data were erased.
    pub erased: bool,
}

/// A household before or after.
#[derive(Clone, Debug, Serialize)]
pub struct OwnRelative {
    /// `before` or `after`.
    pub direction: &'static str,
    /// `merge`, `split` or `move`.
    pub kind: &'static str,
    /// From which day.
    pub on: String,
    /// Hamlet of the other.
    pub hamlet: String,
    /// Number of the other.
    pub number: i64,
    /// Why.
    pub reason: String,
}

/// A line of a fixed roll.
#[derive(Clone, Debug, Serialize)]
pub struct OwnLine {
    /// Decision.
    pub decision: String,
    /// Round.
    pub round: i64,
    /// Number of the line.
    pub line: i64,
    /// Day of the roll.
    pub as_of: String,
    /// What it says.
    pub text: String,
}

/// An erasure.
#[derive(Clone, Debug, Serialize)]
pub struct OwnErasure {
    /// When.
    pub at: String,
    /// `past` or `all`.
    pub scope: String,
    /// Why.
    pub reason: String,
}

/// All that is kept of a household, for handing it over on request; the trail keeps
/// that it was handed over. Gives the page's view and the file.
pub async fn export_own_data(
    ctx: &Context<'_>,
    id: HouseholdId,
) -> Result<(HouseholdView, OwnData)> {
    let mut tx = ctx.write().await?;
    let household = households::get(&mut tx, id).await?;
    let unit = managed(ctx, &mut tx, household.unit).await?;
    let view = whole(ctx, &mut tx, household).await?;
    let mut data = own_data(&view);
    data.speeches = speeches::of_household(&mut tx, id)
        .await?
        .into_iter()
        .map(|(decision, speaker, words)| OwnSpeech {
            decision: decision.to_string(),
            speaker,
            words,
        })
        .collect();
    data.hands = hands::of_household(&mut tx, id)
        .await?
        .into_iter()
        .map(|(decision, place)| OwnHand {
            decision: decision.to_string(),
            option: place + 1,
        })
        .collect();
    let detail = json!({ "number": view.household.number });
    audit::record(ctx, &mut tx, "export_household", id, Some(unit.id), detail).await?;
    tx.commit().await?;
    Ok((view, data))
}

fn own_data(view: &HouseholdView) -> OwnData {
    let household = &view.household;
    let relatives = |direction, related: &[Related]| {
        related
            .iter()
            .map(|other| OwnRelative {
                direction,
                kind: other.kind.code(),
                on: other.on.to_string(),
                hamlet: other.unit_name.clone(),
                number: other.number,
                reason: other.reason.clone(),
            })
            .collect::<Vec<_>>()
    };
    OwnData {
        form: "dinh/household/1",
        hamlet: view.unit.full_name.clone(),
        number: household.number,
        cluster: household.cluster.clone(),
        from: household.valid_from.to_string(),
        to: household.valid_to.map(|day| day.to_string()),
        ended_reason: household.ended_reason.clone(),
        representatives: representatives(view),
        relatives: [
            relatives("before", &view.predecessors),
            relatives("after", &view.successors),
        ]
        .concat(),
        fixed_rolls: lines(view),
        speeches: Vec::new(),
        hands: Vec::new(),
        erasures: view
            .erasures
            .iter()
            .map(|erasure| OwnErasure {
                at: erasure.at.to_jiff().to_string(),
                scope: erasure.scope.clone(),
                reason: erasure.reason.clone(),
            })
            .collect(),
    }
}

fn representatives(view: &HouseholdView) -> Vec<OwnRepresentative> {
    view.representatives
        .iter()
        .map(|one| OwnRepresentative {
            name: one.name.clone(),
            address: one.address.clone(),
            phone: one.phone.clone(),
            capacity: one.capacity.code(),
            basis: one.basis.clone(),
            from: one.valid_from.to_string(),
            to: one.valid_to.map(|day| day.to_string()),
            erased: one.erased,
        })
        .collect()
}

fn lines(view: &HouseholdView) -> Vec<OwnLine> {
    view.mentions
        .iter()
        .map(|mention| OwnLine {
            decision: mention.decision_id.to_string(),
            round: mention.round,
            line: mention.line,
            as_of: mention.as_of.to_jiff().to_string(),
            text: mention.text.clone(),
        })
        .collect()
}

/// The households of today for a file that is taken home; the trail keeps that it was.
async fn taken_home(ctx: &Context<'_>, unit: UnitId) -> Result<(Unit, Vec<Entry>)> {
    let mut tx = ctx.write().await?;
    authorise(ctx, &mut tx, Action::ManageRoll, unit).await?;
    let unit = dinh_store::units::get(&mut tx, unit).await?;
    require_hamlet(&unit)?;
    let part = Part {
        unit: unit.id,
        on: ctx.today(),
        words: "",
        number: None,
    };
    let entries = households::on_day(&mut tx, &part, MOST_HOUSEHOLDS, 0).await?;
    let detail = json!({ "households": entries.len() });
    audit::record(ctx, &mut tx, "export_roll", unit.id, Some(unit.id), detail).await?;
    tx.commit().await?;
    Ok((unit, entries))
}

/// The cells of a household after its number, in the order of the headings that the import reads.
fn cells(entry: &Entry) -> [&str; 6] {
    let by = &entry.representative;
    [
        &by.name,
        &by.address,
        &by.phone,
        by.capacity.label(),
        &by.basis,
        &entry.household.cluster,
    ]
}

/// The roll of today as CSV with the headings that the import reads, with a mark so
/// that spreadsheet programs know its letters.
pub async fn export_roll(ctx: &Context<'_>, unit: UnitId) -> Result<String> {
    let (_, entries) = taken_home(ctx, unit).await?;
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    let broken = |error: csv::Error| Error::Internal(error.to_string());
    writer
        .write_record(COLUMNS.iter().map(|column| column.label))
        .map_err(broken)?;
    for entry in &entries {
        let number = entry.household.number.to_string();
        let record = std::iter::once(number.as_str()).chain(cells(entry));
        writer.write_record(record.map(guard)).map_err(broken)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Error::Internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Error::Internal(error.to_string()))
}

/// Widths of the columns of a workbook, in characters.
const WIDTHS: [f64; 7] = [8.0, 30.0, 36.0, 16.0, 26.0, 30.0, 16.0];

/// The same as a workbook to be written.
pub async fn export_roll_book(ctx: &Context<'_>, unit: UnitId) -> Result<RollBook> {
    let (unit, entries) = taken_home(ctx, unit).await?;
    let labels = COLUMNS.iter().map(|column| column.label);
    Ok(RollBook {
        community: unit.full_name,
        on: ctx.today(),
        headings: labels.zip(WIDTHS).collect(),
        rows: entries
            .iter()
            .map(|entry| RollBookRow {
                number: entry.household.number,
                cells: cells(entry).map(ToOwned::to_owned).into(),
            })
            .collect(),
        sample: ctx.platform.sample || unit.sample,
    })
}
