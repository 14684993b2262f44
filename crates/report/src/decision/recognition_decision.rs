//! The decision that recognises what a community decided, or the written refusal with its reasons: Article 21(2) of the
//! Law, last paragraph; Articles 8 and 9(3) of Decree 59/2023/NĐ-CP. The Decree has no form for either.

use jiff::civil::Date;

use super::community_paper::{CommunityPaper, Contents, Signer, in_pairs, present};
use super::required_votes::RequiredVotes;
use crate::error::ReportError;
use crate::paper::{Body, Paper};
use crate::wording;

/// The view of one recognition or refusal.
#[derive(Debug, Clone)]
pub struct RecognitionDecision {
    /// Letterhead, recipients, sample mark; the issuer is the People's Committee or the Fatherland Front.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// The community that decided, as "ấp Nhơn Thọ 1".
    pub decided_by: String,
    /// What was decided, without "Về việc".
    pub title: String,
    /// The paper of the community, as "Biên bản số 03/BB-NT1 ngày 14 tháng 3 năm 2026".
    pub document: String,
    /// The day on which it was received; the clock of 5 working days began then.
    pub received_on: Date,
    /// Households that approved.
    pub approve: u64,
    /// How many had to.
    pub required: RequiredVotes,
    /// Legal grounds in order.
    pub grounds: Vec<String>,
    /// Recognised or refused.
    pub outcome: RecognitionOutcome,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
    /// Who signs.
    pub signer: Signer,
}

/// What the recogniser decided.
#[derive(Debug, Clone)]
pub enum RecognitionOutcome {
    /// Recognised, with the day of effect.
    Recognised {
        /// The first day of effect.
        effective_from: Date,
        /// What is recognised, as "ông Nguyễn Văn Mẫu là Trưởng ấp, nhiệm kỳ 2026 - 2031"; empty is the decision as such.
        content: String,
    },
    /// Refused in writing.
    Refused {
        /// The reasons, one line each.
        reasons: Vec<String>,
        /// What the community may do now.
        next_step: String,
    },
}

/// Sets the paper as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn recognition_decision_pdf(decision: &RecognitionDecision) -> Result<Vec<u8>, ReportError> {
    paper(decision).pdf()
}

/// Writes the paper as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn recognition_decision_docx(decision: &RecognitionDecision) -> Result<Vec<u8>, ReportError> {
    paper(decision).docx()
}

pub(crate) fn paper(decision: &RecognitionDecision) -> Paper {
    let address = present(&decision.url);
    let what = format!(
        "quyết định của cộng đồng dân cư {} về việc: {}",
        wording::bare(&decision.decided_by),
        wording::bare(&decision.title)
    );
    let mut body = Body::default();
    let (type_name, summary) = match &decision.outcome {
        RecognitionOutcome::Recognised {
            effective_from,
            content,
        } => {
            recognised(&mut body, decision, &what, *effective_from, content);
            ("Quyết định", format!("Công nhận {what}"))
        }
        RecognitionOutcome::Refused { reasons, next_step } => {
            refused(&mut body, decision, &what, reasons, next_step);
            ("Thông báo", format!("Về việc không công nhận {what}"))
        }
    };
    decision
        .paper
        .with(Contents {
            type_name: type_name.to_owned(),
            summary,
            grounds: decision.grounds.clone(),
            blocks: body.done(),
            signatures: in_pairs([&decision.signer]),
            annexes: Vec::new(),
            address,
        })
        .proven(decision.paper.entry.as_ref())
}

/// "Xét Biên bản ...; nhận ngày ...; 138 trên 200 hộ tán thành ...".
fn considered(decision: &RecognitionDecision) -> String {
    format!(
        "Xét {}, nhận {}, với kết quả biểu quyết: {}.",
        wording::bare(&decision.document),
        wording::long_date(decision.received_on),
        decision.required.verdict(decision.approve)
    )
}

fn recognised(
    body: &mut Body,
    decision: &RecognitionDecision,
    what: &str,
    effective_from: Date,
    content: &str,
) {
    body.paragraph(considered(decision));
    body.centred("QUYẾT ĐỊNH:");
    let content = wording::bare(content);
    let content = if content.is_empty() {
        format!("Công nhận {what}.")
    } else {
        format!("Công nhận {content}, theo {what}.")
    };
    body.article("Điều 1.", &content);
    body.article(
        "Điều 2.",
        &format!(
            "Quyết định này có hiệu lực kể từ {}. Mã số việc: {}.",
            wording::long_date(effective_from),
            decision.decision_number.trim()
        ),
    );
    code(body, decision);
    body.last_article(
        "Điều 3.",
        "Các bộ phận chuyên môn, Trưởng thôn, Tổ trưởng tổ dân phố, Trưởng Ban công tác Mặt trận và các hộ gia đình trong cộng đồng dân cư chịu trách nhiệm thi hành Quyết định này./.",
    );
}

fn refused(
    body: &mut Body,
    decision: &RecognitionDecision,
    what: &str,
    reasons: &[String],
    next_step: &str,
) {
    body.paragraph(considered(decision));
    body.paragraph(format!("Nay trả lời: không công nhận {what}."));
    body.part("Lý do");
    body.items(reasons);
    body.part("Việc tiếp theo");
    body.paragraph(wording::sentence(next_step));
    code(body, decision);
    body.last(format!(
        "Thông báo để cộng đồng dân cư biết và thực hiện. Mã số việc: {}./.",
        decision.decision_number.trim()
    ));
}

fn code(body: &mut Body, decision: &RecognitionDecision) {
    body.code(
        present(&decision.url).as_deref(),
        "Quét mã để đọc quyết định của cộng đồng dân cư, hoặc mở địa chỉ:",
    );
}
