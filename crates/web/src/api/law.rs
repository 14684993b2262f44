//! The law as data: what a kind of unit must disclose, and by when.

use axum::extract::{Query, State};
use dinh_law::{Date, DueRequest, Event, UnitFacts, UnitKind};
use dinh_service::Error;
use serde::Deserialize;
use serde_json::json as value;

use super::json;
use super::wire::Problem;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// What is asked about the law.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    on: String,
    rule: String,
    event: String,
}

/// What a kind of unit must disclose under the law of a day.
#[utoipa::path(get, path = "/api/v1/law/catalogue", tag = "law",
    params(("kind" = String, Query, description = "commune, agency, public_service_unit or state_enterprise"),
        ("on" = Option<String>, Query, description = "ISO date; today if missing")),
    responses((status = 200, description = "rules in the order of the law", body = serde_json::Value),
        (status = 422, description = "unknown kind or date", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn catalogue(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let ctx = caller.context(&state);
    let kind = kind(&asked.kind)?;
    let on = day("on", &asked.on, Some(ctx.today()))?;
    Ok(json(&value!({
        "kind": asked.kind,
        "on": on.to_string(),
        "rules": ctx.law().catalogue(kind, on),
    })))
}

/// The last day to disclose, with its explanation.
#[utoipa::path(get, path = "/api/v1/law/due", tag = "law",
    params(("rule" = String, Query, description = "rule, such as 11.2:quarter"),
        ("kind" = String, Query, description = "kind of unit"),
        ("event" = String, Query, description = "event and day: decision_issued=2026-02-12")),
    responses((status = 200, description = "rule, due, explanation, forms, durations", body = serde_json::Value),
        (status = 422, description = "unknown rule, kind, event or date", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn due(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let ctx = caller.context(&state);
    let kind = kind(&asked.kind)?;
    let (event, on) = asked.event.split_once('=').ok_or_else(|| {
        Error::field(
            "event",
            "Hãy ghi sự kiện và ngày, ví dụ decision_issued=2026-02-12.",
        )
    })?;
    let request = DueRequest {
        rule: &asked.rule,
        unit: UnitFacts {
            kind,
            loudspeaker: true,
            portal: true,
            internal_system: true,
        },
        event: Event {
            kind: event
                .parse()
                .map_err(|error: dinh_law::UnknownCode| Error::field("event", error.to_string()))?,
            date: day("event", on, None)?,
        },
        extension: None,
        suspensions: Vec::new(),
    };
    let answer = ctx.law().due(&request).map_err(Error::from)?;
    Ok(json(&answer))
}

fn kind(typed: &str) -> Result<UnitKind, Error> {
    typed
        .parse()
        .map_err(|error: dinh_law::UnknownCode| Error::field("kind", error.to_string()))
}

fn day(name: &str, typed: &str, standard: Option<Date>) -> Result<Date, Error> {
    match standard {
        Some(day) if typed.is_empty() => Ok(day),
        _ => typed.parse().map_err(|_| {
            Error::field(
                name,
                format!("“{typed}” không phải là ngày dạng 2026-11-23."),
            )
        }),
    }
}
