//! The notice of a community meeting, form 01 of Decree 59/2023/NĐ-CP.
//!
//! The official body of the form was not at hand; the notice holds what Articles 18 and 24 of the Law and Article 3 of
//! the Decree demand: who convenes and chairs (3(1)), who attends (18(1), 18(2)), time and place (3(2)), the matters
//! and their papers (3(4)), how many must agree (21(1)), and that a member
//! of another opinion may register to attend (24(2)). It must be out at least two days before (3(3)).

use jiff::civil::DateTime;

use super::community_paper::{CommunityPaper, Contents, Signer, in_pairs, present};
use super::required_votes::RequiredVotes;
use crate::error::ReportError;
use crate::paper::{Body, Paper};
use crate::wording;

/// The view of one notice.
#[derive(Debug, Clone)]
pub struct MeetingNotice {
    /// Letterhead, recipients, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision, as "2026-0031".
    pub decision_number: String,
    /// What is to be decided, without "Về việc".
    pub title: String,
    /// The kind of matter in the words of the law.
    pub matter: String,
    /// Its article, as "khoản 1 Điều 15 Luật Thực hiện dân chủ ở cơ sở".
    pub matter_citation: String,
    /// Legal grounds in order.
    pub grounds: Vec<String>,
    /// Who convenes, as "Trưởng ấp Nhơn Thọ 1".
    pub convener: String,
    /// Who chairs.
    pub chair: String,
    /// When the meeting begins.
    pub starts_at: DateTime,
    /// Where it takes place.
    pub location: String,
    /// The household cluster, if each meets on its own (Art. 18(3)).
    pub cluster: Option<String>,
    /// The lines of the agenda in order.
    pub agenda: Vec<String>,
    /// The papers that go with the notice, one line each, as "Dự toán công trình (02 trang)".
    pub papers: Vec<String>,
    /// How the papers reach the households (Decree 59, 3(4)); empty if there are none.
    pub papers_sent: String,
    /// How many must agree.
    pub required: RequiredVotes,
    /// Whom to ask, and how to register to speak; empty leaves the line out.
    pub contact: String,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
    /// Who signs.
    pub signer: Signer,
}

/// Sets the notice as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn meeting_notice_pdf(notice: &MeetingNotice) -> Result<Vec<u8>, ReportError> {
    paper(notice).pdf()
}

/// Writes the notice as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn meeting_notice_docx(notice: &MeetingNotice) -> Result<Vec<u8>, ReportError> {
    paper(notice).docx()
}

pub(crate) fn paper(notice: &MeetingNotice) -> Paper {
    let address = present(&notice.url);
    let mut body = Body::default();
    body.paragraph(format!(
        "{} thông báo đến đại diện các hộ gia đình trong {} cuộc họp của cộng đồng dân cư để bàn và quyết định nội dung sau đây:",
        notice.convener, notice.paper.author()
    ));
    body.part("Nội dung bàn và quyết định");
    body.paragraph(wording::sentence(&notice.title));
    body.paragraph(format!(
        "Thuộc nội dung: {}{}.",
        wording::bare(&notice.matter),
        wording::in_brackets(&notice.matter_citation)
    ));
    body.paragraph(format!("Mã số việc: {}.", notice.decision_number.trim()));
    body.part("Thời gian, địa điểm, người chủ trì");
    body.item(format!("Thời gian: {}.", wording::moment(notice.starts_at)));
    body.item(format!("Địa điểm: {}.", wording::bare(&notice.location)));
    if let Some(cluster) = notice.cluster.as_deref().and_then(present) {
        body.item(format!(
            "Họp theo cụm dân cư: {cluster}. Kết quả của các cụm được cộng vào kết quả chung của toàn thôn, tổ dân phố."
        ));
    }
    body.item(format!(
        "Người triệu tập: {}.",
        wording::bare(&notice.convener)
    ));
    body.item(format!("Người chủ trì: {}.", wording::bare(&notice.chair)));
    body.part("Thành phần tham dự");
    body.paragraph("Mỗi hộ gia đình cử 01 người đại diện có năng lực hành vi dân sự đầy đủ; hộ không có người như vậy thì các thành viên trong hộ thống nhất đề cử hoặc ủy nhiệm người đại diện. Thành viên hộ gia đình có ý kiến khác với người đại diện của hộ được đăng ký tham dự cuộc họp để thể hiện ý kiến của mình (khoản 2 Điều 24 Luật Thực hiện dân chủ ở cơ sở).");
    agenda(&mut body, notice);
    body.part("Số hộ cần tán thành");
    body.frame(wording::sentence(&notice.required.demand()));
    body.paragraph(notice.required.rule());
    let contact = wording::bare(&notice.contact);
    if !contact.is_empty() {
        body.paragraph(format!(
            "Cần biết thêm hoặc đăng ký tham dự, phát biểu, xin liên hệ: {contact}."
        ));
    }
    body.code(
        address.as_deref(),
        "Quét mã để đọc nội dung, tài liệu và kết quả của việc này, hoặc mở địa chỉ:",
    );
    body.last("Đề nghị đại diện các hộ gia đình tham dự đầy đủ, đúng giờ./.");
    notice.paper.with(Contents {
        type_name: "Thông báo".to_owned(),
        summary: format!(
            "Về cuộc họp của cộng đồng dân cư để bàn và quyết định việc: {}",
            wording::bare(&notice.title)
        ),
        grounds: notice.grounds.clone(),
        blocks: body.done(),
        signatures: in_pairs([&notice.signer]),
        annexes: Vec::new(),
        address,
    })
}

fn agenda(body: &mut Body, notice: &MeetingNotice) {
    if !notice.agenda.is_empty() {
        body.part("Chương trình họp");
        body.items(&notice.agenda);
    }
    if !notice.papers.is_empty() {
        body.part("Tài liệu");
        body.items(&notice.papers);
        let sent = wording::bare(&notice.papers_sent);
        if !sent.is_empty() {
            body.paragraph(format!("Tài liệu được gửi đến các hộ gia đình: {sent}."));
        }
    }
}
