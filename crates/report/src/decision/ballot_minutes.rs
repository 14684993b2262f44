//! The minutes of counting ballots to households, form 04 of Decree 59/2023/NĐ-CP.
//!
//! The official body of the form was not at hand; the minutes hold what Article 19 of the Law and Article 4 of the Decree
//! demand: the plan (4(2)), the team of 3 to 5 (4(3)), the deadline on the ballot (4(5)), the count before two household
//! representatives (4(6)(a)); and besides how two independent entries were compared.

use jiff::civil::{Date, DateTime};

use super::community_paper::{CommunityPaper, Contents, Member, members, present};
use super::counting_minutes::{BallotCount, CountedQuestion, number_table, questions, signatures};
use crate::error::ReportError;
use crate::paper::{Align, Body, Paper, Table, column};
use crate::wording;

/// The view of the counting minutes of household ballots.
#[derive(Debug, Clone)]
pub struct BallotMinutes {
    /// Letterhead, recipients, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What was asked, without "Về việc".
    pub title: String,
    /// The plan with its number and date, as "Kế hoạch số 02/KH-NT1 ngày 02 tháng 3 năm 2026".
    pub plan: String,
    /// The case of Art. 19(1) in words, as "cuộc họp ngày ... không đủ đại diện hộ gia đình".
    pub ballot_case: String,
    /// Its article.
    pub ballot_case_citation: String,
    /// The day on which ballots were first given out.
    pub issued_on: Date,
    /// The last day on which ballots were taken back.
    pub deadline: Date,
    /// When counting began.
    pub started_at: DateTime,
    /// When counting ended.
    pub ended_at: DateTime,
    /// Where.
    pub location: String,
    /// The team, its head first.
    pub team: Vec<Member>,
    /// The two household representatives who witnessed the count.
    pub witnesses: Vec<Member>,
    /// All households of the community.
    pub total_households: u64,
    /// Ballots printed.
    pub printed: u64,
    /// The ballots.
    pub ballots: BallotCount,
    /// Serials of ballots that are void, as spoilt or lost.
    pub void_serials: Vec<String>,
    /// Ballots entered twice, each time by another person.
    pub entered_twice: u64,
    /// Differences between the two entries, each resolved by a third person.
    pub differences: Vec<ResolvedDifference>,
    /// What was asked, each with its options.
    pub questions: Vec<CountedQuestion>,
    /// Other opinions, in short and without names.
    pub other_opinions: Vec<String>,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
}

/// A ballot that two people entered differently.
#[derive(Debug, Clone)]
pub struct ResolvedDifference {
    /// The serial of the ballot.
    pub serial: String,
    /// What the first entered.
    pub first: String,
    /// What the second entered.
    pub second: String,
    /// What holds.
    pub resolved: String,
}

/// Sets the minutes as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn ballot_minutes_pdf(minutes: &BallotMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).pdf()
}

/// Writes the minutes as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn ballot_minutes_docx(minutes: &BallotMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).docx()
}

pub(crate) fn paper(minutes: &BallotMinutes) -> Paper {
    let address = present(&minutes.url);
    let mut body = Body::default();
    body.paragraph(format!(
        "Bắt đầu kiểm phiếu lúc {}, tại {}.",
        wording::moment(minutes.started_at),
        wording::bare(&minutes.location)
    ));
    plan(&mut body, minutes);
    body.part("Tổ phát phiếu lấy ý kiến");
    body.items(&members(&minutes.team));
    body.part("Đại diện hộ gia đình chứng kiến việc kiểm phiếu");
    body.items(&members(&minutes.witnesses));
    body.part("Số phiếu");
    let mut numbers = vec![
        ("Tổng số hộ gia đình".to_owned(), minutes.total_households),
        ("Số phiếu in".to_owned(), minutes.printed),
    ];
    numbers.extend(minutes.ballots.rows());
    body.table(number_table("Số phiếu và số hộ", numbers));
    if !minutes.void_serials.is_empty() {
        body.item(format!(
            "Phiếu hủy, không dùng: {} phiếu, số sê-ri {}.",
            wording::count(u64::try_from(minutes.void_serials.len()).unwrap_or(u64::MAX)),
            minutes.void_serials.join(", ")
        ));
    }
    entries(&mut body, minutes);
    body.part("Kết quả kiểm phiếu");
    questions(&mut body, &minutes.questions);
    body.paragraph("Hộ gia đình không nộp phiếu không được tính là tán thành.");
    if !minutes.other_opinions.is_empty() {
        body.paragraph("Ý kiến khác của các hộ gia đình:");
        body.items(&minutes.other_opinions);
    }
    body.paragraph(format!(
        "Kiểm phiếu xong lúc {}.",
        wording::moment(minutes.ended_at)
    ));
    body.code(
        address.as_deref(),
        "Quét mã để đối chiếu với kết quả đã công khai, hoặc mở địa chỉ:",
    );
    body.last("Biên bản được gửi Ủy ban nhân dân cấp xã, Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã kèm theo quyết định của cộng đồng dân cư và lưu tại thôn, tổ dân phố./.");
    minutes
        .paper
        .with(Contents {
            type_name: "Biên bản".to_owned(),
            summary: format!(
                "Kiểm phiếu lấy ý kiến hộ gia đình về việc: {}",
                wording::bare(&minutes.title)
            ),
            grounds: Vec::new(),
            blocks: body.done(),
            signatures: signatures(&minutes.team, &minutes.witnesses, "Tổ trưởng Tổ phát phiếu"),
            annexes: Vec::new(),
            address,
        })
        .proven(minutes.paper.entry.as_ref())
}

fn plan(body: &mut Body, minutes: &BallotMinutes) {
    body.part("Căn cứ và thời hạn");
    body.item(format!("Mã số việc: {}.", minutes.decision_number.trim()));
    body.item(format!("{}.", wording::bare(&minutes.plan)));
    body.item(format!(
        "Trường hợp phát phiếu: {}{}.",
        wording::bare(&minutes.ballot_case),
        wording::in_brackets(&minutes.ballot_case_citation)
    ));
    body.item(format!(
        "Phát phiếu từ {}.",
        wording::long_date(minutes.issued_on)
    ));
    body.item(format!(
        "Thời hạn thu phiếu: hết {}.",
        wording::long_date(minutes.deadline)
    ));
}

fn entries(body: &mut Body, minutes: &BallotMinutes) {
    body.part("Nhập phiếu và đối chiếu");
    body.paragraph(format!(
        "Mỗi phiếu được hai người nhập độc lập. Số phiếu đã nhập hai lần: {}. Số phiếu hai lần nhập khác nhau, đã được người thứ ba đối chiếu với phiếu giấy: {}.",
        wording::count(minutes.entered_twice),
        wording::count(u64::try_from(minutes.differences.len()).unwrap_or(u64::MAX))
    ));
    if minutes.differences.is_empty() {
        return;
    }
    body.table(Table {
        columns: vec![
            column("Số sê-ri", 22, Align::Centre),
            column("Lần nhập thứ nhất", 26, Align::Left),
            column("Lần nhập thứ hai", 26, Align::Left),
            column("Kết luận theo phiếu giấy", 26, Align::Left),
        ],
        rows: minutes
            .differences
            .iter()
            .map(|difference| {
                vec![
                    difference.serial.clone(),
                    difference.first.clone(),
                    difference.second.clone(),
                    difference.resolved.clone(),
                ]
            })
            .collect(),
        roomy: false,
    });
}
