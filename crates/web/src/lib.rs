//! The pages of Đình: routes, sessions, templates and texts. Only this crate knows HTTP.
//!
//! Guarantees: every route declares who may use it and is refused to everybody else
//! before its handler runs; every change comes from a form of our own; readers get
//! no cookie.

mod address;
mod api;
pub mod assets;
pub mod caller;
pub mod components;
mod cookie;
pub mod errors;
mod form_check;
mod form_token;
mod guard;
mod headers;
mod health;
mod limits;
pub mod page;
mod page_cache;
pub mod pages;
pub mod posted;
pub mod response;
pub mod routes;
pub mod state;
pub mod texts;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn_with_state, map_response_with_state};
use axum::routing::any;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use caller::Caller;
pub use errors::{Failure, PageResult};
pub use form_token::FormKey;
pub use limits::Quotas;
pub use posted::Posted;
pub use routes::{Access, Route};
pub use state::{AppState, Settings};

/// A phone on a weak network needs time to upload 25 MB.
const PATIENCE: Duration = Duration::from_mins(2);
/// Beyond this nothing is read any more; see `posted` for what is kept.
const LARGEST_BODY: usize = 120 * 1024 * 1024;

/// The whole site, built from the table of routes and nothing else.
pub fn router(state: AppState) -> Router {
    let guarded = |access| from_fn_with_state((state.clone(), access), guard::guard);
    let mut router = Router::new();
    for route in routes::all() {
        router = router.route(route.path, route.handler.route_layer(guarded(route.access)));
    }
    let unknown = any(errors::unknown_address).layer(guarded(Access::Public));
    router
        .fallback_service(unknown.with_state(state.clone()))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(map_response_with_state(state.clone(), headers::protect))
        .layer(CompressionLayer::new())
        .with_state(state)
}

/// Serve the site on a listener until `stop` ends; running requests are finished.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let site = router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, site)
        .with_graceful_shutdown(stop)
        .await
}
