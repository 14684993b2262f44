//! What readers see: a unit with its whole catalogue, and one publication with its
//! history, forms and proof. A fixed number of statements each.

use dinh_domain::disclosure::{
    Duty, FormRequirement, PublicationState, Standing, open_requirements, standing,
};
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_law::{Due, DueRequest, Event, Rule};
use dinh_store::ReadTx;
use dinh_store::disclosure::files::{self, FileRow};
use dinh_store::disclosure::forms::FormRow;
use dinh_store::disclosure::revisions::{self, RevisionRow};
use dinh_store::disclosure::tally::Counts;
use dinh_store::disclosure::{self as stored, Stored, duties, forms, tally};

use super::approve::required_forms;
use super::form::records;
use crate::error::{Error, Result};
use crate::platform::Context;

/// One line of a unit's catalogue: what the law asks, and how the newest duty stands.
pub struct CatalogueLine {
    /// The rule.
    pub rule: &'static Rule,
    /// The newest duty, if one ever arose.
    pub duty: Option<(Duty, Standing)>,
}

/// A unit for its public page.
pub struct UnitView {
    /// The unit.
    pub unit: Unit,
    /// Its catalogue in the order of the law.
    pub catalogue: Vec<CatalogueLine>,
    /// Newest publications.
    pub newest: Vec<Stored>,
    /// How its duties stand.
    pub counts: Counts,
    /// Version of the page: newest register position of the unit plus one, with the day
    /// and the number of the duties that were counted, that wait for witnesses and that were
    /// late. A duty that an officer opens has no entry of its own, and neither has a quorum.
    pub version: String,
}

/// The public page of a unit.
pub async fn unit_view(ctx: &Context<'_>, unit: Unit, newest: i64) -> Result<UnitView> {
    let mut tx = ctx.read().await?;
    let known = duties::newest_per_rule(&mut tx, unit.id).await?;
    let tally = tally::find(&mut tx, unit.id).await?;
    let as_of = tally.as_ref().map(|tally| tally.as_of.to_jiff());
    let counts = tally.map(|tally| tally.counts).unwrap_or_default();
    let publications = stored::newest_of_unit(&mut tx, unit.id, stored::START, newest).await?;
    let position = dinh_store::register::unit_version(&mut tx, unit.id).await?;
    let as_of = as_of.map_or_else(String::new, |day| day.to_string());
    let version = format!(
        "{position}-{as_of}-{}-{}-{}",
        counts.duties(),
        counts.waiting,
        counts.late
    );
    let catalogue = catalogue(ctx, &unit, known);
    Ok(UnitView {
        unit,
        catalogue,
        newest: publications,
        counts,
        version,
    })
}

fn catalogue(ctx: &Context<'_>, unit: &Unit, known: Vec<Duty>) -> Vec<CatalogueLine> {
    let Some(kind) = unit.kind.law_kind() else {
        return Vec::new();
    };
    let today = ctx.today();
    let mut by_rule: std::collections::BTreeMap<String, Duty> = known
        .into_iter()
        .map(|duty| (duty.rule_code.clone(), duty))
        .collect();
    ctx.law()
        .catalogue(kind, today)
        .into_iter()
        .map(|rule| CatalogueLine {
            rule,
            duty: by_rule.remove(&rule.code).map(|duty| {
                let stands = standing(&duty, today, ctx.law().calendar());
                (duty, stands)
            }),
        })
        .collect()
}

/// A publication for its public page, with everything that proves it.
pub struct ItemView {
    /// The publication.
    pub stored: Stored,
    /// Its unit.
    pub unit: Unit,
    /// Its duty and how it stands.
    pub duty: Duty,
    /// How it stands.
    pub standing: Standing,
    /// Its rule.
    pub rule: &'static Rule,
    /// Why that day: the computation of the due day.
    pub due: Due,
    /// Every revision, oldest first.
    pub revisions: Vec<RevisionRow>,
    /// Files of the newest revision.
    pub files: Vec<FileRow>,
    /// Acts in other forms.
    pub forms: Vec<FormRow>,
    /// Proofs of those acts.
    pub proofs: Vec<FileRow>,
    /// Required forms.
    pub required: Vec<FormRequirement>,
    /// Of these, the ones without a record.
    pub missing: Vec<FormRequirement>,
}

/// The publication with this number; drafts only for `inside` readers.
pub async fn find_item(ctx: &Context<'_>, number: i64, inside: bool) -> Result<Option<ItemView>> {
    let mut tx = ctx.read().await?;
    let Some(found) = stored::find_by_number(&mut tx, number).await? else {
        return Ok(None);
    };
    let is_public = !matches!(
        found.publication.state,
        PublicationState::Draft | PublicationState::Submitted
    );
    if !is_public && !inside {
        return Ok(None);
    }
    item(ctx, &mut tx, found).await.map(Some)
}

async fn item(ctx: &Context<'_>, tx: &mut ReadTx, found: Stored) -> Result<ItemView> {
    let id = found.publication.id;
    let unit = dinh_store::units::get(tx, UnitId(found.publication.unit.0)).await?;
    let duty = duties::get(tx, found.publication.duty).await?;
    let revisions = revisions::of_publication(tx, id).await?;
    let all_files = files::of_publication(tx, id).await?;
    let form_rows = forms::of_publication(tx, id).await?;
    let rule = ctx.law().rule(&duty.rule_code, duty.event_on)?;
    let required = required_forms(ctx, rule, &unit);
    let done = records(&form_rows)?;
    let missing = open_requirements(&required, &done, duty.published_on.is_some())
        .into_iter()
        .cloned()
        .collect();
    let due = due_of(ctx, &unit, &duty)?;
    let stands = standing(&duty, ctx.today(), ctx.law().calendar());
    let rev = if found.publication.rev == 0 {
        1
    } else {
        found.publication.rev
    };
    let (proofs, files): (Vec<_>, Vec<_>) = all_files
        .into_iter()
        .partition(|file| file.purpose == "proof");
    Ok(ItemView {
        unit,
        standing: stands,
        rule,
        due,
        revisions,
        files: files.into_iter().filter(|file| file.is_in(rev)).collect(),
        forms: form_rows,
        proofs,
        required,
        missing,
        duty,
        stored: found,
    })
}

/// The computation of a duty's due day, again from the law.
pub fn due_of(ctx: &Context<'_>, unit: &Unit, duty: &Duty) -> Result<Due> {
    let kind = duty
        .event_kind
        .parse()
        .map_err(|_| Error::Internal(format!("event kind {}", duty.event_kind)))?;
    Ok(ctx.law().due(&DueRequest {
        rule: &duty.rule_code,
        unit: unit.facts().ok_or(Error::NotFound)?,
        event: Event {
            kind,
            date: duty.event_on,
        },
        extension: None,
        suspensions: Vec::new(),
    })?)
}
