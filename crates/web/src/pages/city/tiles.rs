//! `/so-cong-khai/…`: the register for machines, at the address that is its name (C2SP `tlog-tiles`). What never changes
//! may be kept for ever, by anybody; the checkpoint is asked for again each time.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use dinh_register::tile::{HeadBundle, TileContent};
use dinh_register::{Hash, Tile};
use dinh_service::Error;
use dinh_service::register::{find_checkpoint, find_heads, find_tile, policy_text};

use super::shown::{bytes, tagged};
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::response::see_other;
use crate::state::AppState;

const TEXT: &str = "text/plain; charset=utf-8";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
/// Hashes have no pattern; pressing them together only takes time.
#[derive(Clone, Copy)]
pub(crate) struct Incompressible;

/// `GET /so-cong-khai`: whoever follows the name of the register by hand wants to read it.
pub(super) async fn door(_caller: Caller) -> PageResult {
    see_other("/so-cai")
}

/// `GET /so-cong-khai/checkpoint`: the newest signed checkpoint, as the standard writes it.
pub(super) async fn checkpoint(
    State(state): State<AppState>,
    _caller: Caller,
    headers: HeaderMap,
) -> PageResult {
    let note = find_checkpoint(&state.platform)
        .await?
        .ok_or(Error::NotFound)?;
    text_answer(&headers, note.into())
}

/// `GET /so-cong-khai/checkpoints/{index}`: the checkpoints that a quorum had seen, for ever.
pub(super) async fn heads(
    State(state): State<AppState>,
    _caller: Caller,
    headers: HeaderMap,
    Path(path): Path<String>,
) -> PageResult {
    let bundle = HeadBundle::parse(&path).ok_or(Error::NotFound)?;
    let found = find_heads(&state.platform, bundle).await?;
    text_answer(&headers, found.ok_or(Error::NotFound)?.into())
}

/// Signed checkpoints or a policy, to whoever does not have them yet.
pub(crate) fn text_answer(headers: &HeaderMap, note: Bytes) -> PageResult {
    let tag = Hash::of(&note).hex();
    tagged(headers, tag, || {
        Ok(open_to_all(bytes(TEXT, None, note), ASK_AGAIN))
    })
}

/// `GET /so-cong-khai/policy`: whose signatures a verifier should ask for.
pub(super) async fn trust(
    State(state): State<AppState>,
    _caller: Caller,
    headers: HeaderMap,
) -> PageResult {
    let mut tx = state.platform.store.read().await?;
    let text = policy_text(&state.platform, &mut tx).await?;
    text_answer(&headers, text.into())
}

/// `GET /so-cong-khai/tile/{level or "entries"}/{index}[.p/{width}]`
pub(super) async fn tile(
    State(state): State<AppState>,
    _caller: Caller,
    Path(path): Path<String>,
) -> PageResult {
    let tile = Tile::parse(&path).ok_or(Error::NotFound)?;
    // A bundle is for whoever copies the whole register, once; the tiles are for everybody's proofs.
    let is_kept = matches!(tile.content(), TileContent::Hashes(_)) && tile.is_full();
    let body = if let Some(body) = state.tiles.find(&path) {
        body
    } else {
        let body = read(&state, tile).await?;
        if is_kept {
            state.tiles.keep(&path, body.clone(), body.len());
        }
        body
    };
    Ok(tile_answer(tile, body))
}

/// The bytes of a tile or bundle.
pub(crate) fn tile_answer(tile: Tile, body: Bytes) -> Response {
    let mut response = open_to_all(bytes("application/octet-stream", None, body), FOR_EVER);
    if matches!(tile.content(), TileContent::Hashes(_)) {
        response.extensions_mut().insert(Incompressible);
    }
    response
}

async fn read(state: &AppState, tile: Tile) -> Result<Bytes, Failure> {
    let found = find_tile(&state.platform, tile).await?;
    Ok(found.ok_or(Error::NotFound)?.into())
}

/// Anybody's page may read it, not only ours: verifiers, mirrors, observers.
fn open_to_all(mut response: Response, cache: &'static str) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
