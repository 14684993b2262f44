//! Identities of things: UUIDv7 newtypes, so that one can never stand for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! identity {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.parse()?))
            }
        }
    )+};
}

identity! {
    /// One effective-dated unit.
    UnitId,
    /// A person who signs in.
    AccountId,
    /// A role in a unit from one day to another.
    MandateId,
    /// Something that a unit must disclose once.
    DutyId,
    /// What a unit discloses, through all its revisions.
    PublicationId,
    /// A file kept with a publication, a form record or a document.
    FileId,
    /// One act of disclosure in one form at one place.
    FormRecordId,
    /// A citizen's request for information that is missing.
    RequestId,
    /// A legal document split into articles.
    DocumentId,
    /// A file with households that was read and waits for a yes.
    RollImportId,
    /// A household, dated, under one representative at a time.
    HouseholdId,
    /// A matter that a community decides.
    DecisionId,
    /// A paper kept with a decision: a notice, minutes, a scan.
    DecisionFileId,
    /// The account of contributions that a decision opened.
    ContributionId,
    /// One line of the audit trail.
    AuditId,
}
