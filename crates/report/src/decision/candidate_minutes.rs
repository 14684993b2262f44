//! The minutes of the Front work committee on the candidates for head of the community, form 05 of Decree
//! 59/2023/NĐ-CP.
//!
//! The official body of the form was not at hand; the minutes hold what Article 6(2) of the Decree demands: the first
//! list, the opinion of the Party cell, the official list of at least one candidate, sent to the People's Committee at
//! least 15 days before the meeting.

use jiff::civil::{Date, DateTime};

use super::community_paper::{CommunityPaper, Contents, Signer, in_pairs, present};
use crate::error::ReportError;
use crate::paper::{Align, Body, Paper, Table, column};
use crate::wording;

const SHORT_DOTS: &str = "........";
const LONG_DOTS: &str = "........................................................";

/// The view of the minutes on candidates.
#[derive(Debug, Clone)]
pub struct CandidateMinutes {
    /// Letterhead, recipients, sample mark; the issuer is the Front work committee.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// The post to be filled, as "Trưởng ấp Nhơn Thọ 1, nhiệm kỳ 2026 - 2031".
    pub election: String,
    /// The day on which the committee met.
    pub held_on: Date,
    /// From when to when; what nobody recorded stays a line of dots for the pen, here and below.
    pub hours: Option<(DateTime, DateTime)>,
    /// Where; empty for dots.
    pub location: String,
    /// Who chaired.
    pub chair: String,
    /// The secretary; empty for dots.
    pub secretary: String,
    /// Members present, of all members of the committee.
    pub present: Option<(u64, u64)>,
    /// The opinion of the Party cell, in short, with its date; empty for dots.
    pub party_cell_opinion: String,
    /// What was said, in short.
    pub discussion: Vec<String>,
    /// The official list, in the order of the ballot.
    pub candidates: Vec<Candidate>,
    /// The day of the community meeting.
    pub meeting_on: Date,
    /// The last day on which the minutes may reach the People's Committee.
    pub submit_by: Date,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
    /// The secretary's signature.
    pub secretary_signer: Signer,
    /// The head of the Front work committee.
    pub front_head: Signer,
}

/// One candidate.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// The year of birth.
    pub birth_year: Option<i16>,
    /// Occupation or present duty.
    pub occupation: String,
    /// The address.
    pub address: String,
    /// Members of the committee who agree; a free cell when nobody recorded them.
    pub approve: Option<u64>,
}

/// Sets the minutes as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn candidate_minutes_pdf(minutes: &CandidateMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).pdf()
}

/// Writes the minutes as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn candidate_minutes_docx(minutes: &CandidateMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).docx()
}

pub(crate) fn paper(minutes: &CandidateMinutes) -> Paper {
    let address = present(&minutes.url);
    let mut body = Body::default();
    time_and_place(&mut body, minutes);
    body.part("Nội dung");
    body.paragraph(format!(
        "Quyết định danh sách chính thức những người ứng cử {} (khoản 2 Điều 6 Nghị định số 59/2023/NĐ-CP).",
        wording::bare(&minutes.election)
    ));
    body.item(format!(
        "Ý kiến của chi ủy chi bộ: {}.",
        or_dots(&minutes.party_cell_opinion)
    ));
    body.items(&minutes.discussion);
    body.part("Danh sách chính thức những người ứng cử");
    body.table(list(minutes));
    body.paragraph(format!(
        "Tổng số người ứng cử: {} (bằng chữ: {}).",
        wording::count(number_of(&minutes.candidates)),
        wording::spelled(number_of(&minutes.candidates))
    ));
    body.part("Việc tiếp theo");
    body.paragraph(format!(
        "Cuộc họp của cộng đồng dân cư để bầu: {}. Biên bản này phải được gửi tới Ủy ban nhân dân cấp xã chậm nhất 15 ngày trước cuộc họp, tức là chậm nhất {}.",
        wording::long_date(minutes.meeting_on),
        wording::long_date(minutes.submit_by)
    ));
    body.code(
        address.as_deref(),
        "Quét mã để theo dõi việc bầu, hoặc mở địa chỉ:",
    );
    body.last("Biên bản đã được đọc lại cho các thành viên cùng nghe và thống nhất./.");
    let contents = Contents {
        type_name: "Biên bản".to_owned(),
        summary: format!(
            "Họp Ban công tác Mặt trận về danh sách người ứng cử {}",
            wording::bare(&minutes.election)
        ),
        grounds: Vec::new(),
        blocks: body.done(),
        signatures: in_pairs([&minutes.secretary_signer, &minutes.front_head]),
        annexes: Vec::new(),
        address,
    };
    let entry = minutes.paper.entry.as_ref();
    minutes.paper.with(contents).proven(entry)
}

/// When, where, and who was there.
fn time_and_place(body: &mut Body, minutes: &CandidateMinutes) {
    body.part("Thời gian, địa điểm, thành phần");
    body.item(format!("Mã số việc: {}.", minutes.decision_number.trim()));
    for (label, moment) in [
        ("Bắt đầu", minutes.hours.map(|(begin, _)| begin)),
        ("Kết thúc", minutes.hours.map(|(_, end)| end)),
    ] {
        let moment = moment.map_or_else(
            || {
                format!(
                    "{SHORT_DOTS} giờ {SHORT_DOTS} phút, {}",
                    wording::long_date(minutes.held_on)
                )
            },
            wording::moment,
        );
        body.item(format!("{label}: {moment}."));
    }
    body.item(format!("Địa điểm: {}.", or_dots(&minutes.location)));
    body.item(format!("Người chủ trì: {}.", wording::bare(&minutes.chair)));
    body.item(format!("Thư ký: {}.", or_dots(&minutes.secretary)));
    let [there, all] = match minutes.present {
        Some((there, all)) => [wording::count(there), wording::count(all)],
        None => [SHORT_DOTS.to_owned(), SHORT_DOTS.to_owned()],
    };
    body.item(format!(
        "Thành viên Ban công tác Mặt trận có mặt: {there} trên {all}."
    ));
}

/// What is written, or room for the pen.
fn or_dots(text: &str) -> String {
    present(&wording::bare(text)).unwrap_or_else(|| LONG_DOTS.to_owned())
}

fn number_of(candidates: &[Candidate]) -> u64 {
    u64::try_from(candidates.len()).unwrap_or(u64::MAX)
}

fn list(minutes: &CandidateMinutes) -> Table {
    Table {
        columns: vec![
            column("STT", 8, Align::Centre),
            column("Họ và tên", 24, Align::Left),
            column("Năm sinh", 11, Align::Centre),
            column("Nghề nghiệp, công việc hiện nay", 22, Align::Left),
            column("Nơi cư trú", 20, Align::Left),
            column("Số thành viên tán thành", 15, Align::Right),
        ],
        rows: (1..)
            .zip(&minutes.candidates)
            .map(|(number, candidate)| {
                vec![
                    number.to_string(),
                    candidate.name.clone(),
                    candidate
                        .birth_year
                        .map_or_else(String::new, |year| year.to_string()),
                    candidate.occupation.clone(),
                    candidate.address.clone(),
                    candidate.approve.map_or_else(String::new, wording::count),
                ]
            })
            .collect(),
        roomy: false,
    }
}
