//! The public register: record an act, sign what is committed, have it witnessed, prove and show it.

mod ask;
mod ask_erasure;
mod carrier;
mod erase;
mod on_paper;
mod prove;
mod publish;
mod record;
mod refill;
mod sign;
pub mod stamp;
mod start;
mod time;
mod trust;
mod watch;
mod witnesses;

pub use ask_erasure::{Asked, ask_erasure, confirm_erasure, erasures_asked, refuse_erasure};
pub use carrier::{Answer, Carrier};
pub use erase::sweep_erased_files;
pub use on_paper::printed_entry;
pub use prove::{Head, Proof, Receipts, find_mark, find_proof, receipt, tlog_proof};
pub use publish::{SHORT_NAME, find_checkpoint, find_heads, find_tile};
pub use record::{ActContent, Bytes, NewAct, record_act};
pub use refill::{Refilled, refill};
pub use sign::{Signer, sign_newest};
pub use stamp::{
    Authority, NoStamp, Stamp, StampFault, name_stamp_authority, stamp_authority, stamp_newest,
    stamped_text,
};
pub use start::{Start, is_newest, may_start};
pub use time::{
    ActTime, ActTimes, Interval, TimeState, act_time, act_times, acts_version, time_state,
};
pub use trust::{
    asks_for_witnesses, name_witnesses, policy, policy_text, retire_key, retired_keys,
};
pub use watch::{Seen, Watch};
pub use witnesses::{Peer, Problem, Witnesses};
