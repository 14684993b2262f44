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
    /// Make and print the quarterly register of disclosed items.
    ExportRegister,
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
    (R::CommuneClerk, A::ExportRegister, OwnUnit),
    (R::CommuneChairman, A::ReadDesk, OwnUnit),
    (R::CommuneChairman, A::OpenDuty, OwnUnit),
    (R::CommuneChairman, A::ConfirmNotApplicable, OwnUnit),
    (R::CommuneChairman, A::ApprovePublication, OwnUnit),
    (R::CommuneChairman, A::CorrectPublication, OwnUnit),
    (R::CommuneChairman, A::WithdrawPublication, OwnUnit),
    (R::CommuneChairman, A::AnswerRequest, OwnUnit),
    (R::CommuneChairman, A::ExportRegister, OwnUnit),
    (R::CommunityHead, A::ReadDesk, OwnUnit),
    (R::CommunityHead, A::RecordForm, OwnUnit),
    (R::FrontCommittee, A::ReadDesk, OwnUnit),
    (R::FrontCommittee, A::ExportRegister, OwnUnit),
    (R::InspectionBoardMember, A::ReadDesk, OwnUnit),
    (R::AgencyClerk, A::ReadDesk, OwnUnit),
    (R::AgencyClerk, A::OpenDuty, OwnUnit),
    (R::AgencyClerk, A::ProposeNotApplicable, OwnUnit),
    (R::AgencyClerk, A::DraftPublication, OwnUnit),
    (R::AgencyClerk, A::CorrectPublication, OwnUnit),
    (R::AgencyClerk, A::RecordForm, OwnUnit),
    (R::AgencyClerk, A::AnswerRequest, OwnUnit),
    (R::AgencyClerk, A::ExportRegister, OwnUnit),
    (R::AgencyHead, A::ReadDesk, OwnUnit),
    (R::AgencyHead, A::OpenDuty, OwnUnit),
    (R::AgencyHead, A::ConfirmNotApplicable, OwnUnit),
    (R::AgencyHead, A::ApprovePublication, OwnUnit),
    (R::AgencyHead, A::CorrectPublication, OwnUnit),
    (R::AgencyHead, A::WithdrawPublication, OwnUnit),
    (R::AgencyHead, A::ExportRegister, OwnUnit),
    (R::EnterpriseClerk, A::ReadDesk, OwnUnit),
    (R::EnterpriseClerk, A::OpenDuty, OwnUnit),
    (R::EnterpriseClerk, A::ProposeNotApplicable, OwnUnit),
    (R::EnterpriseClerk, A::DraftPublication, OwnUnit),
    (R::EnterpriseClerk, A::CorrectPublication, OwnUnit),
    (R::EnterpriseClerk, A::RecordForm, OwnUnit),
    (R::EnterpriseClerk, A::AnswerRequest, OwnUnit),
    (R::EnterpriseClerk, A::ExportRegister, OwnUnit),
    (R::EnterpriseHead, A::ReadDesk, OwnUnit),
    (R::EnterpriseHead, A::ConfirmNotApplicable, OwnUnit),
    (R::EnterpriseHead, A::ApprovePublication, OwnUnit),
    (R::EnterpriseHead, A::WithdrawPublication, OwnUnit),
    (R::EnterpriseHead, A::ExportRegister, OwnUnit),
    (R::HomeAffairs, A::ReadDesk, City),
    (R::HomeAffairs, A::ExportRegister, City),
    (R::HomeAffairs, A::ReadRules, City),
    (R::CouncilDelegate, A::ReadDesk, Below),
    (R::CouncilDelegate, A::ExportRegister, Below),
    (R::CityAdministrator, A::PublishDocument, City),
    (R::CityAdministrator, A::ManageUnits, City),
    (R::CityAdministrator, A::ManagePeople, City),
    (R::CityAdministrator, A::ReadAudit, City),
    (R::CityAdministrator, A::ReadRules, City),
    (R::Auditor, A::ReadDesk, City),
    (R::Auditor, A::ExportRegister, City),
    (R::Auditor, A::ReadAudit, City),
    (R::Auditor, A::ReadRules, City),
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
