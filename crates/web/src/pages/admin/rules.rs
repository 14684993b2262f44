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
    /// What the row sets: shares, terms, sizes.
    values: Vec<String>,
    citation: String,
    from: String,
    to: Option<String>,
    status: String,
    pending: bool,
    note: String,
}

struct RuleTable {
    caption: String,
    lines: Vec<RuleLine>,
}

#[derive(Template)]
#[template(path = "admin/rules.html")]
struct RulesPage {
    page: Page,
    summary: String,
    instruments: Vec<InstrumentLine>,
    tables: Vec<RuleTable>,
}

/// Instruments, rules of disclosure, matters that people decide, rules of procedure.
pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let law = state.platform.law;
    let mut page = caller.page(&state, texts.text("people-rules"));
    page.private = true;
    let summary = texts.with(
        "people-rules-summary",
        &[
            ("rules", &law.rules().len()),
            ("matters", &law.matters().len()),
            ("procedures", &law.procedures().len()),
            ("instruments", &law.instruments().len()),
            ("pending", &pending(law)),
        ],
    );
    html(&RulesPage {
        page,
        summary,
        instruments: instruments(law, texts),
        tables: vec![
            RuleTable {
                caption: texts.text("people-rule-list"),
                lines: rules(law, texts),
            },
            RuleTable {
                caption: texts.text("people-matter-list"),
                lines: matters(law, texts),
            },
            RuleTable {
                caption: texts.text("people-procedure-list"),
                lines: procedures(law, texts),
            },
        ],
    })
}

/// How many rows await legal review.
fn pending(law: &Law) -> usize {
    let matters = law.matters().iter().map(|matter| matter.status);
    let procedures = law.procedures().iter().map(|procedure| procedure.status);
    let rows = matters
        .chain(procedures)
        .filter(|status| *status == Status::PendingReview)
        .count();
    law.pending_rules() + rows
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
        values: Vec::new(),
        citation: rule.citation.to_string(),
        from: formats.date(rule.valid_from),
        to: rule.valid_to.map(|day: Date| formats.date(day)),
        status: word(texts, rule.status),
        pending: rule.status == Status::PendingReview,
        note: rule.note.clone().unwrap_or_default(),
    };
    law.rules().iter().map(line).collect()
}

fn matters(law: &Law, texts: Texts) -> Vec<RuleLine> {
    let formats = texts.formats();
    let line = |matter: &dinh_law::Matter| RuleLine {
        code: matter.code.clone(),
        title: matter.title.clone(),
        values: matter
            .thresholds
            .iter()
            .map(|threshold| format!("{} ({})", threshold.label(), threshold.scope.label()))
            .collect(),
        citation: matter.citation.to_string(),
        from: formats.date(matter.valid_from),
        to: matter.valid_to.map(|day: Date| formats.date(day)),
        status: word(texts, matter.status),
        pending: matter.status == Status::PendingReview,
        note: matter.note.clone().unwrap_or_default(),
    };
    law.matters().iter().map(line).collect()
}

fn procedures(law: &Law, texts: Texts) -> Vec<RuleLine> {
    let formats = texts.formats();
    let line = |procedure: &dinh_law::Procedure| RuleLine {
        code: procedure.key.clone(),
        title: procedure.title.clone(),
        values: vec![procedure.value.label()],
        citation: procedure.citation.to_string(),
        from: formats.date(procedure.valid_from),
        to: procedure.valid_to.map(|day: Date| formats.date(day)),
        status: word(texts, procedure.status),
        pending: procedure.status == Status::PendingReview,
        note: procedure.note.clone().unwrap_or_default(),
    };
    law.procedures().iter().map(line).collect()
}

fn word(texts: Texts, status: Status) -> String {
    match status {
        Status::InForce => texts.text("people-status-in-force"),
        Status::Amended => texts.text("people-status-amended"),
        Status::PendingReview => texts.text("people-status-pending"),
    }
}
