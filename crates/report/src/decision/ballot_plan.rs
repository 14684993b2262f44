//! The plan for ballots to households, with every point of Article 4(2) of Decree 59/2023/NĐ-CP; the Decree has no form
//! for it. It goes to the People's Committee and the Fatherland Front within two days.

use jiff::civil::Date;

use super::community_paper::{CommunityPaper, Contents, Member, Signer, in_pairs, members};
use super::required_votes::RequiredVotes;
use crate::error::ReportError;
use crate::paper::{Body, Paper};
use crate::wording;

/// The view of one plan.
#[derive(Debug, Clone)]
pub struct BallotPlan {
    /// Letterhead, recipients, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// What is asked, without "Về việc".
    pub title: String,
    /// The case of Art. 19(1) in words.
    pub ballot_case: String,
    /// Its article.
    pub ballot_case_citation: String,
    /// Legal grounds in order.
    pub grounds: Vec<String>,
    /// Purposes, one line each.
    pub purposes: Vec<String>,
    /// Demands, one line each.
    pub demands: Vec<String>,
    /// The question as on the ballot.
    pub question: String,
    /// The options as on the ballot.
    pub options: Vec<String>,
    /// Households that get a ballot.
    pub total_households: u64,
    /// How many must agree.
    pub required: RequiredVotes,
    /// The day by which the public is told.
    pub announced_on: Date,
    /// The first day of giving out ballots.
    pub issued_on: Date,
    /// The last day of taking them back.
    pub deadline: Date,
    /// The day of counting.
    pub counted_on: Date,
    /// The team of 3 to 5, its head first.
    pub team: Vec<Member>,
    /// Who does what, one line each.
    pub duties: Vec<String>,
    /// Money, rooms, printing and other means, one line each.
    pub means: Vec<String>,
    /// The head of the community.
    pub head: Signer,
    /// The head of the Front work committee.
    pub front_head: Signer,
}

/// Sets the plan as PDF.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn ballot_plan_pdf(plan: &BallotPlan) -> Result<Vec<u8>, ReportError> {
    paper(plan).pdf()
}

/// Writes the plan as DOCX, with the same words.
///
/// # Errors
/// Only a fault of this crate makes it fail.
pub fn ballot_plan_docx(plan: &BallotPlan) -> Result<Vec<u8>, ReportError> {
    paper(plan).docx()
}

pub(crate) fn paper(plan: &BallotPlan) -> Paper {
    let mut body = Body::default();
    body.part("Mục đích, yêu cầu");
    body.items(&plan.purposes);
    body.items(&plan.demands);
    body.part("Nội dung lấy ý kiến");
    body.paragraph(format!("Mã số việc: {}.", plan.decision_number.trim()));
    body.paragraph(format!(
        "Trường hợp phát phiếu: {}{}.",
        wording::bare(&plan.ballot_case),
        wording::in_brackets(&plan.ballot_case_citation)
    ));
    body.paragraph(wording::bare(&plan.question));
    body.items(&plan.options);
    body.part("Thành phần lấy ý kiến");
    body.paragraph(format!(
        "Mỗi hộ gia đình được phát 01 phiếu. Tổng số hộ gia đình: {} hộ.",
        wording::count(plan.total_households)
    ));
    body.paragraph(plan.required.rule());
    times(&mut body, plan);
    body.part("Tổ phát phiếu lấy ý kiến");
    body.items(&members(&plan.team));
    body.part("Phân công tổ chức thực hiện");
    body.items(&plan.duties);
    body.part("Các điều kiện bảo đảm");
    body.items(&plan.means);
    body.last("Kế hoạch này được gửi đến Chủ tịch Ủy ban nhân dân cấp xã và Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã chậm nhất 02 ngày kể từ ngày ban hành./.");
    plan.paper.with(Contents {
        type_name: "Kế hoạch".to_owned(),
        summary: format!(
            "Phát phiếu lấy ý kiến hộ gia đình về việc: {}",
            wording::bare(&plan.title)
        ),
        grounds: plan.grounds.clone(),
        blocks: body.done(),
        signatures: in_pairs([&plan.front_head, &plan.head]),
        annexes: Vec::new(),
        address: None,
    })
}

fn times(body: &mut Body, plan: &BallotPlan) {
    body.part("Thời gian, thời hạn lấy ý kiến");
    for (what, day) in [
        ("Công khai thông tin về việc phát phiếu", plan.announced_on),
        ("Bắt đầu phát phiếu", plan.issued_on),
        ("Hết thời hạn thu phiếu", plan.deadline),
        ("Kiểm phiếu", plan.counted_on),
    ] {
        body.item(format!("{what}: {}.", wording::long_date(day)));
    }
}
