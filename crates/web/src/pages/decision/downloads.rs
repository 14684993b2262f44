//! `…/tai/{name}`: the papers of a meeting or of an online vote as PDF and Word.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse as _;
use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State as Stands};
use dinh_law::DecisionForm;
use dinh_report::ReportError;
use dinh_service::Error;
use dinh_service::decision::{
    attendance_cards, counting_minutes, decision_minutes, meeting_notice, roll_sheet, tally_sheet,
};

use super::form::of;
use super::subject::Rights;
use crate::caller::Caller;
use crate::errors::{Failure, PageResult};
use crate::state::AppState;
use crate::texts::Texts;

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The papers that there are at this point of the way, with the words for each.
pub fn names(texts: Texts, decision: &Decision, rights: &Rights) -> Vec<(String, &'static str)> {
    let round = &decision.round;
    let form = round.plan.as_ref().map(|plan| plan.form);
    if decision.is_thread() || !rights.has(Action::CountVotes) {
        return Vec::new();
    }
    let found = match form {
        Some(DecisionForm::Meeting) => meeting_papers(decision),
        Some(DecisionForm::Online) if round.count.is_some() => {
            vec![("decision-print-minutes", "bien-ban")]
        }
        _ => Vec::new(),
    };
    found
        .into_iter()
        .map(|(key, name)| (texts.text(key), name))
        .collect()
}

fn meeting_papers(decision: &Decision) -> Vec<(&'static str, &'static str)> {
    let round = &decision.round;
    let mut found = vec![
        ("decision-print-notice", "thong-bao"),
        ("decision-print-tally", "kiem-dem"),
    ];
    if round.roll.is_some() {
        found.push(("decision-print-roll", "danh-sach-ho"));
    }
    if decision.state == Stands::Open {
        found.push(("decision-print-cards", "the-ho"));
    }
    if round.secret.is_some() {
        found.push(("decision-print-counting", "bien-ban-kiem-phieu"));
    }
    if round.count.is_some() {
        found.push(("decision-print-minutes", "bien-ban"));
    }
    found
}

type Make = Box<dyn FnOnce() -> Result<Vec<u8>, ReportError> + Send>;

/// One paper.
#[expect(clippy::too_many_lines, reason = "one arm for each paper")]
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, name)): Path<(i64, String)>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let (paper, ending) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    let word = match ending {
        "pdf" => false,
        "docx" => true,
        _ => return Err(Error::NotFound.into()),
    };
    let make: Make = match (paper, word) {
        ("thong-bao", word) => {
            let made = meeting_notice(&ctx, &view).await?;
            let print = choose(
                word,
                dinh_report::meeting_notice_pdf,
                dinh_report::meeting_notice_docx,
            );
            Box::new(move || print(&made))
        }
        ("bien-ban", word) => {
            let made = decision_minutes(&ctx, &view).await?;
            let print = choose(
                word,
                dinh_report::decision_minutes_pdf,
                dinh_report::decision_minutes_docx,
            );
            Box::new(move || print(&made))
        }
        ("bien-ban-kiem-phieu", word) => {
            let made = counting_minutes(&ctx, &view)?;
            let print = choose(
                word,
                dinh_report::counting_minutes_pdf,
                dinh_report::counting_minutes_docx,
            );
            Box::new(move || print(&made))
        }
        ("danh-sach-ho", word) => {
            let made = roll_sheet(&ctx, &view).await?;
            let print = choose(
                word,
                dinh_report::roll_sheet_pdf,
                dinh_report::roll_sheet_docx,
            );
            Box::new(move || print(&made))
        }
        ("kiem-dem", word) => {
            let made = tally_sheet(&ctx, &view);
            let print = choose(
                word,
                dinh_report::tally_sheet_pdf,
                dinh_report::tally_sheet_docx,
            );
            Box::new(move || print(&made))
        }
        ("the-ho", false) => {
            let made = attendance_cards(&ctx, &view).await?;
            Box::new(move || dinh_report::attendance_cards_pdf(&made))
        }
        _ => return Err(Error::NotFound.into()),
    };
    let bytes = tokio::task::spawn_blocking(make)
        .await
        .map_err(|error| Failure::internal(error.to_string()))?
        .map_err(|error| Failure::internal(error.to_string()))?;
    let (kind, way) = if word {
        (DOCX, "attachment")
    } else {
        (PDF, "inline")
    };
    let fields = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{way}; filename=\"{paper}-{number}.{ending}\""),
        ),
    ];
    Ok((fields, bytes).into_response())
}

type Print<T> = fn(&T) -> Result<Vec<u8>, ReportError>;

fn choose<T>(word: bool, pdf: Print<T>, docx: Print<T>) -> Print<T> {
    if word { docx } else { pdf }
}
