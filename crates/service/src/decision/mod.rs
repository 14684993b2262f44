//! Deciding, use case by use case: propose, agree, support, plan, notify, deliver, open, correct the roll, meet, conclude; view, desk, papers.

mod attendance;
pub mod ballots;
mod conclude;
mod deliver;
mod desk;
mod meeting;
mod notify;
pub mod online;
mod open;
mod papers;
mod plan;
mod propose;
mod public_text;
mod support;
mod thing;
mod view;

pub use attendance::{
    Attendance, Attendee, LiveMeeting, attendance, live_meeting, note_guest, register_guest,
};
pub use conclude::conclude_in;
pub use deliver::{
    DeliveryKind, Handed, deliver, deliver_in, deliver_to_all, deliver_to_all_in,
    take_back_delivery,
};
pub use desk::{DecisionDesk, DeskDecision, decision_desk};
pub use meeting::{
    ArrivalWay, MeetingVote, arrive, arrive_in, attending, choose_committee, choose_committee_in,
    choose_method, choose_method_in, choose_secretary, choose_secretary_in, close_small_meeting,
    close_small_meeting_in, conclude_meeting, conclude_meeting_in, leave, meeting_count,
};
pub use notify::{notify, notify_in};
pub use open::{correct_roll, correct_roll_in, open, open_in};
pub use papers::{PaperKind, attach_paper, attach_paper_in};
pub use plan::{backing_of, check_plan, plan, plan_in};
pub use propose::{NewDecision, agree, agree_in, drop_proposal, propose, propose_in};
pub use public_text::{needed_words, threshold_words};
pub use support::{Purpose, Support, support, support_in, take_back_support};
pub use thing::{PublicAct, community_of, finish, may, read};
pub use view::{DecisionView, Explained, find_decision, get_decision};
