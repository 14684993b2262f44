//! `/so-cai`: the public register, newest first, fifty a page; by unit, room and day.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use dinh_domain::folding::fold;
use dinh_domain::ids::UnitId;
use dinh_domain::units::Unit;
use dinh_service::clock::start_of;
use dinh_service::units::{UnitDirectory, directory};
use dinh_store::ReadTx;
use dinh_store::register::browse::{Range, newest_in};
use dinh_store::register::{self, EntryRow};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Deserialize;

use super::acts::{ROOMS, Reach, did, room_name};
use super::shown::{day, moment, name_with_place};
use crate::address::encoded;
use crate::caller::Caller;
use crate::components::{Field, SelectOption};
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

const PAGE: usize = 50;
/// Units that are offered when a name means several.
const OFFERED: usize = 20;

/// Which entries, and from where on. Everything is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    #[serde(rename = "don-vi")]
    unit: String,
    #[serde(rename = "linh-vuc")]
    room: String,
    #[serde(rename = "tu")]
    from: String,
    #[serde(rename = "den")]
    to: String,
    truoc: String,
}

struct Line {
    href: String,
    number: String,
    did: String,
    unit: String,
    at: String,
    state: String,
}

struct Link {
    href: String,
    text: String,
}

#[derive(Template)]
#[template(path = "city/ledger.html")]
struct LedgerPage {
    page: Page,
    size: String,
    signed: String,
    signed_at: String,
    witnessed: Option<String>,
    origin: String,
    unit: Field,
    room: Field,
    from: String,
    to: String,
    note: String,
    offered: Vec<Link>,
    is_filtered: bool,
    lines: Vec<Line>,
    older: Option<String>,
}

/// What a reader asks for, understood.
struct Wanted<'u> {
    unit: Option<&'u Unit>,
    room: Option<&'u str>,
    from: Option<Date>,
    to: Option<Date>,
    before: Option<i64>,
    /// What could not be understood, as a key of the texts; then nothing is listed.
    fault: Option<&'static str>,
    offered: Vec<&'u Unit>,
}

/// `GET /so-cai?don-vi=&linh-vuc=&tu=&den=&truoc=`
pub(super) async fn browse(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let size = register::size(&mut tx).await?;
    let checkpoint = register::find_newest_checkpoint(&mut tx).await?;
    let witnessed = register::heads::find_quorum_up_to(&mut tx, i64::MAX).await?;
    let stamped = register::stamps::find_newest_stamp(&mut tx).await?;
    let units = directory(&state.platform, &mut tx).await?;
    let wanted = understood(&asked, &units);
    let mut rows = find(&mut tx, &wanted).await?;
    drop(tx);
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let reach = Reach {
        signed: checkpoint.as_ref().map_or(0, |row| row.size),
        seen: witnessed.as_ref().map_or(0, |row| row.size),
        stamped: stamped.map_or(0, |row| row.size),
    };
    let texts = caller.texts();
    let version = version(&asked, reach, &[size, units.version()]);
    versioned(&state, &caller, &headers, version, async {
        let last = rows.last().filter(|_| more);
        let page = caller
            .page(&state, texts.text("register-title"))
            .crumb(texts.text("site-place"), "/");
        html(&LedgerPage {
            size: texts.formats().number(size),
            signed: texts.formats().number(reach.signed),
            signed_at: checkpoint
                .as_ref()
                .map(|row| moment(texts, row.signed_at.to_jiff()))
                .unwrap_or_default(),
            witnessed: witnessed
                .as_ref()
                .map(|row| texts.formats().number(row.size)),
            origin: state.platform.signer.origin().to_owned(),
            unit: unit_field(texts, &asked, &wanted, &units),
            room: room_field(texts, &asked),
            from: wanted.from.map(|day| day.to_string()).unwrap_or_default(),
            to: wanted.to.map(|day| day.to_string()).unwrap_or_default(),
            note: wanted.fault.map(|key| texts.text(key)).unwrap_or_default(),
            offered: offered(&page, &asked, &wanted, &units),
            is_filtered: asked.is_filtered(),
            lines: rows
                .iter()
                .map(|row| line(&page, row, &units, reach))
                .collect(),
            older: last
                .map(|row| page.link(&asked.address(&asked.unit, &row.position.to_string()))),
            page,
        })
    })
    .await
}

impl Asked {
    fn is_filtered(&self) -> bool {
        [&self.unit, &self.room, &self.from, &self.to]
            .iter()
            .any(|value| !value.trim().is_empty())
    }

    /// The same question about a unit, before a position.
    fn address(&self, unit: &str, before: &str) -> String {
        let said = [
            ("don-vi", unit),
            ("linh-vuc", &self.room),
            ("tu", &self.from),
            ("den", &self.to),
            ("truoc", before),
        ];
        let said = said.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = said
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("/so-cai?{}", pairs.join("&"))
    }
}

fn version(asked: &Asked, reach: Reach, numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    let question = encoded(&asked.address(&asked.unit, &asked.truoc));
    format!("{}-{}-{question}", numbers.join("-"), reach.version())
}

fn understood<'u>(asked: &'u Asked, units: &'u UnitDirectory) -> Wanted<'u> {
    let (from, to) = (day_in(&asked.from), day_in(&asked.to));
    let mut wanted = Wanted {
        unit: None,
        room: ROOMS.into_iter().find(|room| *room == asked.room),
        from: from.ok().flatten(),
        to: to.ok().flatten(),
        before: asked.truoc.parse().ok(),
        fault: None,
        offered: Vec::new(),
    };
    let mut named = units_named(asked.unit.trim(), units);
    if from.is_err() || to.is_err() {
        wanted.fault = Some("register-fault-day");
    } else if matches!((wanted.from, wanted.to), (Some(from), Some(to)) if to < from) {
        wanted.fault = Some("register-fault-days");
    } else if named.len() == 1 {
        wanted.unit = named.pop();
    } else if !asked.unit.trim().is_empty() {
        wanted.fault = Some(if named.is_empty() {
            "register-fault-unit"
        } else {
            "register-fault-units"
        });
        wanted.offered = named;
    }
    wanted
}

/// The unit with this address or this whole name; otherwise those whose names hold the words, communes first.
fn units_named<'u>(said: &str, units: &'u UnitDirectory) -> Vec<&'u Unit> {
    let words = fold(said);
    if words.is_empty() {
        return Vec::new();
    }
    if let Some(unit) = units.find_by_slug(said) {
        return vec![unit];
    }
    let mut holding = Vec::new();
    for unit in units.units() {
        let name = fold(&name_with_place(units, unit));
        if name == words {
            return vec![unit];
        }
        if name.contains(&words) {
            holding.push(unit);
        }
    }
    holding.sort_by_key(|unit| unit.has_roll());
    holding.truncate(OFFERED);
    holding
}

/// A day as browsers send it or as people write it; an error if it is neither.
fn day_in(said: &str) -> Result<Option<Date>, ()> {
    let said = said.trim();
    if said.is_empty() {
        return Ok(None);
    }
    let read = said
        .parse()
        .or_else(|_| Date::strptime("%d/%m/%Y", said))
        .map_err(|_| ())?;
    Ok(Some(read))
}

/// One more than a page, which tells whether there are older ones.
async fn find(tx: &mut ReadTx, wanted: &Wanted<'_>) -> Result<Vec<EntryRow>, Failure> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    if wanted.fault.is_some() {
        return Ok(Vec::new());
    }
    let is_whole = wanted.unit.is_none() && wanted.room.is_none();
    if is_whole && wanted.from.is_none() && wanted.to.is_none() {
        let before = wanted.before.unwrap_or(i64::MAX);
        return Ok(register::newest(tx, before, limit).await?);
    }
    let end = wanted
        .to
        .and_then(|day| day.checked_add(1.day()).ok())
        .map_or(Timestamp::MAX, start_of);
    let mut before = (end, 0);
    if let Some(position) = wanted.before
        && let Some(row) = register::find(tx, position).await?
    {
        before = before.min((row.at.to_jiff(), position));
    }
    let range = Range {
        unit: wanted.unit.map(|unit| unit.id),
        room: wanted.room,
        from: wanted.from.map_or(Timestamp::UNIX_EPOCH, start_of),
        before,
    };
    Ok(newest_in(tx, range, limit).await?)
}

fn unit_field(texts: Texts, asked: &Asked, wanted: &Wanted, units: &UnitDirectory) -> Field {
    let said = wanted
        .unit
        .map_or_else(|| asked.unit.clone(), |unit| name_with_place(units, unit));
    Field::text(texts, "don-vi", texts.text("register-filter-unit"))
        .hint(texts.text("register-filter-unit-hint"))
        .value(said)
}

fn room_field(texts: Texts, asked: &Asked) -> Field {
    let mut options = vec![SelectOption::new("", texts.text("register-filter-any"))];
    options.extend(ROOMS.map(|room| SelectOption::new(room, room_name(texts, room))));
    Field::select(
        texts,
        "linh-vuc",
        texts.text("register-filter-room"),
        options,
    )
    .value(asked.room.clone())
}

/// Units that share their name are told apart by their last day and their code.
fn offered(page: &Page, asked: &Asked, wanted: &Wanted, units: &UnitDirectory) -> Vec<Link> {
    let names: Vec<String> = wanted
        .offered
        .iter()
        .map(|unit| name_with_place(units, unit))
        .collect();
    let is_shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let texts = page.texts;
    wanted
        .offered
        .iter()
        .zip(&names)
        .map(|(unit, name)| {
            let mut text = name.clone();
            if let (true, Some(code)) = (is_shared(name), &unit.code) {
                text = texts.with("register-unit-code", &[("name", &text), ("code", code)]);
            }
            if let Some(end) = unit.valid_to {
                let last = day(texts, end);
                text = texts.with("register-unit-ended", &[("name", &text), ("day", &last)]);
            }
            Link {
                href: page.link(&asked.address(&unit.slug, "")),
                text,
            }
        })
        .collect()
}

fn line(page: &Page, row: &EntryRow, units: &UnitDirectory, reach: Reach) -> Line {
    let unit = units.find(UnitId(row.unit_id));
    Line {
        href: page.link(&format!("/so-cai/{}", row.position)),
        number: page.texts.formats().number(row.position),
        did: did(page.texts, &row.room, &row.act),
        unit: unit
            .map(|unit| name_with_place(units, unit))
            .unwrap_or_default(),
        at: moment(page.texts, row.at.to_jiff()),
        state: reach.of(page.texts, row),
    }
}
