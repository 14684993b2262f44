//! `/so-cong-khai/dau-thoi-gian/…`: what a time-stamping authority said of a checkpoint, as files for a tool that nobody here
//! wrote: `openssl ts -verify -data N.txt -in N.tsr -token_in -CAfile …`.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_register::Hash;
use dinh_service::Error;
use dinh_service::register::{stamp_authority, stamped_text};
use dinh_store::register::stamps;

use super::shown::{bytes, tagged};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::state::AppState;

/// `GET /so-cong-khai/dau-thoi-gian/{size}.tsr`, `{size}.txt` and `chung-thu.pem`
pub(super) async fn stamp(
    State(state): State<AppState>,
    _caller: Caller,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let (stem, kind) = name.split_once('.').ok_or(Error::NotFound)?;
    let mut tx = state.platform.store.read().await?;
    let (media_type, body) = if name == "chung-thu.pem" {
        let authority = stamp_authority(&mut tx).await?.ok_or(Error::NotFound)?;
        ("application/x-pem-file", authority.certificate.into_bytes())
    } else {
        let size = stem.parse().map_err(|_| Error::NotFound)?;
        let stamp = stamps::find_stamp(&mut tx, size).await?;
        let stamp = stamp.ok_or(Error::NotFound)?;
        match kind {
            "tsr" => ("application/timestamp-reply", stamp.token),
            "txt" => {
                let head = stamps::find_checkpoint(&mut tx, size).await?;
                let text = stamped_text(&head.ok_or(Error::NotFound)?)?;
                ("text/plain; charset=utf-8", text.into_bytes())
            }
            _ => return Err(Error::NotFound.into()),
        }
    };
    let tag = Hash::of(&body).hex();
    tagged(&headers, tag, || Ok(bytes(media_type, Some(&name), body)))
}
