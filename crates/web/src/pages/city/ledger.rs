//! `/so-cai`: the public register, newest first, fifty a page.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use dinh_domain::ids::UnitId;
use dinh_service::Error;
use dinh_service::units::{UnitDirectory, directory};
use dinh_store::register::{self, EntryRow};
use serde::Deserialize;

use super::documents::act_name;
use super::shown::moment;
use crate::address::encoded;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

const PAGE: i64 = 50;

/// From where on, and of whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    #[serde(rename = "don-vi")]
    unit: String,
    truoc: String,
}

struct Line {
    position: i64,
    act: String,
    room: String,
    unit: String,
    at: String,
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
    unit_name: String,
    lines: Vec<Line>,
    older: Option<String>,
}

/// `GET /so-cai?don-vi=&truoc=`
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
    let units = directory(&state.platform, &mut tx).await?;
    let before = asked.truoc.parse().unwrap_or(i64::MAX);
    let chosen = match asked.unit.as_str() {
        "" => None,
        slug => Some(units.find_by_slug(slug).ok_or(Error::NotFound)?),
    };
    // One more than shown tells whether there are older ones.
    let mut rows = match chosen {
        None => register::newest(&mut tx, before, PAGE + 1).await?,
        Some(unit) => register::newest_of_unit(&mut tx, unit.id, before, PAGE + 1).await?,
    };
    drop(tx);
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let signed = checkpoint.as_ref().map_or(0, |row| row.size);
    let texts = caller.texts();
    let seen = witnessed.as_ref().map_or(0, |row| row.size);
    let version = format!(
        "{size}-{signed}-{seen}-{}-{before}-{}",
        units.version(),
        asked.unit
    );
    versioned(&state, &caller, &headers, encoded(&version), async {
        let older = rows.last().filter(|_| more).map(|last| {
            format!(
                "/so-cai?truoc={}&don-vi={}",
                last.position,
                encoded(&asked.unit)
            )
        });
        html(&LedgerPage {
            page: caller
                .page(&state, texts.text("register-title"))
                .crumb(texts.text("site-place"), "/"),
            size: texts.formats().number(size),
            signed: texts.formats().number(signed),
            signed_at: checkpoint
                .as_ref()
                .map(|row| moment(texts, row.signed_at.to_jiff()))
                .unwrap_or_default(),
            witnessed: witnessed
                .as_ref()
                .map(|row| texts.formats().number(row.size)),
            origin: state.platform.signer.origin().to_owned(),
            unit_name: chosen
                .map(|unit| unit.full_name.clone())
                .unwrap_or_default(),
            lines: lines(texts, &rows, &units),
            older,
        })
    })
    .await
}

fn lines(texts: Texts, rows: &[EntryRow], units: &UnitDirectory) -> Vec<Line> {
    rows.iter()
        .map(|row| Line {
            position: row.position,
            act: act_name(texts, &row.act),
            room: room_name(texts, &row.room),
            unit: units
                .find(UnitId(row.unit_id))
                .map(|unit| unit.full_name.clone())
                .unwrap_or_default(),
            at: moment(texts, row.at.to_jiff()),
        })
        .collect()
}

/// The room of a register entry, as a reader says it.
pub(super) fn room_name(texts: Texts, room: &str) -> String {
    match room {
        "disclosure" => texts.text("register-room-disclosure"),
        "programme" => texts.text("register-room-programme"),
        "units" => texts.text("register-room-units"),
        other => other.to_owned(),
    }
}
