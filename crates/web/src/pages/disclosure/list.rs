//! `/cong-khai`: the newest publications of the city, a page of them.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use dinh_service::units::UnitDirectory;
use dinh_store::ReadTx;
use dinh_store::disclosure as stored;
use serde::Deserialize;

use super::shown::{Entry, cursor, place};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;

const PAGE: i64 = 20;

/// Where to go on.
#[derive(Deserialize)]
pub struct From {
    sau: Option<String>,
}

#[derive(Template)]
#[template(path = "disclosure/list.html")]
struct ListPage {
    page: Page,
    entries: Vec<Entry>,
    next: Option<String>,
}

/// The newest publications.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let size = dinh_store::register::size(&mut tx).await?;
    let directory = dinh_service::units::directory(&state.platform, &mut tx).await?;
    let version = format!("{size}-{}", directory.version());
    versioned(&state, &caller, &headers, version, async {
        html(&page(&state, &caller, &directory, &mut tx, &from).await?)
    })
    .await
}

async fn page(
    state: &AppState,
    caller: &Caller,
    directory: &UnitDirectory,
    tx: &mut ReadTx,
    from: &From,
) -> dinh_service::Result<ListPage> {
    let texts = caller.texts();
    let mut found = stored::newest(tx, place(from.sau.as_deref()), PAGE + 1).await?;
    let more = i64::try_from(found.len()).unwrap_or(0) > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(20));
    let names: BTreeMap<_, _> = found
        .iter()
        .filter_map(|one| {
            let unit = directory.find(one.publication.unit)?;
            Some((one.publication.unit, unit.full_name.clone()))
        })
        .collect();
    let next = more
        .then(|| {
            found
                .last()
                .map(|last| format!("/cong-khai?sau={}", cursor(last)))
        })
        .flatten();
    let entries = found
        .iter()
        .map(|one| {
            let unit = names.get(&one.publication.unit).map_or("", String::as_str);
            Entry::new(texts, one, unit)
        })
        .collect();
    Ok(ListPage {
        page: caller
            .page(state, texts.text("disclosure-newest"))
            .crumb(texts.text("site-menu-home"), "/"),
        entries,
        next,
    })
}
