//! `/don-vi/{slug}/ban-va-quyet-dinh`: what a commune with its communities, or one community, has decided.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_domain::units::Unit;
use dinh_service::Error;
use dinh_store::decision::lists::{self, Wanted};

use super::shown::Entry;
use crate::caller::Caller;
use crate::components::Tabs;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::disclosure::{Tabbed, tabs};
use crate::response::{html, versioned};
use crate::state::AppState;

const SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "decision/unit.html")]
struct UnitPage {
    page: Page,
    unit: Unit,
    tabs: Tabs,
    households: Option<i64>,
    entries: Vec<Entry>,
    all: String,
}

/// The tab of a unit.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let units = dinh_service::units::directory(&state.platform, &mut tx).await?;
    let unit = units.find_by_slug(&slug).ok_or(Error::NotFound)?;
    let wanted = Wanted {
        below: i64::MAX,
        limit: SHOWN,
        ..Wanted::default()
    };
    let found = if unit.kind.is_commune_level() {
        lists::public_of_commune(&mut tx, unit.id, wanted).await?
    } else {
        lists::public_of_unit(&mut tx, unit.id, wanted).await?
    };
    let households = if unit.has_roll() {
        Some(dinh_store::roll::households::in_force(&mut tx, unit.id, ctx.today()).await?)
    } else {
        None
    };
    drop(tx);
    let newest = found.iter().filter_map(|one| one.register_position).max();
    let version = format!(
        "{slug}-decisions-{}-{}-{}",
        newest.unwrap_or(-1),
        households.unwrap_or(-1),
        ctx.today()
    );
    let texts = caller.texts();
    versioned(&state, &caller, &headers, version, async {
        html(&UnitPage {
            page: caller
                .page(&state, unit.full_name.clone())
                .crumb(texts.text("site-menu-home"), "/")
                .crumb(texts.text("site-menu-units"), "/don-vi"),
            tabs: tabs(texts, &format!("/don-vi/{slug}"), Tabbed::Decision),
            households,
            entries: found
                .iter()
                .map(|one| {
                    let of = units.find(one.decision.unit);
                    let name = of.map_or("", |unit| unit.full_name.as_str());
                    Entry::new(texts, one, name)
                })
                .collect(),
            all: format!("/ban-va-quyet-dinh?don-vi={slug}"),
            unit: unit.clone(),
        })
    })
    .await
}
