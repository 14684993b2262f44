//! `/so-cai/{position}`: one entry as it was hashed, what it vouches for, and the files
//! with which anybody checks it without us.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_domain::access::{Action, reach};
use dinh_service::Error;
use dinh_service::register::{Proof, find_proof, receipt, tlog_proof};
use dinh_store::register::ContentRow;

use super::documents::act_name;
use super::ledger::room_name;
use super::shown::{bytes, hex, moment, tagged};
use crate::caller::Caller;
use crate::components::ActTimeNote;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;

const TEXT: &str = "text/plain; charset=utf-8";

struct ContentLine {
    name: String,
    kind: String,
    size: String,
    digest: String,
    href: String,
    /// The entry that says that it was erased.
    erased: Option<(i64, String)>,
}

#[derive(Template)]
#[template(path = "city/entry.html")]
struct EntryPage {
    page: Page,
    position: i64,
    act: String,
    room: String,
    at: String,
    text: String,
    leaf: String,
    contents: Vec<ContentLine>,
    hashes: Vec<String>,
    checkpoint: String,
    signed: bool,
    time: ActTimeNote,
    previous: Option<i64>,
    /// The caller may erase one of its sealed contents.
    may_erase: bool,
}

/// `GET /so-cai/{position}`, `{position}.dinh.json`, `{position}.tlog-proof`
pub(super) async fn entry(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let (number, kind) = match name.split_once('.') {
        None => (name.as_str(), ""),
        Some((number, kind)) => (number, kind),
    };
    let position: i64 = number.parse().map_err(|_| Error::NotFound)?;
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let proof = find_proof(&mut tx, position)
        .await?
        .ok_or(Error::NotFound)?;
    drop(tx);
    let signed = proof.checkpoint.as_ref().map_or(0, |head| head.size);
    let before = proof.before.as_ref().map_or(-1, |row| row.earliest);
    let seen = proof.checkpoint.as_ref().and_then(|head| head.latest);
    let erased = proof.contents.iter().filter_map(|row| row.erased_position);
    let erased: i64 = erased.map(|at| at + 1).sum();
    let seen = seen.unwrap_or(0);
    let version = format!("{position}-{signed}-{before}-{seen}-{erased}");
    match kind {
        "" => {
            versioned(&state, &caller, &headers, version, async {
                html(&page(&state, &caller, &proof)?)
            })
            .await
        }
        "dinh.json" => {
            let made = receipt(&proof)?.ok_or_else(not_signed)?;
            let file = format!("so-cong-khai-{position}.dinh.json");
            tagged(&headers, version, || {
                Ok(bytes("application/json", Some(&file), made.json))
            })
        }
        "tlog-proof" => {
            let made = tlog_proof(&proof)?.ok_or_else(not_signed)?;
            let file = format!("so-cong-khai-{position}.tlog-proof");
            tagged(&headers, version, || Ok(bytes(TEXT, Some(&file), made)))
        }
        _ => Err(Error::NotFound.into()),
    }
}

fn not_signed() -> Error {
    Error::Conflict(
        "Mục này vừa được ghi, chưa có chữ ký của thành phố; biên nhận sẽ có sau ít giây. Hãy tải lại trang."
            .into(),
    )
}

fn page(state: &AppState, caller: &Caller, proof: &Proof) -> Result<EntryPage, Failure> {
    let texts = caller.texts();
    let row = &proof.entry;
    let text = String::from_utf8(row.entry.clone())
        .map_err(|_| Failure::internal("a register entry is not text"))?;
    let role = caller.context(state).mandate().map(|mandate| mandate.role);
    let title = texts.with("register-entry-number", &[("number", &row.position)]);
    Ok(EntryPage {
        page: caller
            .page(state, title)
            .crumb(texts.text("site-place"), "/")
            .crumb(texts.text("register-title"), "/so-cai"),
        position: row.position,
        act: act_name(texts, &row.act),
        room: room_name(texts, &row.room),
        at: moment(texts, row.at.to_jiff()),
        leaf: hex(&row.leaf),
        contents: proof
            .contents
            .iter()
            .map(|content| line(caller, content))
            .collect(),
        hashes: proof.hashes.iter().map(|hash| hex(&hash.0)).collect(),
        checkpoint: proof
            .checkpoint
            .as_ref()
            .map(|row| row.note.clone())
            .unwrap_or_default(),
        signed: proof.checkpoint.is_some(),
        time: ActTimeNote::new(texts, proof.interval()),
        previous: previous(&text),
        may_erase: proof.contents.iter().any(|row| row.salt.is_some())
            && role.is_some_and(|role| reach(role, Action::EraseSealed).is_some()),
        text,
    })
}

/// The entry that the line `prev` names.
fn previous(text: &str) -> Option<i64> {
    text.lines()
        .find_map(|line| line.strip_prefix("prev "))?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

fn line(caller: &Caller, content: &ContentRow) -> ContentLine {
    let texts = caller.texts();
    let open = content.is_open();
    let erased = content.erased_position.map(|position| {
        let number = texts.with("register-erased-entry", &[("number", &position)]);
        (position, number)
    });
    ContentLine {
        name: content.name.clone(),
        kind: if erased.is_some() {
            texts.with_one(
                "register-content-erased",
                "article",
                &content.erased_article,
            )
        } else if open {
            texts.text("register-content-open")
        } else {
            texts.text("register-content-sealed")
        },
        size: texts
            .formats()
            .size(u64::try_from(content.size).unwrap_or(0)),
        digest: if open {
            hex(&content.sha256)
        } else {
            String::new()
        },
        href: if open {
            format!("/so-cai/{}/noi-dung/{}", content.position, content.place)
        } else {
            String::new()
        },
        erased,
    }
}

/// `GET /so-cai/{position}/noi-dung/{place}`: open contents only; what is sealed may
/// hold personal data and goes only to whom it concerns.
pub(super) async fn content(
    State(state): State<AppState>,
    caller: Caller,
    Path((position, place)): Path<(i64, i64)>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let rows = dinh_store::register::contents(&mut tx, position).await?;
    drop(tx);
    let row = rows
        .into_iter()
        .find(|row| row.place == place && row.is_open())
        .ok_or(Error::NotFound)?;
    let digest = hex(&row.sha256);
    let body = match row.text {
        Some(text) => bytes::Bytes::from(text),
        None => state.platform.files.get(&digest).await?,
    };
    let (kind, name) = match row.media_type.as_str() {
        "text/plain" => (TEXT, None),
        "application/pdf" => ("application/pdf", None),
        "image/jpeg" => ("image/jpeg", None),
        "image/png" => ("image/png", None),
        _ => ("application/octet-stream", Some(format!("{digest}.bin"))),
    };
    tagged(&headers, &digest, || Ok(bytes(kind, name.as_deref(), body)))
}

/// `GET /so-cai/khoa`: the key with which everyone checks.
pub(super) async fn key(State(state): State<AppState>, _caller: Caller) -> PageResult {
    Ok(bytes(
        TEXT,
        None,
        format!("{}\n", state.platform.signer.verifier()),
    ))
}
