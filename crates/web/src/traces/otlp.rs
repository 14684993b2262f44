//! Spans as OTLP over HTTP takes them: JSON (OpenTelemetry protocol 1.x, `ExportTraceServiceRequest`).

use serde_json::{Value, json};

use super::{Span, hex};

/// `SPAN_KIND_SERVER`.
const SERVER: u8 = 2;
/// `STATUS_CODE_ERROR`.
const ERROR: u8 = 2;

/// The body for the collector.
pub fn encode(spans: &[Span], version: &str) -> Vec<u8> {
    let spans: Vec<Value> = spans.iter().map(span).collect();
    let resource = [
        text("service.name", "dinh"),
        text("service.version", version),
    ];
    let body = json!({
        "resourceSpans": [{
            "resource": { "attributes": resource },
            "scopeSpans": [{ "scope": { "name": "dinh" }, "spans": spans }],
        }],
    });
    body.to_string().into_bytes()
}

fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

/// Whole numbers of 64 bits are strings in this JSON.
fn number(key: &str, value: u64) -> Value {
    json!({ "key": key, "value": { "intValue": value.to_string() } })
}

fn span(span: &Span) -> Value {
    let began = span.began.as_nanosecond();
    let nanos = i128::try_from(span.took.as_nanos()).unwrap_or(0);
    let mut attributes = vec![
        text("http.request.method", &span.method),
        text("http.route", &span.route),
        number("http.response.status_code", span.status.into()),
        number("dinh.statements", span.statements),
    ];
    if let Some(unit) = &span.unit {
        attributes.push(text("dinh.unit", unit));
    }
    let mut value = json!({
        "traceId": hex(&span.place.trace),
        "spanId": hex(&span.place.span),
        "name": format!("{} {}", span.method, span.route),
        "kind": SERVER,
        "startTimeUnixNano": began.to_string(),
        "endTimeUnixNano": (began + nanos).to_string(),
        "attributes": attributes,
        "status": if span.status >= 500 { json!({ "code": ERROR }) } else { json!({}) },
    });
    if let Some(parent) = span.place.parent {
        value["parentSpanId"] = json!(hex(&parent));
    }
    value
}
