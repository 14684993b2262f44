//! The law as data: what a kind of unit must disclose, and by when.

use axum::extract::State;
use dinh_law::{Date, DueRequest, Event, UnitFacts, UnitKind};
use dinh_service::Error;
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use utoipa::ToSchema;

use super::wire::Problem;
use super::{Asked, json};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// The kinds of units, for the description; the law itself reads them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only the description of the API has them")]
enum Kind {
    /// Commune, ward or special zone.
    Commune,
    /// State agency.
    Agency,
    /// Public service unit.
    PublicServiceUnit,
    /// State enterprise.
    StateEnterprise,
}

/// What is asked about the law.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    kind: String,
    on: Option<String>,
    rule: String,
    event: String,
}

/// What a kind of unit must disclose under the law of a day.
#[utoipa::path(get, path = "/api/v1/law/catalogue", tag = "law",
    params(("kind" = inline(Kind), Query, description = "kind of unit"),
        ("on" = Option<String>, Query, format = Date, description = "ISO date; today if missing")),
    responses((status = 200, description = "rules in the order of the law", body = serde_json::Value),
        (status = 422, description = "unknown kind or date", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn catalogue(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<Wanted>,
) -> PageResult {
    let ctx = caller.context(&state);
    let kind = kind(&asked.kind)?;
    let on = match &asked.on {
        Some(typed) => day("on", typed)?,
        None => ctx.today(),
    };
    Ok(json(&value!({
        "kind": asked.kind,
        "on": on.to_string(),
        "rules": ctx.law().catalogue(kind, on),
    })))
}

/// The last day to disclose, with its explanation.
#[utoipa::path(get, path = "/api/v1/law/due", tag = "law",
    params(("rule" = String, Query, description = "rule, such as 11.2:quarter"),
        ("kind" = inline(Kind), Query, description = "kind of unit"),
        ("event" = String, Query, description = "event and day: decision_issued=2026-02-12")),
    responses((status = 200, description = "rule, due, explanation, forms, durations", body = serde_json::Value),
        (status = 422, description = "unknown rule, kind, event or date", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn due(
    State(state): State<AppState>,
    caller: Caller,
    Asked(asked): Asked<Wanted>,
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
            date: day("event", on)?,
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

fn day(name: &str, typed: &str) -> Result<Date, Error> {
    typed.parse().map_err(|_| {
        Error::field(
            name,
            format!("“{typed}” không phải là ngày dạng 2026-11-23."),
        )
    })
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema as _;

    use super::*;

    #[test]
    fn every_described_kind_of_unit_is_known_to_the_law_and_the_other_way_round() {
        let schema = serde_json::to_value(Kind::schema()).expect("JSON");
        let kinds = schema["enum"].as_array().expect("kinds");
        let read = |kind: &serde_json::Value| kind.as_str().and_then(|kind| kind.parse().ok());
        let known: Vec<UnitKind> = kinds.iter().filter_map(read).collect();
        assert_eq!(known, UnitKind::ALL);
    }
}
