//! The online vote (Article 17(1)(c), Decree 59 Article 5), use case by use case: invite, vote, enter for a household,
//! decide between channels, seal the box, conclude, check a receipt.
//!
//! What is allowed stands in [`dinh_domain::decision::Voice`] and [`Decision::takes_votes`]. No audit row and no entry of
//! the register names a household or what it said; the participants stand in the annex of the minutes alone.
//!
//! [`Decision::takes_votes`]: dinh_domain::decision::Decision::takes_votes

mod cast;
mod code;
mod conclude;
mod enter;
mod invite;
mod link;
mod load;
mod minutes;
mod queue;
mod receipt;
mod seal;
mod settle;
mod view;
mod voter;

pub use cast::{Cast, NewVote, cast, cast_in};
pub use code::VoteCode;
pub use conclude::{check_online_result, close_forgotten, conclude_online, conclude_online_in};
pub use enter::{Entered, enter_for_household, enter_for_household_in};
pub use invite::{Card, invite, invite_in, replace_card};
pub use link::{
    OwnLink, confirm_link, drop_own_link, link_account, linked_accounts, own_link, unlink_account,
};
pub(super) use minutes::online_minutes;
pub use queue::VoteQueue;
pub use receipt::{CountedVote, Receipt, VoteState, check_vote, receipt_json};
pub use seal::{seal_box_in, seal_boxes};
pub use settle::{settle_conflict, settle_conflict_in};
pub use view::{Conflict, OnlineHousehold, OnlineView, Participants, online_view, participants};
pub use voter::{Credential, OpenVote, VotePage, my_votes, vote_page};
