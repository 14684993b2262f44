//! Traces for whoever looks for what is slow: a span for each request that was chosen, handed over to a collector of
//! OpenTelemetry. Off unless a collector is named. A span holds the template of the route, never the path; no name, no address,
//! no account, no text.

mod export;
mod otlp;
mod parent;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::http::HeaderMap;
use dinh_service::Platform;
use jiff::Timestamp;
use tokio::sync::{Mutex, Notify, mpsc};

pub use export::export_traces;
pub use otlp::encode;
pub use parent::{Parent, read_parent};

/// Spans that wait for the collector; more are dropped, because traces must never slow the city down.
const WAITING: usize = 2_048;

/// Where spans go, and how many of them.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceSettings {
    /// Address of the collector, such as `http://127.0.0.1:4318`; `/v1/traces` follows.
    pub collector: String,
    /// Which share of requests is chosen, from 0 to 1.
    pub share: f64,
}

/// Where a piece of work stands in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The trace.
    pub trace: [u8; 16],
    /// The span of this piece of work.
    pub span: [u8; 8],
    /// The span of whoever asked for it.
    pub parent: Option<[u8; 8]>,
    /// Whether the span is kept.
    pub chosen: bool,
}

impl Place {
    /// The header `traceparent` for whoever is asked next.
    pub fn header(&self) -> String {
        let flags = u8::from(self.chosen);
        format!("00-{}-{}-{flags:02x}", hex(&self.trace), hex(&self.span))
    }
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands.
    pub place: Place,
    /// When it began.
    pub began: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// Method of HTTP.
    pub method: String,
    /// Template of the route.
    pub route: String,
    /// Status of the answer.
    pub status: u16,
    /// Address of the public page of the unit, if the route has one.
    pub unit: Option<String>,
    /// How many statements were made for it.
    pub statements: u64,
}

tokio::task_local! {
    static HERE: Place;
}

/// Do something at a place of a trace: whoever is asked meanwhile is told where.
pub async fn within<W: Future>(place: Option<Place>, work: W) -> W::Output {
    match place {
        Some(place) => HERE.scope(place, work).await,
        None => work.await,
    }
}

/// The place of what runs now.
pub(crate) fn here() -> Option<Place> {
    HERE.try_with(|place| *place).ok()
}

/// Chooses requests and keeps their spans until they are handed over.
pub struct Tracer {
    settings: TraceSettings,
    sender: mpsc::Sender<Span>,
    receiver: Mutex<mpsc::Receiver<Span>>,
    dropped: AtomicU64,
    closing: AtomicBool,
    closed: Notify,
}

impl Tracer {
    /// A tracer for these settings.
    pub fn new(settings: TraceSettings) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        Self {
            settings,
            sender,
            receiver: Mutex::new(receiver),
            dropped: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            closed: Notify::new(),
        }
    }

    /// A place for a request. The trace of whoever asked goes on only if a proxy of our own stands in front: a stranger could
    /// make every request be kept, or join requests of different people.
    pub fn begin(&self, platform: &Platform, headers: &HeaderMap, trusts: bool) -> Place {
        let mut bytes = platform.random.bytes();
        // No identity is all zeros.
        bytes[0] |= 1;
        bytes[16] |= 1;
        let (first, rest) = bytes.split_at(16);
        let mut place = Place {
            trace: [0; 16],
            span: [0; 8],
            parent: None,
            chosen: false,
        };
        place.trace.copy_from_slice(first);
        place.span.copy_from_slice(rest.split_at(8).0);
        match trusts.then(|| read_parent(headers)).flatten() {
            Some(parent) => {
                place.trace = parent.trace;
                place.parent = Some(parent.span);
                place.chosen = parent.chosen;
            }
            None => place.chosen = is_chosen(self.settings.share, &place.trace),
        }
        place
    }

    /// Keep a span; it is dropped when too many wait.
    pub fn end(&self, span: Span) {
        if span.place.chosen && self.sender.try_send(span).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn lost(&self, spans: u64) {
        self.dropped.fetch_add(spans, Ordering::Relaxed);
    }

    /// How many spans were dropped since the process began.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Hand over what waits, then end.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        self.closed.notify_one();
    }
}

/// The same for every node that sees the trace: by its identity alone.
fn is_chosen(share: f64, trace: &[u8; 16]) -> bool {
    let (_, last) = trace.split_at(8);
    let place = last
        .iter()
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    // 53 bits are exact in a float.
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits are left")]
    let place = (place >> 11) as f64 / (1_u64 << 53) as f64;
    place < share
}

fn hex(bytes: &[u8]) -> String {
    dinh_register::hex(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_kept_and_the_same_trace_is_chosen_everywhere() {
        let trace = |number: u64| {
            let mut trace = [7; 16];
            let digest = dinh_service::people::digest(&number.to_string());
            trace.copy_from_slice(digest.split_at(16).0);
            trace
        };
        for (share, least, most) in [(0.0, 0, 0), (0.1, 900, 1_100), (1.0, 10_000, 10_000)] {
            let chosen = (0..10_000).filter(|number| is_chosen(share, &trace(*number)));
            let count = chosen.count();
            assert!((least..=most).contains(&count), "{share}: {count}");
        }
        assert!(!is_chosen(0.1, &[0xff; 16]));
        assert!(is_chosen(0.1, &[0; 16]));
    }
}
