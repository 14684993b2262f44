//! `/quan-tri/so-cong-khai`: whether the register is being signed, how its witnesses do, which keys sign, whether it is stamped;
//! and for each thing that is wrong, what to do.

use askama::Template;
use axum::extract::State;
use dinh_register::policy::Witness;
use dinh_register::{Policy, VerifierKey};
use dinh_service::register::{Peer, Problem, Seen, Start, policy, retired_keys, stamp_authority};
use dinh_store::ReadTx;
use dinh_store::register::heads::{self, QuorumRow};
use dinh_store::register::stamps::{self, StampRow};
use dinh_store::register::{self, CheckpointRow};
use jiff::Timestamp;

use crate::caller::Caller;
use crate::components::{StatusTag, Tone};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::city::moment;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct WitnessLine {
    name: String,
    address: String,
    state: StatusTag,
    detail: String,
}

struct KeyLine {
    key: String,
    state: String,
}

#[derive(Template)]
#[template(path = "admin/signer.html")]
struct SignerPage {
    page: Page,
    /// What stands in the way of signing, and what to do.
    alarm: Option<String>,
    facts: Vec<(String, String)>,
    witnesses: Vec<WitnessLine>,
    keys: Vec<KeyLine>,
    stamps: Vec<String>,
    stamp_alarm: Option<String>,
}

/// What is stored.
struct Stored {
    size: i64,
    newest: Option<CheckpointRow>,
    quorum: Option<QuorumRow>,
    policy: Policy,
    retired: Vec<VerifierKey>,
    authority: Option<String>,
    stamp: Option<StampRow>,
}

/// The state of the signer.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let mut tx = caller.context(&state).read().await?;
    let stored = stored(&state, &mut tx).await?;
    drop(tx);
    let seen = state.watch.seen();
    let mut page = caller.page(&state, texts.text("signer-title"));
    page.private = true;
    html(&SignerPage {
        page,
        alarm: alarm(texts, &seen, &stored),
        facts: facts(texts, state.platform.signer.origin(), &stored),
        witnesses: stored
            .policy
            .witnesses
            .iter()
            .map(|witness| line(texts, witness, seen.peers.get(&witness.key.to_string())))
            .collect(),
        keys: keys(texts, &stored),
        stamps: stamp_lines(texts, &stored),
        stamp_alarm: seen
            .stamp_problem
            .map(|reason| texts.with("signer-stamp-problem", &[("reason", &reason)])),
    })
}

async fn stored(state: &AppState, tx: &mut ReadTx) -> dinh_service::Result<Stored> {
    Ok(Stored {
        size: register::size(tx).await?,
        newest: register::find_newest_checkpoint(tx).await?,
        quorum: heads::find_quorum_up_to(tx, i64::MAX).await?,
        policy: policy(&state.platform, tx).await?,
        retired: retired_keys(tx).await?,
        authority: stamp_authority(tx).await?.map(|authority| authority.url),
        stamp: stamps::find_newest_stamp(tx).await?,
    })
}

fn alarm(texts: Texts, seen: &Seen, stored: &Stored) -> Option<String> {
    match &seen.start {
        Some(Start::Ahead {
            witness,
            known,
            signed,
        }) => Some(texts.with(
            "signer-ahead",
            &[("witness", witness), ("known", known), ("signed", signed)],
        )),
        Some(Start::TooFew { answered, of }) => {
            Some(texts.with("signer-too-few", &[("answered", answered), ("of", of)]))
        }
        None if stored.policy.asks_for_witnesses() => Some(texts.text("signer-not-asked")),
        None | Some(Start::Clear) => None,
    }
}

fn facts(texts: Texts, origin: &str, stored: &Stored) -> Vec<(String, String)> {
    let number = |count: i64| texts.formats().number(count);
    let none = || texts.text("signer-none-yet");
    let signed = stored.newest.as_ref().map(|row| {
        let at = moment(texts, row.signed_at.to_jiff());
        format!("{} · {at}", number(row.size))
    });
    let witnessed = stored
        .quorum
        .as_ref()
        .map(|row| format!("{} · {}", number(row.size), second(texts, row.latest)));
    let witnessed = if stored.policy.asks_for_witnesses() {
        witnessed.unwrap_or_else(none)
    } else {
        texts.text("signer-no-witnesses")
    };
    vec![
        (texts.text("signer-origin"), origin.to_owned()),
        (texts.text("signer-size"), number(stored.size)),
        (texts.text("signer-signed"), signed.unwrap_or_else(none)),
        (texts.text("signer-witnessed"), witnessed),
    ]
}

/// A time in seconds since 1970.
fn second(texts: Texts, second: i64) -> String {
    let at = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    moment(texts, at)
}

fn line(texts: Texts, witness: &Witness, peer: Option<&Peer>) -> WitnessLine {
    let problem = peer.and_then(|peer| peer.problem.as_ref());
    let state = match problem {
        Some(Problem::Ahead(size)) => texts.with("signer-witness-ahead", &[("size", size)]),
        Some(Problem::Status(404)) => texts.text("signer-witness-unknown"),
        Some(Problem::Status(403)) => texts.text("signer-witness-key"),
        Some(Problem::Status(422)) => texts.text("signer-witness-rewritten"),
        Some(Problem::Status(429)) => texts.text("signer-witness-often"),
        Some(Problem::Status(status)) => {
            texts.with("signer-witness-status", &[("status", &i64::from(*status))])
        }
        Some(Problem::Refused(reason)) => {
            texts.with("signer-witness-refused", &[("reason", reason)])
        }
        Some(Problem::Silent(reason)) => texts.with("signer-witness-silent", &[("reason", reason)]),
        None if peer.is_some() => texts.text("signer-witness-signs"),
        None => texts.text("signer-witness-waiting"),
    };
    let detail = peer.map(|peer| match (peer.signed, peer.again) {
        (Some(at), None) => {
            let at = second(texts, i64::try_from(at).unwrap_or(i64::MAX));
            texts.with("signer-witness-last", &[("size", &peer.known), ("at", &at)])
        }
        (_, Some(again)) => {
            let again = moment(texts, again);
            texts.with(
                "signer-witness-again",
                &[("failures", &peer.failures), ("at", &again)],
            )
        }
        (None, None) => String::new(),
    });
    WitnessLine {
        name: witness.name.clone(),
        address: witness.url.clone().unwrap_or_default(),
        state: StatusTag::worded(
            state,
            match (problem, peer) {
                (Some(_), _) => Tone::Bad,
                (None, Some(_)) => Tone::Good,
                (None, None) => Tone::Quiet,
            },
        ),
        detail: detail.unwrap_or_default(),
    }
}

fn keys(texts: Texts, stored: &Stored) -> Vec<KeyLine> {
    let line = |log: &dinh_register::policy::Log| KeyLine {
        key: log.key.to_string(),
        state: if stored.retired.contains(&log.key) {
            texts.text("signer-key-retired")
        } else {
            texts.text("signer-key-signs")
        },
    };
    stored.policy.logs.iter().map(line).collect()
}

fn stamp_lines(texts: Texts, stored: &Stored) -> Vec<String> {
    let authority = match &stored.authority {
        Some(url) => texts.with("signer-stamp-authority", &[("url", url)]),
        None => texts.text("signer-stamp-nobody"),
    };
    let newest = stored.stamp.as_ref().map(|row| {
        let at = second(texts, row.stamped_second);
        let size = texts.formats().number(row.size);
        texts.with("signer-stamp-newest", &[("size", &size), ("at", &at)])
    });
    std::iter::once(authority).chain(newest).collect()
}
