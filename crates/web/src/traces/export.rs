//! Hand spans over to the collector, many at once, beside everything else.

use std::time::Duration;

use dinh_service::register::Carrier as _;

use super::{Span, Tracer, encode};
use crate::carrier::HttpCarrier;
use crate::state::AppState;

/// Spans of one request to the collector.
const AT_ONCE: usize = 512;
/// How long spans are gathered.
const GATHERED: Duration = Duration::from_secs(1);
/// The last spans have this long to arrive when the process ends.
const GOODBYE: Duration = Duration::from_secs(3);

/// Hand over until the tracer is closed. A collector that does not answer loses spans, never the city its time.
pub async fn export_traces(state: AppState) {
    let Some(tracer) = &state.tracer else { return };
    let collector = tracer.settings.collector.trim_end_matches('/');
    let url = format!("{collector}/v1/traces");
    let carrier = HttpCarrier::default();
    let mut receiver = tracer.receiver.lock().await;
    let mut spans = Vec::with_capacity(AT_ONCE);
    while !tracer.closing.load(std::sync::atomic::Ordering::SeqCst) {
        tokio::select! {
            () = tracer.closed.notified() => {}
            () = tokio::time::sleep(GATHERED) => {}
        }
        while let Ok(span) = receiver.try_recv() {
            spans.push(span);
            if spans.len() == AT_ONCE {
                send(tracer, &carrier, &url, &mut spans).await;
            }
        }
        send(tracer, &carrier, &url, &mut spans).await;
    }
}

async fn send(tracer: &Tracer, carrier: &HttpCarrier, url: &str, spans: &mut Vec<Span>) {
    if spans.is_empty() {
        return;
    }
    let body = encode(spans, env!("CARGO_PKG_VERSION"));
    let posting = carrier.post(url, "application/json", body);
    let answer = tokio::time::timeout(GOODBYE, posting).await;
    let trouble = match answer {
        Ok(Ok(answer)) if answer.status < 300 => None,
        Ok(Ok(answer)) => Some(format!("status {}", answer.status)),
        Ok(Err(reason)) => Some(reason),
        Err(_) => Some("no answer in time".to_owned()),
    };
    if let Some(reason) = trouble {
        let lost = u64::try_from(spans.len()).unwrap_or(u64::MAX);
        tracer.lost(lost);
        tracing::warn!(reason, lost, "the collector of traces took nothing");
    }
    spans.clear();
}
