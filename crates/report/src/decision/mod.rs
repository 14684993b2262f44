//! Papers of the room *decision*: what a residential community discusses and decides (Law 10/2022/QH15, Articles 15 to
//! 24; Decree 59/2023/NĐ-CP, Articles 3 to 9).
//!
//! The official bodies of forms 01 to 05 of Decree 59 were not at hand. Each paper is built from what the articles
//! demand of it, in the layout of Decree 30/2020/NĐ-CP; its module comment names the articles.

mod ballot_minutes;
mod ballot_paper;
mod ballot_plan;
mod candidate_minutes;
mod cards;
mod community_paper;
mod contribution_receipt;
mod counting_minutes;
mod decision_minutes;
mod decision_sections;
mod hand_sheets;
mod household_notices;
mod meeting_notice;
mod recognition_decision;
mod required_votes;
mod statistics;
mod statistics_sheets;

pub use ballot_minutes::{
    BallotMinutes, ResolvedDifference, ballot_minutes_docx, ballot_minutes_pdf,
};
pub use ballot_paper::{
    BallotOffice, BallotPaper, BallotsPerPage, ballot_code, ballot_papers_docx, ballot_papers_pdf,
};
pub use ballot_plan::{BallotPlan, ballot_plan_docx, ballot_plan_pdf};
pub use candidate_minutes::{
    Candidate, CandidateMinutes, candidate_minutes_docx, candidate_minutes_pdf,
};
pub use cards::{
    AttendanceCard, AttendanceCards, BallotCard, BallotCards, attendance_cards_pdf,
    ballot_cards_pdf,
};
pub use community_paper::{CommunityPaper, Member, Signer};
pub use contribution_receipt::{
    ContributionReceipt, contribution_receipt_docx, contribution_receipt_pdf,
};
pub use counting_minutes::{
    BallotCount, CountedOption, CountedQuestion, CountingMinutes, counting_minutes_docx,
    counting_minutes_pdf,
};
pub use decision_minutes::{
    ApprovingHouseholds, ClusterMeeting, DecisionForm, DecisionMinutes, DecisionResult,
    Participant, ProceduralVote, RollCorrection, decision_minutes_docx, decision_minutes_pdf,
};
pub use hand_sheets::{
    RollLine, RollSheet, TallySheet, roll_sheet_docx, roll_sheet_pdf, tally_sheet_docx,
    tally_sheet_pdf,
};
pub use household_notices::{HouseholdNotices, NoticeToHousehold, household_notices_pdf};
pub use meeting_notice::{MeetingNotice, meeting_notice_docx, meeting_notice_pdf};
pub use recognition_decision::{
    RecognitionDecision, RecognitionOutcome, recognition_decision_docx, recognition_decision_pdf,
};
pub use required_votes::{RequiredVotes, Voters};
pub use statistics::{
    AnnexKind, AnnexRow, DecisionRow, DecisionStatistics, DiscussedRow, InspectionBoardRow,
    InvestmentBoardRow, PetitionRow, ReportedMatter, VillageMeetingRow, decision_statistics_xlsx,
};

#[cfg(test)]
pub(crate) mod made {
    //! The orders and blocks behind the papers, for the proofs.
    pub(crate) use super::ballot_minutes::paper as ballot_minutes;
    pub(crate) use super::ballot_paper::order as ballot_papers;
    pub(crate) use super::ballot_plan::paper as ballot_plan;
    pub(crate) use super::candidate_minutes::paper as candidate_minutes;
    pub(crate) use super::cards::{attendance_order, ballot_order};
    pub(crate) use super::contribution_receipt::paper as contribution_receipt;
    pub(crate) use super::counting_minutes::paper as counting_minutes;
    pub(crate) use super::decision_minutes::paper as decision_minutes;
    pub(crate) use super::hand_sheets::{roll_paper, tally_paper};
    pub(crate) use super::household_notices::order as household_notices;
    pub(crate) use super::meeting_notice::paper as meeting_notice;
    pub(crate) use super::recognition_decision::paper as recognition_decision;
}
