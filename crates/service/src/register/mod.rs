//! The public register: record an act, sign what is committed, have it witnessed, prove and show it.

mod ask;
mod carrier;
mod prove;
mod publish;
mod record;
mod refill;
mod sign;
pub mod stamp;
mod start;
mod trust;
mod watch;
mod witnesses;

pub use carrier::{Answer, Carrier};
pub use prove::{Head, Proof, Receipts, Standing, find_proof, find_standing, receipt, tlog_proof};
pub use publish::{SHORT_NAME, find_checkpoint, find_tile};
pub use record::{ActContent, Bytes, NewAct, record_act};
pub use refill::{Refilled, refill};
pub use sign::{Signer, sign_newest};
pub use stamp::{
    Authority, Stamp, StampFault, name_stamp_authority, stamp_authority, stamp_newest, stamped_text,
};
pub use start::{Start, may_start};
pub use trust::{name_witnesses, policy, policy_text, retire_key, retired_keys};
pub use watch::{Seen, Watch};
pub use witnesses::{Peer, Problem, Witnesses};
