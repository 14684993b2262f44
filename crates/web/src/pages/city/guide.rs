//! `/tu-kiem-tra` and `/lam-chung`: how citizens check for themselves, what is never promised, and what witnesses, keepers
//! of copies and observers do. Words only; the numbers are on other pages.

use askama::Template;
use axum::extract::State;
use dinh_service::register::SHORT_NAME;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::Texts;

#[derive(Template)]
#[template(path = "city/guide.html")]
struct GuidePage {
    page: Page,
    sentences: Vec<String>,
    promises: Vec<String>,
}

/// One of the three things that outsiders run.
struct Role {
    title: String,
    what: String,
    command: String,
}

/// What a program says when something is wrong, what it means, and what to do.
struct Complaint {
    says: String,
    means: String,
    then: String,
}

#[derive(Template)]
#[template(path = "city/witnesses.html")]
struct WitnessesPage {
    page: Page,
    roles: Vec<Role>,
    complaints: Vec<Complaint>,
    calls: Vec<String>,
}

/// `GET /tu-kiem-tra`
pub(super) async fn guide(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    html_for_everybody(
        &caller,
        &GuidePage {
            page: page(&state, &caller, texts.text("register-guide-title")),
            sentences: vec![
                texts.text("register-guide-written"),
                texts.text("register-guide-witnessed"),
                texts.text("register-guide-checked"),
                texts.text("register-guide-shown"),
            ],
            promises: never_promised(texts),
        },
    )
}

/// `GET /lam-chung`
pub(super) async fn witnesses(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let source = format!(
        "{}/{SHORT_NAME}",
        state.platform.base_url.trim_end_matches('/')
    );
    let keys = state.platform.signer.verifiers();
    let keys: Vec<String> = keys
        .iter()
        .map(|key| format!("--register '{key}'"))
        .collect();
    html_for_everybody(
        &caller,
        &WitnessesPage {
            page: page(&state, &caller, texts.text("register-witness-title")),
            roles: roles(texts, &keys.join(" "), &source),
            complaints: complaints(texts),
            calls: vec![
                texts.text("register-call-keep"),
                texts.text("register-call-others"),
                texts.text("register-call-board"),
                texts.text("register-call-public"),
            ],
        },
    )
}

fn page(state: &AppState, caller: &Caller, title: String) -> Page {
    let texts = caller.texts();
    caller
        .page(state, title)
        .crumb(texts.text("site-place"), "/")
        .crumb(texts.text("register-title"), "/so-cai")
}

/// What no register can give, so that nobody reads more into it.
fn never_promised(texts: Texts) -> Vec<String> {
    vec![
        texts.text("register-never-delete"),
        texts.text("register-never-all"),
        texts.text("register-never-time"),
        texts.text("register-never-cheat"),
        texts.text("register-never-secret"),
        texts.text("register-never-pressure"),
        texts.text("register-never-anonymous"),
        texts.text("register-never-meant"),
        texts.text("register-never-code"),
        texts.text("register-never-truth"),
        texts.text("register-never-court"),
    ]
}

fn roles(texts: Texts, keys: &str, source: &str) -> Vec<Role> {
    let role = |title: &str, what: &str, command: String| Role {
        title: texts.text(title),
        what: texts.text(what),
        command,
    };
    vec![
        role(
            "register-role-witness",
            "register-role-witness-what",
            format!(
                "dinh witness --data chung-kien --name chung-kien.ten-cua-ban.vn {keys} --listen 127.0.0.1:8090"
            ),
        ),
        role(
            "register-role-mirror",
            "register-role-mirror-what",
            format!(
                "dinh mirror --from {source} --policy chinh-sach.txt --into ban-sao --every 300"
            ),
        ),
        role(
            "register-role-observer",
            "register-role-observer-what",
            format!(
                "dinh observe --pages trang.txt --from {source} --policy chinh-sach.txt --into quan-sat --name quan-sat.ten-cua-ban.vn --every 3600"
            ),
        ),
        role(
            "register-role-audit",
            "register-role-audit-what",
            "dinh verify --full ban-sao --policy chinh-sach.txt".to_owned(),
        ),
    ]
}

fn complaints(texts: Texts) -> Vec<Complaint> {
    let complaint = |says: &str, means: &str, then: &str| Complaint {
        says: texts.text(says),
        means: texts.text(means),
        then: texts.text(then),
    };
    vec![
        complaint(
            "register-complaint-append",
            "register-complaint-append-means",
            "register-complaint-append-then",
        ),
        complaint(
            "register-complaint-shrunk",
            "register-complaint-shrunk-means",
            "register-complaint-shrunk-then",
        ),
        complaint(
            "register-complaint-fork",
            "register-complaint-fork-means",
            "register-complaint-fork-then",
        ),
        complaint(
            "register-complaint-page",
            "register-complaint-page-means",
            "register-complaint-page-then",
        ),
        complaint(
            "register-complaint-silent",
            "register-complaint-silent-means",
            "register-complaint-silent-then",
        ),
    ]
}
