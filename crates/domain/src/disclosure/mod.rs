//! Disclosure (Arts 11-14, 46-48, 64-66): duties with a due day, publications with
//! revisions, and acts in every required form with proof.

mod duty;
mod forms;
mod legal_day;
mod publication;
mod standing;

pub use duty::{Duty, DutyState};
pub use forms::{
    FormRecord, FormRequirement, ended_early, keep_until, open_requirements, refuse_early_end,
    requirements,
};
pub use legal_day::{JudgedBy, LegalDay};
pub use publication::{Content, Draft, Publication, PublicationState, check_draft};
pub use standing::{DUE_SOON_DAYS, Standing, Timing, standing};
