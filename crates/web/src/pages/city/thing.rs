//! `/so-cai/doi-tuong/{thing}`: everything that the register says about one thing, newest first, each with its revision and
//! the entry before it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use dinh_domain::ids::UnitId;
use dinh_service::Error;
use dinh_service::units::{UnitDirectory, directory};
use dinh_store::register::browse::chain_before;
use dinh_store::register::{self, EntryRow};
use serde::Deserialize;
use uuid::Uuid;

use super::acts::{Reach, did};
use super::shown::{moment, name_with_place};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;

const PAGE: usize = 50;

/// Below which revision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    truoc: String,
}

struct Link {
    href: String,
    position: i64,
    rev: i64,
    did: String,
    unit: String,
    at: String,
    state: String,
}

#[derive(Template)]
#[template(path = "city/thing.html")]
struct ThingPage {
    page: Page,
    thing: String,
    links: Vec<Link>,
    older: Option<String>,
}

/// `GET /so-cai/doi-tuong/{thing}?truoc=`
pub(super) async fn chain(
    State(state): State<AppState>,
    caller: Caller,
    Path(thing): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> PageResult {
    let thing: Uuid = thing.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let before = asked.truoc.parse().unwrap_or(i64::MAX);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut rows = chain_before(&mut tx, thing, before, limit).await?;
    let newest = rows.first().ok_or(Error::NotFound)?.rev;
    let checkpoint = register::find_newest_checkpoint(&mut tx).await?;
    let witnessed = register::heads::find_quorum_up_to(&mut tx, i64::MAX).await?;
    let units = directory(&state.platform, &mut tx).await?;
    drop(tx);
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let reach = Reach {
        signed: checkpoint.map_or(0, |row| row.size),
        seen: witnessed.map_or(0, |row| row.size),
    };
    let texts = caller.texts();
    let version = format!(
        "{newest}-{}-{}-{}-{before}",
        reach.signed,
        reach.seen,
        units.version()
    );
    versioned(&state, &caller, &headers, version, async {
        let last = rows.last().filter(|_| more);
        let page = caller
            .page(&state, texts.text("register-thing-title"))
            .crumb(texts.text("site-place"), "/")
            .crumb(texts.text("register-title"), "/so-cai");
        html(&ThingPage {
            thing: thing.to_string(),
            older: last
                .map(|row| page.link(&format!("/so-cai/doi-tuong/{thing}?truoc={}", row.rev))),
            links: rows
                .iter()
                .map(|row| link(&page, row, &units, reach))
                .collect(),
            page,
        })
    })
    .await
}

fn link(page: &Page, row: &EntryRow, units: &UnitDirectory, reach: Reach) -> Link {
    let unit = units.find(UnitId(row.unit_id));
    Link {
        href: page.link(&format!("/so-cai/{}", row.position)),
        position: row.position,
        rev: row.rev,
        did: did(page.texts, &row.room, &row.act),
        unit: unit
            .map(|unit| name_with_place(units, unit))
            .unwrap_or_default(),
        at: moment(page.texts, row.at.to_jiff()),
        state: reach.of(page.texts, row),
    }
}
