//! What was and is disclosed.

use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_store::projections;
use serde::Deserialize;

use super::wire::{Page, Problem, Publication};
use super::{Asked, PAGE, cut, json, number};
use crate::address::encoded;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// Of whom, and where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    unit: String,
    after: Option<String>,
}

/// Everything that was or is public, by number.
#[utoipa::path(get, path = "/api/v1/publications", tag = "publications",
    params(("unit" = Option<String>, Query, description = "address part of a unit"),
        ("after" = Option<i64>, Query, minimum = 0, maximum = 9_007_199_254_740_991_i64, description = "number of the last publication read")),
    responses((status = 200, description = "a page of publications", body = Page<Publication>),
        (status = 422, description = "the query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<Wanted>,
) -> PageResult {
    let after = number("after", asked.after.as_deref(), 0)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let mut rows = if asked.unit.is_empty() {
        projections::published_after(&mut tx, after, PAGE + 1).await?
    } else {
        projections::published_of_unit_after(&mut tx, &asked.unit, after, PAGE + 1).await?
    };
    drop(tx);
    let more = cut(&mut rows);
    let next = rows.last().filter(|_| more).map(|last| {
        format!(
            "/api/v1/publications?after={}&unit={}",
            last.number,
            encoded(&asked.unit)
        )
    });
    let items: Vec<Publication> = rows.into_iter().map(Publication::from).collect();
    Ok(json(&Page { items, next }))
}

/// One publication.
#[utoipa::path(get, path = "/api/v1/publications/{number}", tag = "publications",
    params(("number" = i64, Path, description = "short number")),
    responses((status = 200, description = "the publication", body = Publication),
        (status = 404, description = "nothing public has this number", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(typed): Path<String>,
) -> PageResult {
    let wanted = typed.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = projections::find_published(&mut tx, wanted)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(json(&Publication::from(row)))
}
