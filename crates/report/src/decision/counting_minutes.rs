//! The minutes of counting a secret ballot in a meeting, form 02 of Decree 59/2023/NĐ-CP.
//!
//! The official body of the form was not at hand; the minutes hold what Article 3(5)(c) of the Decree demands: a counting
//! committee of 3 to 5 that the meeting chose, two household representatives as witnesses, the count, and three
//! copies: for the People's Committee, for the Fatherland Front, and for the community.

use jiff::civil::DateTime;

use super::community_paper::{CommunityPaper, Contents, Member, members, present, signature};
use super::decision_minutes::{ProceduralVote, procedural_words};
use super::required_votes::RequiredVotes;
use crate::error::ReportError;
use crate::paper::{Align, Body, Paper, SignatureBlock, Table, column};
use crate::wording;

/// The view of the counting minutes of one meeting.
#[derive(Debug, Clone)]
pub struct CountingMinutes {
    /// Letterhead, recipients, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What was decided, without "Về việc".
    pub title: String,
    /// When counting began.
    pub started_at: DateTime,
    /// When counting ended.
    pub ended_at: DateTime,
    /// Where.
    pub location: String,
    /// The counting committee, its head first.
    pub committee: Vec<Member>,
    /// How the meeting chose the committee (Decree 59, 3(5)(c)).
    pub committee_vote: Option<ProceduralVote>,
    /// The two household representatives who witnessed the count.
    pub witnesses: Vec<Member>,
    /// All households of the community.
    pub total_households: u64,
    /// Household representatives at the meeting.
    pub attending: u64,
    /// The ballots.
    pub ballots: BallotCount,
    /// What was asked, each with its options.
    pub questions: Vec<CountedQuestion>,
    /// Remarks, as why ballots are invalid.
    pub remarks: Vec<String>,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
}

/// The ballots of one count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BallotCount {
    /// Given out.
    pub issued: u64,
    /// Come back.
    pub returned: u64,
    /// Valid among those that came back.
    pub valid: u64,
    /// Invalid among those that came back.
    pub invalid: u64,
}

impl BallotCount {
    /// Rows of a table of numbers.
    pub(crate) fn rows(self) -> Vec<(String, u64)> {
        [
            ("Số phiếu phát ra", self.issued),
            ("Số phiếu thu về", self.returned),
            (
                "Số phiếu không thu về",
                self.issued.saturating_sub(self.returned),
            ),
            ("Số phiếu hợp lệ", self.valid),
            ("Số phiếu không hợp lệ", self.invalid),
        ]
        .map(|(label, number)| (label.to_owned(), number))
        .into()
    }
}

/// One question with the votes for each of its options.
#[derive(Debug, Clone)]
pub struct CountedQuestion {
    /// The question as on the ballot.
    pub question: String,
    /// Its options in the order of the ballot.
    pub options: Vec<CountedOption>,
    /// How many votes an option needs.
    pub required: RequiredVotes,
}

/// An option and its votes.
#[derive(Debug, Clone)]
pub struct CountedOption {
    /// The option, as "Tán thành" or a candidate.
    pub label: String,
    /// Valid ballots with this option.
    pub votes: u64,
    /// Whether enough votes for it make a decision: true of "Tán thành" or a candidate, false of "Không tán thành".
    pub decides: bool,
}

/// Sets the minutes as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn counting_minutes_pdf(minutes: &CountingMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).pdf()
}

/// Writes the minutes as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn counting_minutes_docx(minutes: &CountingMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).docx()
}

pub(crate) fn paper(minutes: &CountingMinutes) -> Paper {
    let address = present(&minutes.url);
    let mut body = Body::default();
    body.paragraph(format!(
        "Bắt đầu kiểm phiếu lúc {}, tại {}.",
        wording::moment(minutes.started_at),
        wording::bare(&minutes.location)
    ));
    body.paragraph(format!("Mã số việc: {}.", minutes.decision_number.trim()));
    body.part("Ban kiểm phiếu");
    body.items(&members(&minutes.committee));
    if let Some(vote) = &minutes.committee_vote {
        body.paragraph(procedural_words(vote));
    }
    body.part("Đại diện hộ gia đình chứng kiến việc kiểm phiếu");
    body.items(&members(&minutes.witnesses));
    body.part("Số phiếu");
    let mut numbers = vec![
        ("Tổng số hộ gia đình".to_owned(), minutes.total_households),
        (
            "Số đại diện hộ gia đình có mặt".to_owned(),
            minutes.attending,
        ),
    ];
    numbers.extend(minutes.ballots.rows());
    body.table(number_table("Số phiếu và số hộ", numbers));
    body.part("Kết quả kiểm phiếu");
    questions(&mut body, &minutes.questions);
    if !minutes.remarks.is_empty() {
        body.part("Ghi nhận khác");
        body.items(&minutes.remarks);
    }
    body.paragraph(format!(
        "Kiểm phiếu xong lúc {}. Trưởng ban kiểm phiếu đã công bố kết quả tại cuộc họp.",
        wording::moment(minutes.ended_at)
    ));
    body.code(
        address.as_deref(),
        "Quét mã để đối chiếu với kết quả đã công khai, hoặc mở địa chỉ:",
    );
    body.last("Biên bản này được lập thành 03 bản có giá trị như nhau: 01 bản gửi Ủy ban nhân dân cấp xã, 01 bản gửi Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã, 01 bản lưu tại thôn, tổ dân phố./.");
    minutes
        .paper
        .with(Contents {
            type_name: "Biên bản".to_owned(),
            summary: format!("Kiểm phiếu về việc: {}", wording::bare(&minutes.title)),
            grounds: Vec::new(),
            blocks: body.done(),
            signatures: signatures(
                &minutes.committee,
                &minutes.witnesses,
                "Trưởng ban kiểm phiếu",
            ),
            annexes: Vec::new(),
            address,
        })
        .proven(minutes.paper.entry.as_ref())
}

/// The results of all questions.
pub(crate) fn questions(body: &mut Body, questions: &[CountedQuestion]) {
    for question in questions {
        body.paragraph(wording::sentence(&question.question));
        body.table(option_table(question));
        for option in question.options.iter().filter(|option| option.decides) {
            body.item(format!(
                "{}: {}.",
                wording::bare(&option.label),
                question.required.verdict(option.votes)
            ));
        }
    }
}

/// Numbers with what they count.
pub(crate) fn number_table(title: &str, numbers: Vec<(String, u64)>) -> Table {
    Table {
        columns: vec![
            column(title, 75, Align::Left),
            column("Số lượng", 25, Align::Right),
        ],
        rows: numbers
            .into_iter()
            .map(|(label, number)| vec![label, wording::count(number)])
            .collect(),
        roomy: false,
    }
}

fn option_table(question: &CountedQuestion) -> Table {
    Table {
        columns: vec![
            column("STT", 10, Align::Centre),
            column("Phương án hoặc người được bầu", 65, Align::Left),
            column("Số phiếu", 25, Align::Right),
        ],
        rows: (1..)
            .zip(&question.options)
            .map(|(number, option)| {
                vec![
                    number.to_string(),
                    option.label.clone(),
                    wording::count(option.votes),
                ]
            })
            .collect(),
        roomy: false,
    }
}

/// The witnesses on the left, the head of the team on the right, then the other members.
pub(crate) fn signatures(
    team: &[Member],
    witnesses: &[Member],
    head: &str,
) -> Vec<Vec<SignatureBlock>> {
    let mut blocks = Vec::new();
    let (head_name, others) = team
        .split_first()
        .map_or(("", team), |(first, rest)| (first.name.as_str(), rest));
    let mut witnesses = witnesses
        .iter()
        .map(|witness| signature("Đại diện hộ gia đình", &witness.name));
    blocks.extend(witnesses.next());
    blocks.push(signature(head, head_name));
    blocks.extend(witnesses);
    blocks.extend(
        others
            .iter()
            .map(|member| signature("Thành viên", &member.name)),
    );
    let mut rows: Vec<Vec<SignatureBlock>> = Vec::new();
    for block in blocks {
        match rows.last_mut() {
            Some(row) if row.len() == 1 => row.push(block),
            _ => rows.push(vec![block]),
        }
    }
    rows
}
