//! The one table of access: role × action → how far it reaches.
//!
//! What is not in the table is denied. `reach` is the only reader of it.

use super::Role;

/// A thing that a signed-in person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See the work desk of a unit.
    ReadDesk,
    /// Open a duty for an event.
    OpenDuty,
    /// Propose that a duty does not apply this time.
    ProposeNotApplicable,
    /// Confirm, as the second person, that a duty does not apply.
    ConfirmNotApplicable,
    /// Write and change a draft, attach files, submit it.
    DraftPublication,
    /// Approve a draft and so publish it.
    ApprovePublication,
    /// Correct what was published, with a reason.
    CorrectPublication,
    /// Withdraw what was published, on a legal ground.
    WithdrawPublication,
    /// Record an act of disclosure in another form, and its end.
    RecordForm,
    /// Answer a request for missing information.
    AnswerRequest,
    /// Read the household roll with its personal data.
    ReadRoll,
    /// Import and change the household roll.
    ManageRoll,
    /// See decisions that are being prepared, with their desk.
    ReadDecisions,
    /// Propose a matter to be decided.
    ProposeDecision,
    /// Say that the Front agrees with a proposal, a form or a plan.
    AgreeDecision,
    /// Plan, notify, open, conduct, close and send a decision.
    RunDecision,
    /// Enter attendance, ballots and counts.
    CountVotes,
    /// Cast the vote of one's household online.
    VoteOnline,
    /// Recognise or refuse a decision for the People's Committee, set its effect.
    RecogniseDecision,
    /// Recognise or refuse a decision for the Front.
    RecogniseByFront,
    /// Annul a decision or ask the community to mend it.
    AnnulDecision,
    /// Keep the account of contributions.
    ManageContributions,
    /// Open the vouchers of an account of contributions.
    ReadVouchers,
    /// Ask that a sealed content of the register be erased, on a legal ground.
    AskErasure,
    /// Agree, as the second person, that a sealed content of the register is erased.
    EraseSealed,
    /// Take home the statistics of decisions.
    ExportStatistics,
    /// Publish a document of the city with its articles.
    PublishDocument,
    /// Import, export and change units.
    ManageUnits,
    /// Make accounts and mandates.
    ManagePeople,
    /// Read the audit trail.
    ReadAudit,
    /// See the rule packs with their review status.
    ReadRules,
    /// See how the signing of the register goes.
    WatchRegister,
    /// See whom reminders did not reach, and send them again.
    ReadUnreached,
}

/// How far an action reaches from the unit of the mandate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Only the unit of the mandate.
    OwnUnit,
    /// The unit of the mandate and every unit below it.
    Below,
    /// Every unit of the city.
    City,
}

use Action as A;
use Reach::{Below, City, OwnUnit};
use Role as R;

/// Role, action, reach. Sorted by role for the reader.
pub const TABLE: &[(Role, Action, Reach)] = &[
    (R::CommuneClerk, A::ReadDesk, OwnUnit),
    (R::CommuneClerk, A::OpenDuty, OwnUnit),
    (R::CommuneClerk, A::ProposeNotApplicable, OwnUnit),
    (R::CommuneClerk, A::DraftPublication, OwnUnit),
    (R::CommuneClerk, A::CorrectPublication, OwnUnit),
    (R::CommuneClerk, A::RecordForm, OwnUnit),
    (R::CommuneClerk, A::AnswerRequest, OwnUnit),
    (R::CommuneClerk, A::ReadRoll, Below),
    (R::CommuneClerk, A::ManageRoll, Below),
    (R::CommuneClerk, A::ReadDecisions, Below),
    (R::CommuneClerk, A::ReadVouchers, Below),
    (R::CommuneClerk, A::AskErasure, Below),
    (R::CommuneClerk, A::ExportStatistics, Below),
    (R::CommuneChairman, A::ReadDesk, OwnUnit),
    (R::CommuneChairman, A::OpenDuty, OwnUnit),
    (R::CommuneChairman, A::ConfirmNotApplicable, OwnUnit),
    (R::CommuneChairman, A::ApprovePublication, OwnUnit),
    (R::CommuneChairman, A::CorrectPublication, OwnUnit),
    (R::CommuneChairman, A::WithdrawPublication, OwnUnit),
    (R::CommuneChairman, A::AnswerRequest, OwnUnit),
    (R::CommuneChairman, A::ReadDecisions, Below),
    (R::CommuneChairman, A::ProposeDecision, Below),
    (R::CommuneChairman, A::RunDecision, Below),
    (R::CommuneChairman, A::RecogniseDecision, Below),
    (R::CommuneChairman, A::AnnulDecision, Below),
    (R::CommuneChairman, A::ReadVouchers, Below),
    (R::CommuneChairman, A::AskErasure, Below),
    (R::CommuneChairman, A::EraseSealed, Below),
    (R::CommuneChairman, A::ExportStatistics, Below),
    (R::CommuneChairman, A::ReadUnreached, Below),
    (R::CommunityHead, A::ReadDesk, OwnUnit),
    (R::CommunityHead, A::RecordForm, OwnUnit),
    (R::CommunityHead, A::ReadRoll, OwnUnit),
    (R::CommunityHead, A::ManageRoll, OwnUnit),
    (R::CommunityHead, A::ReadDecisions, OwnUnit),
    (R::CommunityHead, A::ProposeDecision, OwnUnit),
    (R::CommunityHead, A::RunDecision, OwnUnit),
    (R::CommunityHead, A::CountVotes, OwnUnit),
    (R::CommunityHead, A::ManageContributions, OwnUnit),
    (R::CommunityHead, A::ReadVouchers, OwnUnit),
    (R::FrontWorkCommittee, A::ReadDesk, OwnUnit),
    (R::FrontWorkCommittee, A::ReadRoll, OwnUnit),
    (R::FrontWorkCommittee, A::ReadDecisions, OwnUnit),
    (R::FrontWorkCommittee, A::AgreeDecision, OwnUnit),
    (R::FrontWorkCommittee, A::RunDecision, OwnUnit),
    (R::FrontWorkCommittee, A::CountVotes, OwnUnit),
    (R::FrontWorkCommittee, A::ReadVouchers, OwnUnit),
    (R::TeamMember, A::ReadDesk, OwnUnit),
    (R::TeamMember, A::ReadRoll, OwnUnit),
    (R::TeamMember, A::ReadDecisions, OwnUnit),
    (R::TeamMember, A::CountVotes, OwnUnit),
    (R::HouseholdRepresentative, A::VoteOnline, OwnUnit),
    (R::FrontCommittee, A::ReadDesk, OwnUnit),
    (R::FrontCommittee, A::ReadDecisions, Below),
    (R::FrontCommittee, A::AgreeDecision, Below),
    (R::FrontCommittee, A::RecogniseByFront, Below),
    (R::FrontCommittee, A::ReadVouchers, Below),
    (R::FrontCommittee, A::ExportStatistics, Below),
    (R::InspectionBoardMember, A::ReadDesk, OwnUnit),
    (R::InspectionBoardMember, A::ReadDecisions, Below),
    (R::InspectionBoardMember, A::ReadVouchers, Below),
    (R::InvestmentBoardMember, A::ReadDesk, OwnUnit),
    (R::InvestmentBoardMember, A::ReadDecisions, Below),
    (R::InvestmentBoardMember, A::ReadVouchers, Below),
    (R::AgencyClerk, A::ReadDesk, OwnUnit),
    (R::AgencyClerk, A::OpenDuty, OwnUnit),
    (R::AgencyClerk, A::ProposeNotApplicable, OwnUnit),
    (R::AgencyClerk, A::DraftPublication, OwnUnit),
    (R::AgencyClerk, A::CorrectPublication, OwnUnit),
    (R::AgencyClerk, A::RecordForm, OwnUnit),
    (R::AgencyClerk, A::AnswerRequest, OwnUnit),
    (R::AgencyClerk, A::AskErasure, OwnUnit),
    (R::AgencyHead, A::ReadDesk, OwnUnit),
    (R::AgencyHead, A::OpenDuty, OwnUnit),
    (R::AgencyHead, A::ConfirmNotApplicable, OwnUnit),
    (R::AgencyHead, A::ApprovePublication, OwnUnit),
    (R::AgencyHead, A::CorrectPublication, OwnUnit),
    (R::AgencyHead, A::WithdrawPublication, OwnUnit),
    (R::AgencyHead, A::AskErasure, OwnUnit),
    (R::AgencyHead, A::EraseSealed, OwnUnit),
    (R::AgencyHead, A::ReadUnreached, OwnUnit),
    (R::EnterpriseClerk, A::ReadDesk, OwnUnit),
    (R::EnterpriseClerk, A::OpenDuty, OwnUnit),
    (R::EnterpriseClerk, A::ProposeNotApplicable, OwnUnit),
    (R::EnterpriseClerk, A::DraftPublication, OwnUnit),
    (R::EnterpriseClerk, A::CorrectPublication, OwnUnit),
    (R::EnterpriseClerk, A::RecordForm, OwnUnit),
    (R::EnterpriseClerk, A::AnswerRequest, OwnUnit),
    (R::EnterpriseClerk, A::AskErasure, OwnUnit),
    (R::EnterpriseHead, A::ReadDesk, OwnUnit),
    (R::EnterpriseHead, A::ConfirmNotApplicable, OwnUnit),
    (R::EnterpriseHead, A::ApprovePublication, OwnUnit),
    (R::EnterpriseHead, A::WithdrawPublication, OwnUnit),
    (R::EnterpriseHead, A::AskErasure, OwnUnit),
    (R::EnterpriseHead, A::EraseSealed, OwnUnit),
    (R::EnterpriseHead, A::ReadUnreached, OwnUnit),
    (R::HomeAffairs, A::ReadDesk, City),
    (R::HomeAffairs, A::ReadRules, City),
    (R::HomeAffairs, A::ReadDecisions, City),
    (R::HomeAffairs, A::ExportStatistics, City),
    (R::HomeAffairs, A::ReadUnreached, City),
    (R::CouncilDelegate, A::ReadDesk, Below),
    (R::CouncilDelegate, A::ReadDecisions, Below),
    (R::CouncilDelegate, A::ExportStatistics, Below),
    (R::CityAdministrator, A::PublishDocument, City),
    (R::CityAdministrator, A::ManageUnits, City),
    (R::CityAdministrator, A::ManagePeople, City),
    (R::CityAdministrator, A::ReadAudit, City),
    (R::CityAdministrator, A::ReadRules, City),
    (R::CityAdministrator, A::WatchRegister, City),
    (R::CityAdministrator, A::ReadUnreached, City),
    (R::Auditor, A::ReadDesk, City),
    (R::Auditor, A::ReadDecisions, City),
    (R::Auditor, A::ExportStatistics, City),
    (R::Auditor, A::ReadAudit, City),
    (R::Auditor, A::ReadRules, City),
    (R::Auditor, A::WatchRegister, City),
];

/// How far `role` reaches with `action`; `None` denies.
pub fn reach(role: Role, action: Action) -> Option<Reach> {
    TABLE
        .iter()
        .find(|(r, a, _)| *r == role && *a == action)
        .map(|(_, _, reach)| *reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_stands_twice_in_the_table() {
        let mut pairs: Vec<_> = TABLE.iter().map(|(r, a, _)| (*r, *a)).collect();
        pairs.sort_unstable();
        let all = pairs.len();
        pairs.dedup();
        assert_eq!(all, pairs.len());
    }

    #[test]
    fn nobody_both_drafts_and_approves() {
        for role in Role::ALL {
            let drafts = reach(*role, Action::DraftPublication).is_some();
            let approves = reach(*role, Action::ApprovePublication).is_some();
            assert!(!(drafts && approves), "{}", role.code());
        }
    }

    #[test]
    fn who_runs_a_decision_does_not_recognise_it() {
        for role in [
            Role::CommunityHead,
            Role::FrontWorkCommittee,
            Role::TeamMember,
        ] {
            assert_eq!(reach(role, Action::RecogniseDecision), None);
            assert_eq!(reach(role, Action::RecogniseByFront), None);
            assert_eq!(reach(role, Action::AnnulDecision), None);
        }
    }

    #[test]
    fn the_administrator_cannot_disclose_in_the_name_of_a_commune() {
        assert_eq!(
            reach(Role::CityAdministrator, Action::ApprovePublication),
            None
        );
        assert_eq!(
            reach(Role::CityAdministrator, Action::DraftPublication),
            None
        );
    }
}
