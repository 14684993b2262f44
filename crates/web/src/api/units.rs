//! Units and their duties.

use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_store::projections;
use serde::Deserialize;

use super::wire::{Duty, Page, Problem, Unit};
use super::{Asked, PAGE, cut, json, number};
use crate::address::encoded;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    after: Option<String>,
}

/// Units of all times, by address part.
#[utoipa::path(get, path = "/api/v1/units", tag = "units",
    params(("after" = Option<String>, Query, description = "address part of the last unit read")),
    responses((status = 200, description = "a page of units", body = Page<Unit>),
        (status = 422, description = "the query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<After>,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let mut rows = projections::units_after(
        &mut tx,
        asked.after.as_deref().unwrap_or_default(),
        PAGE + 1,
    )
    .await?;
    drop(tx);
    let more = cut(&mut rows);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| format!("/api/v1/units?after={}", encoded(&last.slug)));
    let items: Vec<Unit> = rows.into_iter().map(Unit::from).collect();
    Ok(json(&Page { items, next }))
}

/// One unit.
#[utoipa::path(get, path = "/api/v1/units/{slug}", tag = "units",
    params(("slug" = String, Path, description = "address part")),
    responses((status = 200, description = "the unit", body = Unit),
        (status = 404, description = "no such unit", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = projections::find_unit(&mut tx, &slug)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(json(&Unit::from(row)))
}

/// The duties of a unit, by number.
#[utoipa::path(get, path = "/api/v1/units/{slug}/duties", tag = "units",
    params(("slug" = String, Path, description = "address part"),
        ("after" = Option<i64>, Query, minimum = 0, maximum = 9_007_199_254_740_991_i64, description = "number of the last duty read")),
    responses((status = 200, description = "a page of duties", body = Page<Duty>),
        (status = 422, description = "the query cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "no such unit", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn duties(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    Asked(asked): Asked<After>,
) -> PageResult {
    let after = number("after", asked.after.as_deref(), 0)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    projections::find_unit(&mut tx, &slug)
        .await?
        .ok_or(Error::NotFound)?;
    let mut rows = projections::duties_of_unit_after(&mut tx, &slug, after, PAGE + 1).await?;
    drop(tx);
    let more = cut(&mut rows);
    let next = rows.last().filter(|_| more).map(|last| {
        format!(
            "/api/v1/units/{}/duties?after={}",
            encoded(&slug),
            last.number
        )
    });
    let items: Vec<Duty> = rows.into_iter().map(Duty::from).collect();
    Ok(json(&Page { items, next }))
}
