//! `…/tai/{name}`: the papers of a meeting or of an online vote as PDF and Word, and `…/cong-nhan/{name}`, the document that
//! recognises what was decided.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::{Decision, State as Stands, Subject};
use dinh_law::DecisionForm;
use dinh_report::{
    ReportError, attendance_cards_pdf, candidate_minutes_docx, candidate_minutes_pdf,
    counting_minutes_docx, counting_minutes_pdf, decision_minutes_docx, decision_minutes_pdf,
    meeting_notice_docx, meeting_notice_pdf, recognition_decision_docx, recognition_decision_pdf,
    roll_sheet_docx, roll_sheet_pdf, tally_sheet_docx, tally_sheet_pdf,
};
use dinh_service::decision::{
    DecisionView, attendance_cards, candidate_minutes, counting_minutes, decision_minutes,
    has_recognition, meeting_notice, recognition_decision, roll_sheet, tally_sheet,
};
use dinh_service::{Context, Error};

use super::form::of;
use super::subject::Rights;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::press::{DOCX, Make, PDF};
use crate::state::AppState;
use crate::texts::Texts;

/// The papers that there are at this point of the way, with the words for each and its address below the decision's.
pub fn names(texts: Texts, view: &DecisionView, rights: &Rights) -> Vec<(String, String)> {
    let papers = papers(view.decision(), rights).into_iter();
    let papers = papers.map(|(key, name)| (texts.text(key), format!("tai/{name}")));
    let recognition = has_recognition(view).then(|| {
        let words = texts.text("decision-print-recognition");
        (words, format!("cong-nhan/{RECOGNITION}"))
    });
    papers.chain(recognition).collect()
}

fn papers(decision: &Decision, rights: &Rights) -> Vec<(&'static str, &'static str)> {
    let round = &decision.round;
    let form = round.plan.as_ref().map(|plan| plan.form);
    if decision.is_thread() || !rights.has(Action::CountVotes) {
        return Vec::new();
    }
    match form {
        Some(DecisionForm::Meeting) => meeting_papers(decision),
        Some(DecisionForm::Online) if round.count.is_some() => {
            vec![("decision-print-minutes", "bien-ban")]
        }
        _ => Vec::new(),
    }
}

fn meeting_papers(decision: &Decision) -> Vec<(&'static str, &'static str)> {
    let round = &decision.round;
    let mut found = vec![
        ("decision-print-notice", "thong-bao"),
        ("decision-print-tally", "kiem-dem"),
    ];
    if decision.proposal.subject == Subject::ElectHead {
        found.push(("decision-print-candidates", "bien-ban-ung-cu"));
    }
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

/// The document of the recognition.
const RECOGNITION: &str = "quyet-dinh-cong-nhan";
type Print<T> = fn(&T) -> Result<Vec<u8>, ReportError>;

/// One paper.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, name)): Path<(i64, String)>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let (paper, word, kind) = wanted(&name)?;
    let make = make(&ctx, &view, paper, word).await?;
    state
        .press
        .print(make, kind, &named(paper, number, word))
        .await
}

/// The document that recognises what was decided, for everybody who reads decisions at the desk.
pub async fn recognition(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, name)): Path<(i64, String)>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::ReadDecisions).await?;
    let (paper, word, kind) = wanted(&name)?;
    if paper != RECOGNITION {
        return Err(Error::NotFound.into());
    }
    let document = recognition_decision(&ctx, &view).await?;
    let make = print(
        document,
        word,
        recognition_decision_pdf,
        recognition_decision_docx,
    );
    state
        .press
        .print(make, kind, &named(paper, number, word))
        .await
}

/// Name of the paper, whether for Word, media type.
fn wanted(name: &str) -> Result<(&str, bool, &'static str), Error> {
    let (paper, ending) = name.rsplit_once('.').ok_or(Error::NotFound)?;
    match ending {
        "pdf" => Ok((paper, false, PDF)),
        "docx" => Ok((paper, true, DOCX)),
        _ => Err(Error::NotFound),
    }
}

fn named(paper: &str, number: i64, word: bool) -> String {
    let ending = if word { "docx" } else { "pdf" };
    format!("{paper}-{number}.{ending}")
}

/// The paper with this name, filled.
async fn make(
    ctx: &Context<'_>,
    view: &DecisionView,
    paper: &str,
    word: bool,
) -> Result<Make, Error> {
    Ok(match paper {
        "thong-bao" => {
            let made = meeting_notice(ctx, view).await?;
            print(made, word, meeting_notice_pdf, meeting_notice_docx)
        }
        "bien-ban" => {
            let made = decision_minutes(ctx, view).await?;
            print(made, word, decision_minutes_pdf, decision_minutes_docx)
        }
        "bien-ban-kiem-phieu" => {
            let made = counting_minutes(ctx, view).await?;
            print(made, word, counting_minutes_pdf, counting_minutes_docx)
        }
        "bien-ban-ung-cu" => {
            let made = candidate_minutes(ctx, view).await?;
            print(made, word, candidate_minutes_pdf, candidate_minutes_docx)
        }
        "danh-sach-ho" => {
            let made = roll_sheet(ctx, view).await?;
            print(made, word, roll_sheet_pdf, roll_sheet_docx)
        }
        "kiem-dem" => {
            let made = tally_sheet(ctx, view);
            print(made, word, tally_sheet_pdf, tally_sheet_docx)
        }
        "the-ho" if !word => {
            let made = attendance_cards(ctx, view).await?;
            Box::new(move || attendance_cards_pdf(&made))
        }
        _ => return Err(Error::NotFound),
    })
}

fn print<T: Send + 'static>(made: T, word: bool, pdf: Print<T>, docx: Print<T>) -> Make {
    let print = if word { docx } else { pdf };
    Box::new(move || print(&made))
}
