//! A copy of a register, served at the same paths and with the same headers as the city serves it: whoever checks from here
//! needs no city.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use dinh_register::Tile;
use dinh_register::tile::HeadBundle;
use dinh_verify::Folder;
use dinh_verify::source::{LONGEST_HEADS, LONGEST_NOTE, Source as _, fetch_tile};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::errors::PageResult;
use crate::pages::city::{text_answer, tile_answer};
use crate::worth_pressing;

const PATIENCE: Duration = Duration::from_secs(30);

/// The service of a copy.
pub fn mirror_router(folder: Folder) -> Router {
    Router::new()
        .route("/checkpoint", get(checkpoint))
        .route("/checkpoints/{*path}", get(heads))
        .route("/policy", get(policy))
        .route("/tile/{*path}", get(tile))
        .layer(CompressionLayer::new().compress_when(worth_pressing()))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .with_state(Arc::new(folder))
}

/// Serve a copy on a listener until `stop` ends; running requests are finished.
pub async fn serve_mirror(
    listener: TcpListener,
    folder: Folder,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, mirror_router(folder))
        .with_graceful_shutdown(stop)
        .await
}

async fn checkpoint(State(folder): State<Arc<Folder>>, headers: HeaderMap) -> Response {
    let found = read(folder, |folder| folder.fetch("checkpoint", LONGEST_NOTE)).await;
    answer(found, |note| text_answer(&headers, note.into()))
}

async fn heads(
    State(folder): State<Arc<Folder>>,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> Response {
    let Some(bundle) = HeadBundle::parse(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let path = format!("checkpoints/{bundle}");
    let found = read(folder, move |folder| folder.fetch(&path, LONGEST_HEADS)).await;
    answer(found, |notes| text_answer(&headers, notes.into()))
}

async fn policy(State(folder): State<Arc<Folder>>, headers: HeaderMap) -> Response {
    let found = read(folder, |folder| folder.fetch("policy", LONGEST_NOTE)).await;
    answer(found, |text| text_answer(&headers, text.into()))
}

async fn tile(State(folder): State<Arc<Folder>>, Path(path): Path<String>) -> Response {
    let Some(tile) = Tile::parse(&path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = read(folder, move |folder| fetch_tile(folder, tile)).await;
    answer(found, |body| Ok(tile_answer(tile, body.into())))
}

type Found = Result<Option<Vec<u8>>, String>;

/// Files are read where waiting hinders nobody.
async fn read(folder: Arc<Folder>, fetch: impl FnOnce(&Folder) -> Found + Send + 'static) -> Found {
    tokio::task::spawn_blocking(move || fetch(&folder))
        .await
        .unwrap_or_else(|error| Err(error.to_string()))
}

fn answer(found: Found, show: impl FnOnce(Vec<u8>) -> PageResult) -> Response {
    let reason = match found {
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Ok(Some(bytes)) => match show(bytes) {
            Ok(response) => return response,
            Err(_) => "no answer could be made".to_owned(),
        },
        Err(reason) => reason,
    };
    tracing::error!(reason, "the copy cannot be served");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
