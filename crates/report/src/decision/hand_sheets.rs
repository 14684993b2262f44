//! Sheets that people fill in by hand: the roll to sign at a meeting (Art. 18(1)) and the sheet for counting votes
//! (Decree 59/2023/NĐ-CP, 3(5)(c) and 4(6)). The Decree has no form for either.

use jiff::civil::DateTime;

use super::community_paper::{CommunityPaper, Contents, Member, members, signature};
use crate::error::ReportError;
use crate::paper::{Align, Body, Paper, SignatureBlock, Table, column};
use crate::wording;

/// The view of the roll to sign.
#[derive(Debug, Clone)]
pub struct RollSheet {
    /// Letterhead, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is to be decided, without "Về việc".
    pub title: String,
    /// When the meeting begins.
    pub starts_at: DateTime,
    /// Where.
    pub location: String,
    /// The households in the order of the roll.
    pub households: Vec<RollLine>,
}

/// One household on the roll to sign.
#[derive(Debug, Clone)]
pub struct RollLine {
    /// Its number in the roll.
    pub household_number: String,
    /// How people know it, as the representative and the address.
    pub household: String,
}

/// The view of the counting sheet.
#[derive(Debug, Clone)]
pub struct TallySheet {
    /// Letterhead, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is counted, without "Về việc".
    pub title: String,
    /// The question as on the ballot.
    pub question: String,
    /// The options in the order of the ballot.
    pub options: Vec<String>,
    /// Who counts, the head first.
    pub team: Vec<Member>,
}

/// Sets the roll as PDF.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn roll_sheet_pdf(sheet: &RollSheet) -> Result<Vec<u8>, ReportError> {
    roll_paper(sheet).pdf()
}

/// Writes the roll as DOCX, with the same words.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn roll_sheet_docx(sheet: &RollSheet) -> Result<Vec<u8>, ReportError> {
    roll_paper(sheet).docx()
}

/// Sets the counting sheet as PDF.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn tally_sheet_pdf(sheet: &TallySheet) -> Result<Vec<u8>, ReportError> {
    tally_paper(sheet).pdf()
}

/// Writes the counting sheet as DOCX, with the same words.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn tally_sheet_docx(sheet: &TallySheet) -> Result<Vec<u8>, ReportError> {
    tally_paper(sheet).docx()
}

pub(crate) fn roll_paper(sheet: &RollSheet) -> Paper {
    let mut body = Body::default();
    body.item(format!("Thời gian: {}.", wording::moment(sheet.starts_at)));
    body.item(format!("Địa điểm: {}.", wording::bare(&sheet.location)));
    body.item(format!("Mã số việc: {}.", sheet.decision_number.trim()));
    body.item(format!(
        "Tổng số hộ gia đình trong danh sách: {} hộ.",
        wording::count(u64::try_from(sheet.households.len()).unwrap_or(u64::MAX))
    ));
    body.table(Table {
        columns: vec![
            column("Hộ số", 12, Align::Centre),
            column("Hộ gia đình", 40, Align::Left),
            column("Họ tên người dự họp", 24, Align::Left),
            column("Ký tên", 24, Align::Left),
        ],
        rows: sheet
            .households
            .iter()
            .map(|line| {
                vec![
                    line.household_number.clone(),
                    line.household.clone(),
                    String::new(),
                    String::new(),
                ]
            })
            .collect(),
        roomy: true,
    });
    body.last("Số đại diện hộ gia đình có mặt: ............ Số hộ không có người đại diện tham dự: ............");
    sheet.paper.with(Contents {
        type_name: "Danh sách".to_owned(),
        summary: format!(
            "Đại diện hộ gia đình dự cuộc họp của cộng đồng dân cư về việc: {}",
            wording::bare(&sheet.title)
        ),
        grounds: Vec::new(),
        blocks: body.done(),
        signatures: vec![vec![
            signature("Thư ký", ""),
            signature("Người chủ trì", ""),
        ]],
        annexes: Vec::new(),
        address: None,
    })
}

pub(crate) fn tally_paper(sheet: &TallySheet) -> Paper {
    let mut body = Body::default();
    body.item(format!("Mã số việc: {}.", sheet.decision_number.trim()));
    body.paragraph(wording::bare(&sheet.question));
    body.paragraph(
        "Mỗi phiếu gạch một nét; đủ năm nét đóng thành một ô. Cộng lại bằng số ở cột bên phải.",
    );
    let numbered = |label: &str| vec![label.to_owned(), String::new(), String::new()];
    let mut rows: Vec<Vec<String>> = sheet
        .options
        .iter()
        .map(|option| numbered(option))
        .collect();
    rows.push(numbered("Phiếu không hợp lệ"));
    rows.push(numbered("Tổng số phiếu thu về"));
    body.table(Table {
        columns: vec![
            column("Phương án", 30, Align::Left),
            column("Kiểm đếm", 52, Align::Left),
            column("Cộng", 18, Align::Right),
        ],
        rows,
        roomy: true,
    });
    body.paragraph("Người kiểm đếm:");
    body.items(&members(&sheet.team));
    body.last("Kết thúc kiểm đếm lúc: ........ giờ ........ phút, ngày ........ tháng ........ năm ............");
    sheet.paper.with(Contents {
        type_name: "Phiếu kiểm đếm".to_owned(),
        summary: format!("Về việc: {}", wording::bare(&sheet.title)),
        grounds: Vec::new(),
        blocks: body.done(),
        signatures: tally_signatures(&sheet.team),
        annexes: Vec::new(),
        address: None,
    })
}

fn tally_signatures(team: &[Member]) -> Vec<Vec<SignatureBlock>> {
    let name = |at: usize| team.get(at).map_or("", |member| member.name.as_str());
    vec![vec![
        signature("Người kiểm đếm", name(1)),
        signature("Người phụ trách", name(0)),
    ]]
}
