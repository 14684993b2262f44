//! Deciding, use case by use case: propose, agree, support, plan, notify, deliver, open, correct the roll, meet, conclude; view, desk, papers.

mod after;
mod arrive;
mod attendance;
pub mod ballots;
mod candidates;
mod close_meeting;
mod community_paper;
mod conclude;
mod contribution;
mod deliver;
mod desk;
mod discussion;
mod hall;
mod hands;
mod meeting;
mod notify;
pub mod online;
mod open;
mod papers;
mod plan;
mod printed;
mod propose;
mod public_text;
mod statistics;
mod support;
mod thing;
mod view;

pub use after::{
    Answer, Awaiting, CommunityResult, DeskWaiting, DueElection, DueStatistics, Waiting, annul,
    annul_in, ask_to_mend, ask_to_mend_in, community_results, conclude_thread, conclude_thread_in,
    duties_of_decision, elected_of, has_recognition, office_terms_of, recognise, recognise_in,
    recognition_decision, refuse_recognition, refuse_recognition_in, send, send_in, set_effect,
    set_effect_in, settle_dismissal, settle_dismissal_in, start_day, take_effect_in,
    waiting_for_recognition, waiting_on_desk,
};
pub use arrive::{
    ArrivalWay, Represented, arrive, arrive_at_cluster, arrive_in, attending, leave, represented,
};
pub use attendance::{
    Attendance, Attendee, LiveMeeting, attendance, live_meeting, note_guest, register_guest,
};
pub use candidates::candidate_minutes;
pub use close_meeting::{
    MeetingVote, close_small_meeting, close_small_meeting_in, conclude_meeting,
    conclude_meeting_in, meeting_count,
};
pub use conclude::conclude_in;
pub use contribution::{
    AccountDesk, ExpenseForm, Line, PledgeChange, PublicAccount, PublicReceipt, ReceiptForm,
    Voucher, account_desk, add_expense, add_expense_in, add_receipt, add_receipt_in, change_pledge,
    change_pledge_in, open_account, open_account_in, public_account, public_receipt, receipt_paper,
    void_line, void_line_in, voucher_of,
};
pub use deliver::{
    DeliveryKind, Handed, deliver, deliver_in, deliver_to_all, deliver_to_all_in,
    take_back_delivery,
};
pub use desk::{DecisionDesk, DeskDecision, decision_desk};
pub use discussion::{NewSpeech, note_speech, speeches, take_back_speech};
pub use hands::{HandList, approving_households, hand_list, record_hands};
pub use meeting::{
    choose_committee, choose_committee_in, choose_method, choose_method_in, choose_secretary,
    choose_secretary_in,
};
pub use notify::{notify, notify_in};
pub use open::{correct_roll, correct_roll_in, open, open_in};
pub use papers::{PaperKind, attach_paper, attach_paper_in};
pub use plan::{backing_of, check_plan, plan, plan_in};
pub use printed::{
    attendance_cards, counting_minutes, decision_minutes, meeting_notice, roll_sheet, tally_sheet,
};
pub use propose::{
    NewDecision, agree, agree_in, drop_proposal, drop_proposal_in, propose, propose_in,
};
pub use public_text::{needed_words, threshold_words};
pub use statistics::{StatisticsPeriod, decision_statistics};
pub use support::{Purpose, Support, support, support_in, take_back_support};
pub use thing::{PublicAct, community_of, finish, may, read};
pub use view::{DecisionView, Explained, find_decision, get_decision};
