//! `/`: the city at a glance. Counts come from the tallies, names from one list.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use dinh_domain::disclosure::Duty;
use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use dinh_service::units::{UnitDirectory, directory};
use dinh_store::ReadTx;
use dinh_store::disclosure::Stored;
use dinh_store::disclosure::duties;
use dinh_store::disclosure::tally::{self, Counts, TallyRow};
use dinh_store::documents::DocumentRow;
use jiff::civil::Date;

use super::shown::day;
use crate::caller::Caller;
use crate::components::{Status, StatusTag};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

const NEWEST: i64 = 8;
const OVERDUE: i64 = 10;
const DOCUMENTS: i64 = 5;
const UNITS: i64 = 10_000;

struct UnitLine {
    href: String,
    name: String,
    kind: &'static str,
    on_time: String,
    late: i64,
    overdue: i64,
    due_soon: i64,
}

struct Newest {
    href: String,
    title: String,
    unit: String,
    day: String,
}

struct OverdueLine {
    title: String,
    unit: String,
    unit_href: String,
    due: String,
    tag: StatusTag,
}

struct DocumentLine {
    href: String,
    title: String,
}

struct Sum {
    units: i64,
    on_time: (String, String),
    late: (String, String),
    overdue: (String, String),
    units_overdue: (String, String),
}

#[derive(Template)]
#[template(path = "city/home.html")]
struct HomePage {
    page: Page,
    sum: Sum,
    map: String,
    units: Vec<UnitLine>,
    newest: Vec<Newest>,
    overdue: Vec<OverdueLine>,
    documents: Vec<DocumentLine>,
    size: String,
}

/// What the page is made of.
struct Facts {
    directory: Arc<UnitDirectory>,
    tallies: BTreeMap<UnitId, Counts>,
    newest: Vec<Stored>,
    overdue: Vec<Duty>,
    documents: Vec<DocumentRow>,
    size: i64,
    today: Date,
}

/// `GET /`
pub(super) async fn home(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let today = ctx.today();
    let mut tx = ctx.read().await?;
    let size = dinh_store::register::size(&mut tx).await?;
    let tallies = tally::version(&mut tx).await?;
    let directory = directory(&state.platform, &mut tx).await?;
    let version = format!("{size}-{today}-{tallies}-{}", directory.version());
    versioned(&state, &caller, &headers, version, async {
        let facts = read(&mut tx, directory, size, today).await?;
        html(&page(&state, &caller, &facts))
    })
    .await
}

async fn read(
    tx: &mut ReadTx,
    directory: Arc<UnitDirectory>,
    size: i64,
    today: Date,
) -> dinh_service::Result<Facts> {
    let start = (Date::MAX, i64::MAX);
    let by_unit = |row: TallyRow| (UnitId(row.unit_id), row.counts);
    Ok(Facts {
        directory,
        tallies: tally::all(tx, UNITS)
            .await?
            .into_iter()
            .map(by_unit)
            .collect(),
        newest: dinh_store::disclosure::newest(tx, dinh_store::disclosure::START, NEWEST).await?,
        overdue: duties::overdue(tx, today, start, OVERDUE).await?,
        documents: dinh_store::documents::newest(tx, DOCUMENTS).await?,
        size,
        today,
    })
}

fn page(state: &AppState, caller: &Caller, facts: &Facts) -> HomePage {
    let texts = caller.texts();
    let page = caller.page(state, "").alternate(
        "application/atom+xml",
        texts.text("city-feed-title"),
        "/feed.atom",
    );
    let units = &facts.directory;
    let current = units.as_of(facts.today, UnitKind::is_commune_level);
    HomePage {
        sum: sum(texts, &current, &facts.tallies),
        map: super::map::svg(texts, &current, &facts.tallies),
        units: current
            .iter()
            .map(|unit| line(texts, unit, counts(&facts.tallies, unit)))
            .collect(),
        newest: facts
            .newest
            .iter()
            .map(|stored| newest(texts, stored, units))
            .collect(),
        overdue: facts
            .overdue
            .iter()
            .map(|duty| overdue(texts, duty, units, facts.today))
            .collect(),
        documents: facts
            .documents
            .iter()
            .map(|row| DocumentLine {
                href: format!("/van-ban/{}", row.slug),
                title: row.title.clone(),
            })
            .collect(),
        size: texts.formats().number(facts.size),
        page,
    }
}

fn counts(tallies: &BTreeMap<UnitId, Counts>, unit: &Unit) -> Counts {
    tallies.get(&unit.id).copied().unwrap_or_default()
}

fn line(texts: Texts, unit: &Unit, counts: Counts) -> UnitLine {
    UnitLine {
        href: format!("/don-vi/{}", unit.slug),
        name: unit.full_name.clone(),
        kind: unit.kind.label(),
        on_time: share(texts, counts.on_time, judged(&counts)),
        late: counts.late,
        overdue: counts.overdue,
        due_soon: counts.due_soon,
    }
}

/// Duties whose day has come: done in time, done late, not done.
fn judged(counts: &Counts) -> i64 {
    counts.on_time + counts.late + counts.overdue
}

fn share(texts: Texts, part: i64, whole: i64) -> String {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    texts.formats().share(count(part), count(whole))
}

/// A percentage to be shown large, and the counts that it stands for.
fn figure(texts: Texts, part: i64, whole: i64) -> (String, String) {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let formats = texts.formats();
    let percent = formats.percent(count(part), count(whole));
    (
        percent,
        format!("{}/{}", formats.number(part), formats.number(whole)),
    )
}

fn sum(texts: Texts, units: &[&Unit], tallies: &BTreeMap<UnitId, Counts>) -> Sum {
    let mut all = Counts::default();
    let mut with_overdue = 0_i64;
    for unit in units {
        let one = counts(tallies, unit);
        all.on_time += one.on_time;
        all.late += one.late;
        all.overdue += one.overdue;
        with_overdue += i64::from(one.overdue > 0);
    }
    let whole = judged(&all);
    let number = i64::try_from(units.len()).unwrap_or(i64::MAX);
    Sum {
        units: number,
        on_time: figure(texts, all.on_time, whole),
        late: figure(texts, all.late, whole),
        overdue: figure(texts, all.overdue, whole),
        units_overdue: figure(texts, with_overdue, number),
    }
}

fn newest(texts: Texts, stored: &Stored, units: &UnitDirectory) -> Newest {
    let publication = &stored.publication;
    Newest {
        href: format!("/cong-khai/{}", publication.number),
        title: publication.content.title.clone(),
        unit: units
            .find(publication.unit)
            .map(|unit| unit.full_name.clone())
            .unwrap_or_default(),
        day: publication
            .published_on
            .map(|on| day(texts, on))
            .unwrap_or_default(),
    }
}

fn overdue(texts: Texts, duty: &Duty, units: &UnitDirectory, today: Date) -> OverdueLine {
    let unit = units.find(duty.unit);
    let days = duty.due_on.until(today).map_or(0, |span| span.get_days());
    OverdueLine {
        title: duty.title.clone(),
        unit: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
        unit_href: unit
            .map(|unit| format!("/don-vi/{}", unit.slug))
            .unwrap_or_default(),
        due: day(texts, duty.due_on),
        tag: StatusTag::new(texts, Status::Overdue { days: days.into() }),
    }
}
