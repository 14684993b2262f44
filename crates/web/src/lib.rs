//! The pages of Đình: routes, sessions, templates and texts. Only this crate knows HTTP.
//!
//! Guarantees: every route declares who may use it and is refused to everybody else
//! before its handler runs; every change comes from a form of our own; readers get
//! no cookie.

mod address;
mod api;
pub mod assets;
mod byte_cache;
pub mod caller;
mod carrier;
mod coding;
pub mod components;
mod cookie;
mod device;
pub mod errors;
mod form_check;
mod form_token;
mod guard;
mod headers;
mod health;
mod kept;
mod kept_file;
mod limits;
mod metrics;
mod mirror;
mod multipart;
mod once;
pub mod page;
pub mod pages;
mod personal;
pub mod posted;
mod press;
mod provider;
pub mod response;
pub mod routes;
mod served;
pub mod state;
pub mod texts;
pub mod traces;
mod witness;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{from_fn, from_fn_with_state, map_response_with_state};
use axum::routing::any;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::timeout::TimeoutLayer;

pub use caller::Caller;
pub use carrier::HttpCarrier;
pub use errors::{Failure, PageResult};
pub use form_token::FormKey;
pub use limits::Quotas;
pub use metrics::{metrics_router, serve_metrics};
pub use mirror::{mirror_router, serve_mirror};
pub use posted::Posted;
pub use routes::{Access, Route};
pub use served::Served;
pub use state::{AppState, Settings};
pub use witness::{serve_witness, witness_router};

/// A phone on a weak network needs time to upload 25 MB.
const PATIENCE: Duration = Duration::from_mins(2);
/// Beyond this nothing is read any more; see `multipart` for what is kept.
const LARGEST_BODY: usize = 120 * 1024 * 1024;

/// The whole site, built from the table of routes and nothing else.
pub fn router(state: AppState) -> Router {
    let guarded = |door| from_fn_with_state((state.clone(), door), guard::guard);
    let mut router = Router::new();
    for route in routes::all() {
        let door = guard::Door {
            access: route.access,
            shows: personal::shown_by(route.path),
            path: route.path,
        };
        router = router.route(route.path, route.handler.route_layer(guarded(door)));
    }
    let nowhere = guard::Door {
        access: Access::Public,
        shows: None,
        path: "",
    };
    let unknown = any(errors::unknown_address).layer(guarded(nowhere));
    router
        .fallback_service(unknown.with_state(state.clone()))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(map_response_with_state(state.clone(), headers::protect))
        .layer(CompressionLayer::new().compress_when(worth_pressing()))
        .layer(from_fn(coding::decide))
        .with_state(state)
}

/// What becomes smaller: not pictures, and no answer that says of itself that it will not.
fn worth_pressing() -> impl Predicate {
    let says_so = |_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions| {
        marks.get::<pages::city::Incompressible>().is_none()
    };
    DefaultPredicate::new().and(says_so)
}

/// Running requests get this long to end once the process is told to stop; a service manager waits longer.
const LAST_REQUESTS: Duration = Duration::from_secs(25);

/// Serve the site on a listener until `stop` ends; running requests are finished, if they end in time.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let site = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, site).with_graceful_shutdown(async {
        stop.await;
        let _nobody_waits = stopping.send(());
    });
    let too_long = async {
        // A server that ends by itself drops the sender: then there is nothing to wait for here.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        served = serving => served,
        () = too_long => {
            tracing::warn!("requests that did not end were cut off");
            Ok(())
        }
    }
}
