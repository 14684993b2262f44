//! The service of a witness (C2SP `tlog-witness`), apart from any city's site: one address that cosigns, one that tells
//! who it is, one for the watchers of the machine.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use dinh_register::witness::Refusal;
use dinh_service::witness::Witness;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::net::TcpListener;
use tower_http::timeout::TimeoutLayer;

/// 63 hashes and a checkpoint with sixteen signatures of 5 kB fit in twice.
const LARGEST_REQUEST: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);
/// Requests a second from one address: a register asks after each of its checkpoints.
const OFTEN: u32 = 20;
/// Beyond so many addresses those that were not seen lately are forgotten.
const MANY_ADDRESSES: usize = 10_000;

struct Inner {
    witness: Witness,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

/// The service of a witness.
pub fn witness_router(witness: Witness) -> Router {
    let often = NonZeroU32::new(OFTEN).unwrap_or(NonZeroU32::MIN);
    let inner = Arc::new(Inner {
        witness,
        addresses: RateLimiter::keyed(Quota::per_second(often)),
    });
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route_layer(from_fn_with_state(Arc::clone(&inner), limit))
        .route("/", get(about))
        .route("/healthz", get(health))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .with_state(inner)
}

/// Serve a witness on a listener until `stop` ends; running requests are finished.
pub async fn serve_witness(
    listener: TcpListener,
    witness: Witness,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = witness_router(witness).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

async fn limit(State(inner): State<Arc<Inner>>, request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    // Without an address nobody is at the other end of a wire.
    let Some(address) = from.map(|from| from.0.ip()) else {
        return next.run(request).await;
    };
    if inner.addresses.len() > MANY_ADDRESSES {
        inner.addresses.retain_recent();
    }
    if inner.addresses.check_key(&address).is_err() {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    next.run(request).await
}

async fn add_checkpoint(State(inner): State<Arc<Inner>>, body: String) -> Response {
    match inner.witness.cosign(&body).await {
        Ok(Ok(lines)) => lines.into_response(),
        Ok(Err(refusal)) => refused(refusal),
        Err(error) => {
            tracing::error!(%error, "the witness cannot use its memory");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn refused(refusal: Refusal) -> Response {
    let status =
        StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // A register that shows two histories must not go by unnoticed.
    if refusal == Refusal::NotConsistent {
        tracing::warn!("a register asked for a cosignature without showing that it only appended");
    }
    let Refusal::Conflict(size) = refusal else {
        return (status, format!("{refusal}\n")).into_response();
    };
    let mut response = (status, format!("{size}\n")).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/x.tlog.size"),
    );
    response
}

/// Who it is and what it knows, as lines of text.
async fn about(State(inner): State<Arc<Inner>>) -> Response {
    let witness = &inner.witness;
    let Ok(known) = witness.known().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut text = format!("witness {}\n", witness.key());
    for log in witness.logs() {
        let size = known
            .iter()
            .find(|checkpoint| checkpoint.origin == log.name())
            .map_or(0, |checkpoint| checkpoint.size);
        // Writing into a String cannot fail.
        let _ = writeln!(text, "log {log} {size}");
    }
    text.into_response()
}

async fn health(State(inner): State<Arc<Inner>>) -> (StatusCode, &'static str) {
    match inner.witness.known().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the memory does not answer\n",
        ),
    }
}
