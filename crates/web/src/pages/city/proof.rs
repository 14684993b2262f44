//! `/so-cai/{position}`: one entry as it was hashed, what it vouches for, and the files
//! with which anybody checks it without us.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use dinh_domain::access::Action;
use dinh_domain::ids::UnitId;
use dinh_register::policy::Log;
use dinh_register::{Act, Content};
use dinh_service::Error;
use dinh_service::access::authorise;
use dinh_service::register::{Proof, find_proof, policy, receipt, tlog_proof};
use dinh_service::units::{UnitDirectory, directory};
use dinh_store::register::ContentRow;
use jiff::Timestamp;

use super::acts::did;
use super::shown::{bytes, hex, moment, name_with_place, tagged};
use crate::caller::Caller;
use crate::components::ActTimeNote;
use crate::errors::{Failure, PageResult};
use crate::kept_file::{KeptFile, kept_file};
use crate::page::Page;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::Texts;

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
    did: String,
    unit: String,
    at: String,
    tree_place: String,
    chain: String,
    text: String,
    leaf: String,
    contents: Vec<ContentLine>,
    hashes: Vec<String>,
    checkpoint: String,
    signed: bool,
    time: ActTimeNote,
    /// The first stamped head that covers it, and a sentence about it.
    stamp: Option<(i64, String)>,
    previous: Option<i64>,
    /// It has a sealed content, and the caller may erase it.
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
    // Only the page names the unit; receipts carry its code.
    let units = match kind {
        "" => Some(directory(&state.platform, &mut tx).await?),
        _ => None,
    };
    // Who may erase its contents holds them.
    let unit = UnitId(proof.entry.unit_id);
    let is_holder = authorise(&ctx, &mut tx, Action::AskErasure, unit).await;
    let is_holder = is_holder.is_ok();
    drop(tx);
    let signed = proof.checkpoint.as_ref().map_or(0, |head| head.size);
    let before = proof.before.as_ref().map_or(-1, |row| row.earliest);
    let erased = proof.contents.iter().filter_map(|row| row.erased_position);
    let erased: i64 = erased.map(|at| at + 1).sum();
    let version = format!(
        "{position}-{signed}-{before}-{}-{}-{erased}",
        proof.interval().version(),
        units.as_ref().map_or(0, |units| units.version())
    );
    match kind {
        "" => {
            versioned(&state, &caller, &headers, version, async {
                let mut made = page(&state, &caller, &proof, units.as_deref())?;
                made.may_erase &= is_holder;
                html(&made)
            })
            .await
        }
        "dinh.json" => {
            let made = receipt(&proof, is_holder)?.ok_or_else(not_signed)?;
            let file = format!("so-cong-khai-{position}.dinh.json");
            let version = format!("{version}-{is_holder}");
            let mut response = tagged(&headers, version, || {
                Ok(bytes("application/json", Some(&file), made.json))
            })?;
            if is_holder {
                let kept_by_nobody = HeaderValue::from_static("private, no-store");
                response
                    .headers_mut()
                    .insert(header::CACHE_CONTROL, kept_by_nobody);
            }
            Ok(response)
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

fn page(
    state: &AppState,
    caller: &Caller,
    proof: &Proof,
    units: Option<&UnitDirectory>,
) -> Result<EntryPage, Failure> {
    let texts = caller.texts();
    let row = &proof.entry;
    let text = String::from_utf8(row.entry.clone())
        .map_err(|_| Failure::internal("a register entry is not text"))?;
    let title = texts.with("register-entry-number", &[("number", &row.position)]);
    Ok(EntryPage {
        page: caller
            .page(state, title)
            .crumb(texts.text("site-place"), "/")
            .crumb(texts.text("register-title"), "/so-cai"),
        position: row.position,
        did: did(texts, &row.room, &row.act),
        unit: units
            .and_then(|units| {
                let unit = units.find(UnitId(row.unit_id))?;
                Some(name_with_place(units, unit))
            })
            .unwrap_or_default(),
        at: moment(texts, row.at.to_jiff()),
        tree_place: tree_place(texts, proof),
        chain: format!("/so-cai/doi-tuong/{}", row.thing),
        leaf: hex(&row.leaf),
        contents: contents(caller, proof),
        hashes: proof.hashes.iter().map(|hash| hex(&hash.0)).collect(),
        checkpoint: proof
            .checkpoint
            .as_ref()
            .map(|row| row.note.clone())
            .unwrap_or_default(),
        signed: proof.checkpoint.is_some(),
        time: ActTimeNote::new(texts, proof.interval()),
        stamp: proof.stamp.as_ref().map(|row| {
            let at = Timestamp::from_second(row.stamped_second).unwrap_or(Timestamp::MAX);
            let at = moment(texts, at);
            (
                row.size,
                texts.with("register-stamp-text", &[("size", &row.size), ("at", &at)]),
            )
        }),
        previous: previous(&text),
        may_erase: proof.contents.iter().any(|row| row.salt.is_some()),
        text,
    })
}

/// Where the entry stands in the tree that is signed.
fn tree_place(texts: Texts, proof: &Proof) -> String {
    let size = proof.checkpoint.as_ref().map_or(0, |head| head.size);
    let hashes = i64::try_from(proof.hashes.len()).unwrap_or(0);
    texts.with(
        "register-tree-place",
        &[
            ("number", &proof.entry.position),
            ("size", &size),
            ("hashes", &hashes),
        ],
    )
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

/// What the entry commits to, in its order. An entry that was refilled from a mirror has digests only: nobody here holds what
/// they are of.
fn contents(caller: &Caller, proof: &Proof) -> Vec<ContentLine> {
    let act = Act::parse(&proof.entry.entry);
    let Ok(act) = act else {
        return proof.contents.iter().map(|row| line(caller, row)).collect();
    };
    let held = |place: usize| {
        let is_it = |row: &&ContentRow| usize::try_from(row.place) == Ok(place);
        proof.contents.iter().find(is_it)
    };
    let lines = act.contents.iter().enumerate();
    let lines = lines.map(|(place, content)| match held(place) {
        Some(row) => line(caller, row),
        None => not_held(caller, content),
    });
    lines.collect()
}

fn not_held(caller: &Caller, content: &Content) -> ContentLine {
    let texts = caller.texts();
    let (media_type, size, digest) = match content {
        Content::File {
            sha256,
            size,
            media_type,
        } => (media_type, *size, sha256.hex()),
        Content::Sealed {
            size, media_type, ..
        } => (media_type, *size, String::new()),
    };
    ContentLine {
        name: media_type.clone(),
        kind: texts.text("register-content-not-held"),
        size: texts.formats().size(size),
        digest,
        href: String::new(),
        erased: None,
    }
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
    if let Some(text) = row.text {
        return tagged(&headers, &digest, || Ok(bytes(TEXT, None, text)));
    }
    let (media_type, name) = match row.media_type.as_str() {
        known @ ("application/pdf" | "image/jpeg" | "image/png") => (known, digest.clone()),
        _ => ("application/octet-stream", format!("{digest}.bin")),
    };
    let kept = KeptFile {
        digest: &digest,
        media_type,
        name: &name,
        open: true,
    };
    kept_file(&state, &headers, kept).await
}

/// `GET /so-cai/khoa`: the keys with which everyone checks, one a line; more than one after a key was replaced.
pub(super) async fn key(State(state): State<AppState>, _caller: Caller) -> PageResult {
    let mut tx = state.platform.store.read().await?;
    let policy = policy(&state.platform, &mut tx).await?;
    let line = |text: String, log: &Log| format!("{text}{}\n", log.key);
    Ok(bytes(
        TEXT,
        None,
        policy.logs.iter().fold(String::new(), line),
    ))
}
