//! Household ballots on paper (Article 19; Decree 59 Article 4), use case by use case: print, give, collect, enter twice,
//! settle, conclude.
//!
//! What is allowed stands in [`dinh_domain::decision::BallotBox`]; here it is loaded, changed and written back in one
//! transaction with its audit row. No audit row names a household or what it said.

mod collect;
mod conclude;
mod enter;
mod give;
mod load;
mod notice;
mod papers;
mod print;
mod texts;
mod view;

pub use collect::{Collecting, collect, collect_in, take_back_collection};
pub use conclude::{Checked, check_result, conclude_ballots, conclude_ballots_in};
pub use enter::{Read, Settling, enter, enter_in, settle, settle_in, take_back_entry};
pub use give::{give, give_in, give_to_all, give_to_all_in, take_back_giving};
pub use notice::{HouseholdNotice, hand_over_notice, household_notices, leave_notice_in, notices};
pub use papers::{
    against_words, ballot_minutes, ballot_options, ballot_papers, ballot_plan, choice_words,
};
pub use print::{ask_void, confirm_void, print, print_in, replace, replace_in, withdraw_void};
pub use texts::{ballot_line, serial_words};
pub(super) use view::lines_of;
pub use view::{BallotHousehold, BallotView, ballot_view};
