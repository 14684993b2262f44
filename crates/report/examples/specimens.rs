//! Writes the specimen papers into the folder given as first argument, to look at and to print, and says how long each
//! one took: the median of five.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a person names the folder and reads the times"
)]

#[path = "../tests/specimens/mod.rs"]
mod specimens;

use std::path::{Path, PathBuf};
use std::time::Instant;

use dinh_report::{
    BallotOffice, ReportError, attendance_cards_pdf, ballot_cards_pdf, ballot_minutes_docx,
    ballot_minutes_pdf, ballot_papers_docx, ballot_papers_pdf, ballot_plan_docx, ballot_plan_pdf,
    candidate_minutes_docx, candidate_minutes_pdf, contribution_receipt_docx,
    contribution_receipt_pdf, counting_minutes_docx, counting_minutes_pdf, decision_minutes_docx,
    decision_minutes_pdf, decision_statistics_xlsx, disclosure_register_pdf,
    disclosure_register_xlsx, document_pdf, household_notices_pdf, meeting_notice_docx,
    meeting_notice_pdf, notice_pdf, recognition_decision_docx, recognition_decision_pdf,
    roll_sheet_docx, roll_sheet_pdf, tally_sheet_docx, tally_sheet_pdf,
};
use specimens::{decision, decision_sheets};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let list = specimens::disclosure_register(25);
    write(&folder, "notice.pdf", || notice_pdf(&specimens::notice()))?;
    write(&folder, "legal-document.pdf", || {
        document_pdf(&specimens::legal_document())
    })?;
    write(&folder, "disclosure-register.pdf", || {
        disclosure_register_pdf(&list)
    })?;
    write(&folder, "disclosure-register.xlsx", || {
        disclosure_register_xlsx(&list)
    })?;
    decisions(&folder)
}

fn decisions(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let notice = decision::meeting_notice();
    write(folder, "meeting-notice.pdf", || meeting_notice_pdf(&notice))?;
    write(folder, "meeting-notice.docx", || {
        meeting_notice_docx(&notice)
    })?;
    let counting = decision::counting_minutes();
    write(folder, "counting-minutes.pdf", || {
        counting_minutes_pdf(&counting)
    })?;
    write(folder, "counting-minutes.docx", || {
        counting_minutes_docx(&counting)
    })?;
    let minutes = decision::decision_minutes();
    write(folder, "decision-minutes.pdf", || {
        decision_minutes_pdf(&minutes)
    })?;
    write(folder, "decision-minutes.docx", || {
        decision_minutes_docx(&minutes)
    })?;
    let proven = decision::proven_minutes(2);
    write(folder, "proven-minutes.pdf", || {
        decision_minutes_pdf(&proven)
    })?;
    write(folder, "proven-minutes.docx", || {
        decision_minutes_docx(&proven)
    })?;
    let online = decision::online_minutes(120);
    write(folder, "online-minutes.pdf", || {
        decision_minutes_pdf(&online)
    })?;
    write(folder, "online-minutes.docx", || {
        decision_minutes_docx(&online)
    })?;
    let ballots = decision::ballot_minutes();
    write(folder, "ballot-minutes.pdf", || {
        ballot_minutes_pdf(&ballots)
    })?;
    write(folder, "ballot-minutes.docx", || {
        ballot_minutes_docx(&ballots)
    })?;
    let candidates = decision::candidate_minutes();
    write(folder, "candidate-minutes.pdf", || {
        candidate_minutes_pdf(&candidates)
    })?;
    write(folder, "candidate-minutes.docx", || {
        candidate_minutes_docx(&candidates)
    })?;
    ballot_papers(folder)
}

fn ballot_papers(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let head = decision::ballot_papers(5, decision::head_signs());
    write(folder, "ballot-papers.pdf", || ballot_papers_pdf(&head))?;
    write(folder, "ballot-papers.docx", || ballot_papers_docx(&head))?;
    let commune = decision::ballot_papers(500, BallotOffice::Commune);
    write(folder, "ballot-papers-500.pdf", || {
        ballot_papers_pdf(&commune)
    })?;
    further(folder)
}

fn further(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let plan = decision_sheets::ballot_plan();
    write(folder, "ballot-plan.pdf", || ballot_plan_pdf(&plan))?;
    write(folder, "ballot-plan.docx", || ballot_plan_docx(&plan))?;
    for (name, decision) in [
        ("recognition", decision_sheets::recognised()),
        ("refusal", decision_sheets::refused()),
    ] {
        write(folder, &format!("{name}.pdf"), || {
            recognition_decision_pdf(&decision)
        })?;
        write(folder, &format!("{name}.docx"), || {
            recognition_decision_docx(&decision)
        })?;
    }
    let receipt = decision_sheets::contribution_receipt();
    write(folder, "contribution-receipt.pdf", || {
        contribution_receipt_pdf(&receipt)
    })?;
    write(folder, "contribution-receipt.docx", || {
        contribution_receipt_docx(&receipt)
    })?;
    let roll = decision_sheets::roll_sheet(200);
    write(folder, "roll-sheet.pdf", || roll_sheet_pdf(&roll))?;
    write(folder, "roll-sheet.docx", || roll_sheet_docx(&roll))?;
    let tally = decision_sheets::tally_sheet();
    write(folder, "tally-sheet.pdf", || tally_sheet_pdf(&tally))?;
    write(folder, "tally-sheet.docx", || tally_sheet_docx(&tally))?;
    let cards = decision_sheets::ballot_cards(200);
    write(folder, "ballot-cards.pdf", || ballot_cards_pdf(&cards))?;
    let notices = decision_sheets::household_notices(7);
    write(folder, "household-notices.pdf", || {
        household_notices_pdf(&notices)
    })?;
    let cards = decision_sheets::attendance_cards(200);
    write(folder, "attendance-cards.pdf", || {
        attendance_cards_pdf(&cards)
    })?;
    let statistics = decision_sheets::decision_statistics();
    write(folder, "decision-statistics.xlsx", || {
        decision_statistics_xlsx(&statistics)
    })
}

fn write(
    folder: &Path,
    name: &str,
    paper: impl Fn() -> Result<Vec<u8>, ReportError>,
) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::write(folder.join(name), paper()?)?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        paper()?;
        times.push(start.elapsed());
    }
    times.sort();
    println!("{name}: {} ms", times[times.len() / 2].as_millis());
    Ok(())
}
