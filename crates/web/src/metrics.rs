//! What the machine's watchers measure, in the text form of Prometheus. Never part of the public site: it has a listener of
//! its own. Routes are named by their template, so nothing about a person is counted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::get;
use axum::{Router, response::IntoResponse};
use dinh_service::machine::{Facts, Seen, facts};
use dinh_store::file_care::FaultCounts;
use tokio::net::TcpListener;

use crate::state::AppState;

/// Upper ends of the classes of durations, in milliseconds.
const CLASSES: [u64; 8] = [5, 10, 25, 50, 100, 250, 1000, 5000];
const KIND: [(HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];

#[derive(Clone, Copy, Default)]
struct Count {
    requests: u64,
    micros: u128,
    /// How many were not longer than each class.
    classes: [u64; CLASSES.len()],
}

/// Requests since the process began.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<(String, String, u16), Count>>);

impl Metrics {
    /// Count a request: its method, the template of its route, what was answered, and how long it took.
    pub fn count(&self, method: &str, route: &str, status: u16, took: Duration) {
        let key = (method.to_owned(), route.to_owned(), status);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(key).or_default();
        count.requests += 1;
        count.micros += took.as_micros();
        for (class, upper) in count.classes.iter_mut().zip(CLASSES) {
            if took <= Duration::from_millis(upper) {
                *class += 1;
            }
        }
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let counts = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        writeln!(out, "# TYPE dinh_request_seconds histogram")?;
        for ((method, route, status), count) in counts {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (class, upper) in count.classes.iter().zip(CLASSES) {
                let upper = in_seconds(u128::from(upper) * 1000);
                writeln!(
                    out,
                    "dinh_request_seconds_bucket{{{labels},le=\"{upper}\"}} {class}"
                )?;
            }
            writeln!(
                out,
                "dinh_request_seconds_bucket{{{labels},le=\"+Inf\"}} {}",
                count.requests
            )?;
            writeln!(
                out,
                "dinh_request_seconds_sum{{{labels}}} {}",
                in_seconds(count.micros)
            )?;
            writeln!(
                out,
                "dinh_request_seconds_count{{{labels}}} {}",
                count.requests
            )?;
        }
        Ok(())
    }
}

fn in_seconds(micros: u128) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn value(out: &mut String, name: &str, kind: &str, help: &str, value: i128) -> std::fmt::Result {
    writeln!(
        out,
        "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}"
    )
}

fn stored(out: &mut String, facts: &Facts) -> std::fmt::Result {
    value(
        out,
        "dinh_schema_current",
        "gauge",
        "1 when every migration was applied",
        facts.current.into(),
    )?;
    value(
        out,
        "dinh_database_bytes",
        "gauge",
        "Size of the database",
        facts.database.into(),
    )?;
    value(
        out,
        "dinh_register_entries",
        "gauge",
        "Entries of the register",
        facts.size.into(),
    )?;
    value(
        out,
        "dinh_register_signed_entries",
        "gauge",
        "Entries under the newest checkpoint",
        facts.signed.into(),
    )?;
    value(
        out,
        "dinh_register_witnessed_entries",
        "gauge",
        "Entries that a quorum has seen",
        facts.witnessed.into(),
    )?;
    files(out, &facts.files)?;
    let Some(backup) = &facts.backup else {
        return Ok(());
    };
    if let Ok(at) = backup.at.parse::<jiff::Timestamp>() {
        value(
            out,
            "dinh_backup_second",
            "gauge",
            "Moment of the last backup, seconds since 1970",
            at.as_second().into(),
        )?;
    }
    value(
        out,
        "dinh_backup_bytes",
        "gauge",
        "Size of the last backup",
        backup.bytes.into(),
    )
}

fn files(out: &mut String, counts: &FaultCounts) -> std::fmt::Result {
    for (name, help, count) in [
        (
            "dinh_files_missing",
            "Files that rows name and that are not there",
            counts.missing,
        ),
        (
            "dinh_files_damaged",
            "Files whose content has another digest",
            counts.damaged,
        ),
        (
            "dinh_files_infected",
            "Files in which the scanner found something",
            counts.infected,
        ),
        (
            "dinh_files_unscanned",
            "Files that wait for the scanner",
            counts.unscanned,
        ),
    ] {
        value(out, name, "gauge", help, count.into())?;
    }
    Ok(())
}

fn machine(out: &mut String, seen: &Seen) -> std::fmt::Result {
    if let Some(space) = seen.space {
        value(
            out,
            "dinh_disk_free_bytes",
            "gauge",
            "Room left for the data",
            space.free.into(),
        )?;
        value(
            out,
            "dinh_disk_bytes",
            "gauge",
            "Room of the disk of the data",
            space.total.into(),
        )?;
    }
    value(
        out,
        "dinh_clock_skew_seconds",
        "gauge",
        "Clock against register, witnesses and stamps; negative when behind",
        seen.skew.seconds().into(),
    )?;
    let turned = seen.turned.map_or(0, jiff::Timestamp::as_second);
    value(
        out,
        "dinh_clockwork_second",
        "gauge",
        "When the clockwork last did all its work",
        turned.into(),
    )
}

async fn show(State(state): State<AppState>) -> impl IntoResponse {
    let mut out = String::new();
    let held = state.platform.signer.is_held();
    let told = facts(&state.platform).await;
    let answers = told.is_ok();
    let written = state.metrics.write(&mut out).and_then(|()| {
        let statements = state.platform.store.statements_made();
        value(
            &mut out,
            "dinh_statements_total",
            "counter",
            "Statements made to the database",
            statements.into(),
        )?;
        value(
            &mut out,
            "dinh_database_up",
            "gauge",
            "1 when the database answers",
            answers.into(),
        )?;
        value(
            &mut out,
            "dinh_register_held",
            "gauge",
            "1 when a witness knows more than the database",
            held.into(),
        )?;
        machine(&mut out, &state.machine.seen())?;
        told.as_ref()
            .map_or(Ok(()), |facts| stored(&mut out, facts))
    });
    match written {
        Ok(()) => (StatusCode::OK, KIND, out),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, KIND, String::new()),
    }
}

/// The router of the listener for measuring.
pub fn metrics_router(state: AppState) -> Router {
    Router::new().route("/metrics", get(show)).with_state(state)
}

/// Serve the measurements until `stop` ends.
pub async fn serve_metrics(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, metrics_router(state))
        .with_graceful_shutdown(stop)
        .await
}
