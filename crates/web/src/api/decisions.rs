//! What communities discuss and decide, once it is public.

use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_service::register::{ActTimes, act_times};
use dinh_service::units::directory;
use dinh_store::ReadTx;
use dinh_store::decision::{self as stored, Stored, lists};
use dinh_store::register::times;
use serde::Deserialize;

use super::wire::{Page, Problem};
use super::wire_decision::Decision;
use super::{Asked, PAGE, cut, json, number};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    after: Option<String>,
}

/// Public decisions of the city, by number.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "decisions",
    params(("after" = Option<i64>, Query, minimum = 0, maximum = 9_007_199_254_740_991_i64, description = "number of the last decision read")),
    responses((status = 200, description = "a page of decisions", body = Page<Decision>),
        (status = 422, description = "the query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<Wanted>,
) -> PageResult {
    let after = number("after", asked.after.as_deref(), 0)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let units = directory(&state.platform, &mut tx).await?;
    let mut rows = lists::public_after(&mut tx, after, PAGE + 1).await?;
    let more = cut(&mut rows);
    let acts = times_of(&mut tx, &rows).await?;
    drop(tx);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| format!("/api/v1/decisions?after={}", last.decision.number));
    let items: Vec<Decision> = rows
        .iter()
        .map(|row| Decision::new(row, &units, &acts))
        .collect();
    Ok(json(&Page { items, next }))
}

/// One public decision.
#[utoipa::path(get, path = "/api/v1/decisions/{number}", tag = "decisions",
    params(("number" = i64, Path, description = "short number")),
    responses((status = 200, description = "the decision", body = Decision),
        (status = 404, description = "nothing public has this number", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn one(
    State(state): State<AppState>,
    caller: Caller,
    Path(typed): Path<String>,
) -> PageResult {
    let wanted = typed.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = stored::find_by_number(&mut tx, wanted)
        .await?
        .filter(|row| row.register_position.is_some())
        .ok_or(Error::NotFound)?;
    let units = directory(&state.platform, &mut tx).await?;
    let acts = times_of(&mut tx, std::slice::from_ref(&row)).await?;
    Ok(json(&Decision::new(&row, &units, &acts)))
}

/// When the newest entries of public decisions, in the order of their numbers, were recorded: one statement.
pub(crate) async fn times_of(tx: &mut ReadTx, rows: &[Stored]) -> Result<ActTimes, Error> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(ActTimes::new());
    };
    let (from, to) = (first.decision.number, last.decision.number);
    let limit = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    Ok(act_times(&times::of_decisions(tx, from, to, limit).await?))
}
