//! `/tai-khoan/phien`: where a person is signed in.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::people::Proof;
use dinh_service::clock::local;
use dinh_service::people;
use dinh_store::people::sessions::ListedSession;
use serde::Deserialize;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, see_other};
use crate::state::AppState;
use crate::texts::Texts;

struct Line {
    id: String,
    device: String,
    mandate: String,
    since: String,
    seen: String,
    proof: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "people/sessions.html")]
struct SessionsPage {
    page: Page,
    done: bool,
    lines: Vec<Line>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

/// The sessions.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(done): Query<Done>,
) -> PageResult {
    let texts = caller.texts();
    let found = people::my_sessions(&caller.context(&state)).await?;
    let mut page = caller
        .form_page(&state, texts.text("account-sessions"))
        .crumb(texts.text("people-account"), "/tai-khoan");
    page.private = true;
    let lines = found
        .into_iter()
        .map(|session| line(texts, &caller, session));
    html(&SessionsPage {
        page,
        done: done.xong.is_some(),
        lines: lines.collect(),
    })
}

fn line(texts: Texts, caller: &Caller, session: ListedSession) -> Line {
    let time = |at| texts.formats().date_time(local(at).datetime());
    let mandate = session
        .mandate
        .map(|(role, unit)| format!("{}, {unit}", role.label()));
    Line {
        id: hex(&session.token_hash),
        device: if session.device.is_empty() {
            texts.text("account-device-unknown")
        } else {
            session.device
        },
        mandate: mandate.unwrap_or_else(|| texts.text("people-no-mandate")),
        since: time(session.created_at),
        seen: time(session.seen_at),
        proof: proof_words(texts, session.proof),
        own: caller.session == Some(session.token_hash),
    }
}

fn proof_words(texts: Texts, proof: Proof) -> String {
    texts.text(match proof {
        Proof::Password => "account-proof-password",
        Proof::Code => "account-proof-code",
        Proof::RecoveryCode => "account-proof-recovery",
        Proof::PasswordAndPasskey => "account-proof-both",
        Proof::Passkey => "account-proof-passkey",
        Proof::Provider => "account-proof-provider",
    })
}

fn hex(bytes: &[u8; 32]) -> String {
    dinh_register::hex(bytes)
}

/// What stands in the form of a session; nothing if it is none.
fn parse(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// End one session, or all but this one.
pub(super) async fn end(
    State(state): State<AppState>,
    caller: Caller,
    posted: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    match parse(posted.text("phien")) {
        Some(session) => people::end_my_session(&ctx, session).await?,
        None => {
            people::end_my_others(&ctx, caller.session.unwrap_or_default()).await?;
        }
    }
    see_other(&caller.kept("/tai-khoan/phien?xong=co"))
}
