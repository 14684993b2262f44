//! `/quan-tri/quy-tac`: which instruments and rules are loaded, and how far they have
//! been reviewed. What a lawyer has not yet confirmed is shown as such.

use askama::Template;
use axum::extract::State;
use dinh_law::{Date, Law, Status};

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

struct InstrumentLine {
    name: String,
    title: String,
    in_force: String,
    ended: Option<String>,
    status: String,
    pending: bool,
    note: String,
}

struct RuleLine {
    code: String,
    title: String,
    citation: String,
    from: String,
    to: Option<String>,
    status: String,
    pending: bool,
}

#[derive(Template)]
#[template(path = "admin/rules.html")]
struct RulesPage {
    page: Page,
    summary: String,
    instruments: Vec<InstrumentLine>,
    rules: Vec<RuleLine>,
}

/// Instruments and rules.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let law = state.platform.law;
    let mut page = caller.page(&state, texts.text("people-rules"));
    page.private = true;
    let summary = texts.with(
        "people-rules-summary",
        &[
            ("rules", &law.rules().len()),
            ("instruments", &law.instruments().len()),
            ("pending", &law.pending_rules()),
        ],
    );
    html(&RulesPage {
        page,
        summary,
        instruments: instruments(law, texts),
        rules: rules(law, texts),
    })
}

fn instruments(law: &Law, texts: Texts) -> Vec<InstrumentLine> {
    let formats = texts.formats();
    let line = |instrument: &dinh_law::Instrument| InstrumentLine {
        name: instrument.name(),
        title: instrument.title.clone(),
        in_force: formats.date(instrument.in_force),
        ended: instrument.ended.map(|day: Date| formats.date(day)),
        status: word(texts, instrument.status),
        pending: instrument.status == Status::PendingReview,
        note: instrument.note.clone().unwrap_or_default(),
    };
    law.instruments().iter().map(line).collect()
}

fn rules(law: &Law, texts: Texts) -> Vec<RuleLine> {
    let formats = texts.formats();
    let line = |rule: &dinh_law::Rule| RuleLine {
        code: rule.code.clone(),
        title: rule.title.clone(),
        citation: rule.citation.to_string(),
        from: formats.date(rule.valid_from),
        to: rule.valid_to.map(|day: Date| formats.date(day)),
        status: word(texts, rule.status),
        pending: rule.status == Status::PendingReview,
    };
    law.rules().iter().map(line).collect()
}

fn word(texts: Texts, status: Status) -> String {
    match status {
        Status::InForce => texts.text("people-status-in-force"),
        Status::Amended => texts.text("people-status-amended"),
        Status::PendingReview => texts.text("people-status-pending"),
    }
}
