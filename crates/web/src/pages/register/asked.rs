//! `/lam-viec/so-cai/cho-xoa`: contents whose erasure somebody has asked for; a second person agrees or does not.

use askama::Template;
use axum::extract::{Path, State};
use dinh_service::Error;
use dinh_service::register::{Asked, confirm_erasure, erasures_asked, refuse_erasure};
use uuid::Uuid;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, see_other};
use crate::state::AppState;

pub(super) const LIST: &str = "/lam-viec/so-cai/cho-xoa";

struct Line {
    id: String,
    position: i64,
    article: String,
    reason: String,
    at: String,
    mine: bool,
    may_agree: bool,
}

#[derive(Template)]
#[template(path = "register/asked.html")]
struct AskedPage {
    page: Page,
    lines: Vec<Line>,
}

/// The list.
pub(super) async fn list(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let found = erasures_asked(&caller.context(&state)).await?;
    let line = |asked: Asked| Line {
        id: asked.request.id.to_string(),
        position: asked.request.position,
        at: {
            let at = dinh_service::clock::local(asked.request.asked_at.to_jiff());
            texts.formats().date_time(at.datetime())
        },
        article: asked.request.article,
        reason: asked.request.reason,
        mine: asked.mine,
        may_agree: asked.may_agree,
    };
    let mut page = caller
        .page(&state, texts.text("register-asked-title"))
        .crumb(texts.text("register-title"), "/so-cai");
    page.private = true;
    html(&AskedPage {
        page,
        lines: found.into_iter().map(line).collect(),
    })
}

fn parse(id: &str) -> Result<Uuid, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// Agree: it is erased.
pub(super) async fn agree(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let said = confirm_erasure(&caller.context(&state), parse(&id)?).await?;
    see_other(&format!("/so-cai/{said}"))
}

/// Do not agree, or take one's own request back.
pub(super) async fn refuse(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    refuse_erasure(&caller.context(&state), parse(&id)?).await?;
    see_other(LIST)
}
