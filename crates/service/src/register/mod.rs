//! The public register: record an act, sign what is committed, prove and show it.

mod prove;
mod record;
mod sign;

pub use prove::{Proof, Receipts, find_proof, receipt, tlog_proof};
pub use record::{ActContent, Bytes, NewAct, record_act};
pub use sign::{Signer, sign_newest};
