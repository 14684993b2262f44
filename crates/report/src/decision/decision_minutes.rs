//! The minutes and decision of a residential community, form 03 of Decree 59/2023/NĐ-CP, for meeting, ballots and
//! online vote.
//!
//! The official body of the form was not at hand; the paper holds every point of Article 20(2) of the Law, the
//! procedural votes of Article 3(5) of the Decree, and for an online vote what Article 5(4) demands: start, end, totals
//! and the list of participants, as an annex.

use jiff::civil::{Date, DateTime};

use super::community_paper::{CommunityPaper, Contents, Signer, in_pairs, join_present, present};
use super::decision_sections as sections;
use super::required_votes::RequiredVotes;
use crate::error::ReportError;
use crate::paper::{Body, Paper};
use crate::wording;

/// The view of one decision.
#[derive(Debug, Clone)]
pub struct DecisionMinutes {
    /// Letterhead, recipients, sample mark.
    pub paper: CommunityPaper,
    /// The public number of the decision.
    pub decision_number: String,
    /// The form of the document (Art. 20(1)), as "Biên bản" or "Nghị quyết".
    pub document_type: String,
    /// What was decided, without "Về việc".
    pub title: String,
    /// The kind of matter in the words of the law.
    pub matter: String,
    /// Its article.
    pub matter_citation: String,
    /// Legal grounds in order.
    pub grounds: Vec<String>,
    /// How the community decided (Art. 17(1)).
    pub form: DecisionForm,
    /// When the meeting began or the vote opened.
    pub starts_at: DateTime,
    /// When the meeting ended or the vote closed.
    pub ends_at: DateTime,
    /// Where the meeting was; empty for ballots and online votes.
    pub location: String,
    /// Who chaired, or who led the team.
    pub chair: String,
    /// The secretary, if there was one.
    pub secretary: Option<String>,
    /// Meetings of household clusters whose counts are added (Art. 18(3)).
    pub clusters: Vec<ClusterMeeting>,
    /// All households of the community, frozen at the opening.
    pub total_households: u64,
    /// Households represented: present, ballots returned, or votes cast.
    pub represented: u64,
    /// Late corrections of the frozen roll with their reasons.
    pub roll_corrections: Vec<RollCorrection>,
    /// Votes on the procedure, over those attending.
    pub procedural_votes: Vec<ProceduralVote>,
    /// What was said, in short.
    pub discussion: Vec<String>,
    /// Results, one for each question, or one for each candidate.
    pub results: Vec<DecisionResult>,
    /// What the community decided, paragraph by paragraph.
    pub content: Vec<String>,
    /// When it takes effect, as "Quyết định có hiệu lực kể từ ngày 07 tháng 3 năm 2026."
    pub effect: String,
    /// Who took part in an online vote; printed for that form only.
    pub participants: Vec<Participant>,
    /// Households that raised a hand, where the meeting kept their list; an annex for each question.
    pub approving: Vec<ApprovingHouseholds>,
    /// The public page of the decision, also as QR code; empty leaves both out.
    pub url: String,
    /// Position in the public register.
    pub register_position: Option<u64>,
    /// The head of the community, or who acts for him.
    pub head: Signer,
    /// The head of the Front work committee.
    pub front_head: Signer,
    /// Two representatives of the households.
    pub household_representatives: [Signer; 2],
}

/// How the community decided (Art. 17(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionForm {
    /// A community meeting, by show of hands.
    ShowOfHands,
    /// A community meeting, by secret ballot.
    SecretBallot,
    /// Ballots to every household.
    HouseholdBallots,
    /// An online vote.
    OnlineVote,
}

/// A meeting of one household cluster.
#[derive(Debug, Clone)]
pub struct ClusterMeeting {
    /// The cluster.
    pub cluster: String,
    /// When it met.
    pub held_at: DateTime,
    /// Who chaired.
    pub chair: String,
    /// Households represented.
    pub represented: u64,
}

/// A correction of the roll after it was frozen and before the vote was closed.
#[derive(Debug, Clone)]
pub struct RollCorrection {
    /// The day of the correction.
    pub date: Date,
    /// What changed, without the name of anybody.
    pub change: String,
    /// Why.
    pub reason: String,
}

/// A vote on the procedure, over those attending (Decree 59, 3(5)).
#[derive(Debug, Clone)]
pub struct ProceduralVote {
    /// What was voted on, as "Cử thư ký cuộc họp: ông Nguyễn Văn Mẫu".
    pub subject: String,
    /// Who agreed.
    pub approve: u64,
    /// How many must agree; its total is the number attending.
    pub required: RequiredVotes,
}

/// The result of one question or of one candidate.
#[derive(Debug, Clone)]
pub struct DecisionResult {
    /// The question or candidate.
    pub subject: String,
    /// Households that approve.
    pub approve: u64,
    /// Households that do not approve.
    pub disapprove: u64,
    /// Households of another opinion.
    pub other: u64,
    /// Blank or invalid ballots.
    pub blank: u64,
    /// How many must agree.
    pub required: RequiredVotes,
}

/// A household representative in an annex: who took part in an online vote (Decree 59, 5(4)(a)), who raised a hand.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The number of the household in the roll.
    pub household_number: String,
    /// The representative.
    pub name: String,
    /// The address.
    pub address: String,
}

/// The households that raised a hand for one question.
#[derive(Debug, Clone)]
pub struct ApprovingHouseholds {
    /// The question or candidate.
    pub subject: String,
    /// The households, in the order of the roll.
    pub households: Vec<Participant>,
    /// Households whose data were erased on request since.
    pub erased: u64,
}

/// Sets the minutes as PDF.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn decision_minutes_pdf(minutes: &DecisionMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).pdf()
}

/// Writes the minutes as DOCX, with the same words.
///
/// # Errors
/// [`ReportError::AddressTooLong`] if the address does not fit into a QR code.
pub fn decision_minutes_docx(minutes: &DecisionMinutes) -> Result<Vec<u8>, ReportError> {
    paper(minutes).docx()
}

/// A vote on the procedure in one sentence.
pub(crate) fn procedural_words(vote: &ProceduralVote) -> String {
    format!(
        "{}: giơ tay tán thành {}.",
        wording::bare(&vote.subject),
        vote.required.verdict(vote.approve)
    )
}

pub(crate) fn paper(minutes: &DecisionMinutes) -> Paper {
    let address = present(&minutes.url);
    let mut body = Body::default();
    sections::time(&mut body, minutes);
    sections::households(&mut body, minutes);
    sections::discussed(&mut body, minutes);
    sections::form_and_result(&mut body, minutes);
    sections::decided(&mut body, minutes);
    let entry = minutes
        .register_position
        .map_or_else(String::new, |position| {
            format!("Quyết định được ghi ở mục số {position} của Sổ công khai.")
        });
    let words = "Quét mã để đọc và kiểm tra quyết định này, hoặc mở địa chỉ:";
    body.code(address.as_deref(), &join_present(&[&entry, words], " "));
    body.last("Văn bản này được gửi đến Ủy ban nhân dân cấp xã, Ủy ban Mặt trận Tổ quốc Việt Nam cấp xã chậm nhất 05 ngày làm việc kể từ ngày họp hoặc ngày hết thời hạn lấy ý kiến, và lưu tại thôn, tổ dân phố./.");
    let [first, second] = &minutes.household_representatives;
    minutes
        .paper
        .with(Contents {
            type_name: minutes.document_type.clone(),
            summary: format!(
                "Quyết định của cộng đồng dân cư về việc: {}",
                wording::bare(&minutes.title)
            ),
            grounds: minutes.grounds.clone(),
            blocks: body.done(),
            signatures: in_pairs([&minutes.front_head, &minutes.head, first, second]),
            annexes: sections::annexes(minutes),
            address,
        })
        .proven(minutes.paper.entry.as_ref())
}
