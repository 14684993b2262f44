//! The receipt for what a household contributed under a decision on matters 15.1 and 15.2. The Law names no form for it; it
//! says what was given for what, and never whether a household is poor or was excused.

use jiff::civil::Date;

use super::community_paper::{CommunityPaper, Contents, present, signature};
use crate::error::ReportError;
use crate::paper::{Body, Paper};
use crate::wording;

/// The view of one receipt.
#[derive(Debug, Clone)]
pub struct ContributionReceipt {
    /// Letterhead with the number of the receipt, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What the contribution is for, without "Về việc".
    pub title: String,
    /// The number of the household in the roll.
    pub household_number: String,
    /// Who handed it over.
    pub payer: String,
    /// Money in đồng; 0 leaves the line out.
    pub amount: u64,
    /// Days of labour; 0 leaves the line out.
    pub labour_days: u64,
    /// Land, goods and other things; empty leaves the line out.
    pub in_kind: String,
    /// The day on which it was received.
    pub received_on: Date,
    /// Who received it.
    pub receiver: String,
    /// The public account of the work, also as QR code; empty leaves both out.
    pub url: String,
}

/// Sets the receipt as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn contribution_receipt_pdf(receipt: &ContributionReceipt) -> Result<Vec<u8>, ReportError> {
    paper(receipt).pdf()
}

/// Writes the receipt as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn contribution_receipt_docx(receipt: &ContributionReceipt) -> Result<Vec<u8>, ReportError> {
    paper(receipt).docx()
}

pub(crate) fn paper(receipt: &ContributionReceipt) -> Paper {
    let address = present(&receipt.url);
    let mut body = Body::default();
    body.item(format!(
        "Hộ số: {}.",
        wording::bare(&receipt.household_number)
    ));
    body.item(format!("Người nộp: {}.", wording::bare(&receipt.payer)));
    body.item(format!(
        "Nội dung: {} (mã số việc {}).",
        wording::bare(&receipt.title),
        receipt.decision_number.trim()
    ));
    if receipt.amount > 0 {
        body.item(format!(
            "Số tiền: {} đồng (bằng chữ: {} đồng).",
            wording::count(receipt.amount),
            wording::spelled(receipt.amount)
        ));
    }
    if receipt.labour_days > 0 {
        body.item(format!(
            "Ngày công: {} ngày.",
            wording::count(receipt.labour_days)
        ));
    }
    let in_kind = wording::bare(&receipt.in_kind);
    if !in_kind.is_empty() {
        body.item(format!("Đóng góp khác: {in_kind}."));
    }
    body.item(format!(
        "Ngày nhận: {}.",
        wording::short_date(receipt.received_on)
    ));
    body.code(
        address.as_deref(),
        "Quét mã để kiểm tra biên nhận này trong sổ công khai và xem tổng thu, tổng chi, hoặc mở địa chỉ:",
    );
    body.last(
        "Biên nhận được lập thành 02 bản: người nộp giữ 01 bản, lưu tại thôn, tổ dân phố 01 bản./.",
    );
    receipt.paper.with(Contents {
        type_name: "Biên nhận".to_owned(),
        summary: "Đóng góp của hộ gia đình".to_owned(),
        grounds: Vec::new(),
        blocks: body.done(),
        signatures: vec![vec![
            signature("Người nộp", &receipt.payer),
            signature("Người nhận", &receipt.receiver),
        ]],
        annexes: Vec::new(),
        address,
    })
}
