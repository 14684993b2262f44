//! `/quan-tri/tinh-trang`: how the machine does, and what to do about what is wrong.

use askama::Template;
use axum::extract::State;
use dinh_service::backup::LastBackup;
use dinh_service::machine::{Facts, Room, Seen, facts, skew};
use dinh_store::file_care::FileFault;
use jiff::{SignedDuration, Timestamp};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::city::{hex, moment};
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// A backup older than this is a reason to worry: one a day, and half a day for whoever runs it by hand.
const BACKUP: SignedDuration = SignedDuration::from_hours(36);
/// The clockwork turns twice a second; a long import may keep it.
const CLOCKWORK: SignedDuration = SignedDuration::from_mins(5);

/// Files that are named for each fault.
const SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "admin/status.html")]
struct StatusPage {
    page: Page,
    alarms: Vec<String>,
    facts: Vec<(String, String)>,
}

/// The state of the machine.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let now = state.platform.clock.now();
    let told = facts(&state.platform).await?;
    let mut tx = state.platform.store.read().await?;
    state.machine.compared(skew(&mut tx, now).await?);
    drop(tx);
    let seen = state.machine.seen();
    let mut page = caller.page(&state, texts.text("status-title"));
    page.private = true;
    html(&StatusPage {
        page,
        alarms: alarms(texts, &state, &told, &seen, now),
        facts: lines(texts, &state, &told, &seen),
    })
}

fn alarms(
    texts: Texts,
    state: &AppState,
    told: &Facts,
    seen: &Seen,
    now: Timestamp,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut say = |key: &str| found.push(texts.text(key));
    match state.machine.room() {
        Room::Full => say("status-disk-full"),
        Room::Low => say("status-disk-low"),
        Room::Enough => {}
    }
    if state.platform.signer.is_held() {
        say("status-held");
    }
    if !told.current {
        say("status-schema-old");
    }
    if is_older(told.backup.as_ref(), now) {
        say("status-backup-old");
    }
    if seen
        .turned
        .is_none_or(|at| now.duration_since(at) > CLOCKWORK)
    {
        say("status-clockwork-stands");
    }
    found.extend(files(texts, told));
    let skew = &seen.skew;
    if skew.behind_register > 0 {
        found.push(texts.with("status-clock-back", &[("seconds", &skew.behind_register)]));
    } else if skew.is_wrong() {
        let seconds = skew.behind_others.max(skew.ahead_of_others);
        found.push(texts.with("status-clock-differs", &[("seconds", &seconds)]));
    }
    if let Some(reason) = &seen.failure {
        found.push(texts.with("status-clockwork-failed", &[("reason", reason)]));
    }
    found
}

/// What is wrong with kept files, and which they are: their digest is their name in the store and in every backup.
fn files(texts: Texts, told: &Facts) -> Vec<String> {
    let counts = told.files;
    let mut found = Vec::new();
    for (key, fault, count) in [
        ("status-files-missing", FileFault::Missing, counts.missing),
        ("status-files-damaged", FileFault::Damaged, counts.damaged),
        (
            "status-files-infected",
            FileFault::Infected,
            counts.infected,
        ),
    ] {
        if count > 0 {
            let names: Vec<String> = told
                .faults
                .iter()
                .filter(|row| row.fault == fault.code())
                .take(SHOWN)
                .map(|row| {
                    format!("{} {}", hex(&row.sha256), row.said)
                        .trim()
                        .to_owned()
                })
                .collect();
            let names = names.join(", ");
            found.push(texts.with(key, &[("count", &count), ("names", &names)]));
        }
    }
    if counts.unscanned > 0 {
        found.push(texts.with("status-files-unscanned", &[("count", &counts.unscanned)]));
    }
    found
}

fn is_older(backup: Option<&LastBackup>, now: Timestamp) -> bool {
    let at = backup.and_then(|last| last.at.parse::<Timestamp>().ok());
    at.is_none_or(|at| now.duration_since(at) > BACKUP)
}

fn lines(texts: Texts, state: &AppState, told: &Facts, seen: &Seen) -> Vec<(String, String)> {
    let size = |bytes: u64| texts.formats().size(bytes);
    let number = |count: i64| texts.formats().number(count);
    let disk = seen.space.map(|space| {
        texts.with(
            "status-disk-room",
            &[("free", &size(space.free)), ("total", &size(space.total))],
        )
    });
    let limits = state.machine.limits();
    let limits = texts.with(
        "status-disk-limits",
        &[("low", &size(limits.low)), ("full", &size(limits.full))],
    );
    let unknown = || texts.text("status-unknown");
    let register = texts.with(
        "status-register-sizes",
        &[
            ("size", &number(told.size)),
            ("signed", &number(told.signed)),
            ("witnessed", &number(told.witnessed)),
        ],
    );
    let clock = if seen.skew.is_wrong() {
        "status-clock-wrong"
    } else {
        "status-clock-right"
    };
    let turned = seen.turned.map_or_else(unknown, |at| moment(texts, at));
    vec![
        (
            texts.text("status-version"),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        (
            texts.text("status-schema"),
            told.schema.trim_end_matches(".sql").to_owned(),
        ),
        (texts.text("status-database"), size(told.database)),
        (
            texts.text("status-disk"),
            format!("{}. {limits}", disk.unwrap_or_else(unknown)),
        ),
        (
            texts.text("status-backup"),
            backup(texts, told.backup.as_ref()),
        ),
        (texts.text("status-clock"), texts.text(clock)),
        (texts.text("status-register"), register),
        (texts.text("status-clockwork"), turned),
    ]
}

fn backup(texts: Texts, last: Option<&LastBackup>) -> String {
    let Some(last) = last else {
        return texts.text("status-backup-none");
    };
    let at = last
        .at
        .parse()
        .map_or_else(|_| last.at.clone(), |at| moment(texts, at));
    let key = if last.opened {
        "status-backup-opened"
    } else {
        "status-backup-bytes"
    };
    let size = texts.formats().size(last.bytes);
    let count = |count: u64| {
        texts
            .formats()
            .number(i64::try_from(count).unwrap_or(i64::MAX))
    };
    texts.with(
        key,
        &[
            ("at", &at),
            ("file", &last.file),
            ("size", &size),
            ("rows", &count(last.rows)),
            ("files", &count(last.files)),
        ],
    )
}
