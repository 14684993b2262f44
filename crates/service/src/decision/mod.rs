//! Deciding, use case by use case: propose, agree, support, plan, notify, deliver, open, correct the roll, conclude.

pub mod ballots;
mod conclude;
mod deliver;
mod notify;
pub mod online;
mod open;
mod plan;
mod propose;
mod public_text;
mod support;
mod thing;

pub use conclude::conclude_in;
pub use deliver::{
    DeliveryKind, Handed, deliver, deliver_in, deliver_to_all, deliver_to_all_in,
    take_back_delivery,
};
pub use notify::{notify, notify_in};
pub use open::{correct_roll, correct_roll_in, open, open_in};
pub use plan::{backing_of, plan, plan_in};
pub use propose::{NewDecision, agree, agree_in, drop_proposal, propose, propose_in};
pub use public_text::{needed_words, threshold_words};
pub use support::{Purpose, Support, support, support_in, take_back_support};
pub use thing::{PublicAct, community_of, finish, may, read};
