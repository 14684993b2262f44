//! The public register: checkpoint, entries, proofs.

use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_service::register::{find_proof, tlog_proof};

use super::json;
use super::wire::{Checkpoint, Entry, Inclusion, Problem};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::pages::city::hex;
use crate::state::AppState;

/// The newest signed checkpoint.
#[utoipa::path(get, path = "/api/v1/register/checkpoint", tag = "register",
    responses((status = 200, description = "the checkpoint; signed by the city only, no witnesses yet", body = Checkpoint),
        (status = 404, description = "nothing is signed yet", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn checkpoint(State(state): State<AppState>, caller: Caller) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = dinh_store::register::find_newest_checkpoint(&mut tx)
        .await?
        .ok_or(Error::NotFound)?;
    let signer = &state.platform.signer;
    let newest_key = signer.verifiers().pop();
    Ok(json(&Checkpoint {
        origin: signer.origin().to_owned(),
        size: row.size,
        note: row.note,
        signed_at: row.signed_at.to_jiff().to_string(),
        verifier: newest_key.map(|key| key.to_string()).unwrap_or_default(),
    }))
}

/// One entry, with the exact text that was hashed.
#[utoipa::path(get, path = "/api/v1/register/entries/{position}", tag = "register",
    params(("position" = i64, Path, description = "place, from 0")),
    responses((status = 200, description = "the entry", body = Entry),
        (status = 404, description = "no such entry", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn entry(
    State(state): State<AppState>,
    caller: Caller,
    Path(typed): Path<String>,
) -> PageResult {
    let position = typed.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let row = dinh_store::register::find(&mut tx, position)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(json(&Entry::from(row)))
}

/// The proof that an entry stands in the register.
#[utoipa::path(get, path = "/api/v1/register/entries/{position}/proof", tag = "register",
    params(("position" = i64, Path, description = "place, from 0")),
    responses((status = 200, description = "the proof", body = Inclusion),
        (status = 404, description = "no such entry, or not signed yet", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn proof(
    State(state): State<AppState>,
    caller: Caller,
    Path(typed): Path<String>,
) -> PageResult {
    let position = typed.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let found = find_proof(&mut tx, position)
        .await?
        .ok_or(Error::NotFound)?;
    let text = tlog_proof(&found)?.ok_or(Error::NotFound)?;
    Ok(json(&Inclusion {
        position,
        hashes: found.hashes.iter().map(|hash| hex(&hash.0)).collect(),
        checkpoint: found.checkpoint.map(|row| row.note).unwrap_or_default(),
        tlog_proof: text,
    }))
}
