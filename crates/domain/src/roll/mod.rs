//! The household roll of a hamlet: who counts as one household on a day, and by whom
//! it is represented (Arts 16 to 20, 24(2) Law 10/2022/QH15).
//!
//! A household stands in one hamlet all its life; moving ends it there and begins its
//! successor elsewhere. Numbers are kept for ever, and what ended is not removed.

mod capacity;
mod household;
mod line;
mod proof;
mod representative;
mod twin;

pub use capacity::{Capacity, CapacityFault};
pub use household::{Household, LineageKind, check_day, require_reason};
pub use line::RollLine;
pub use proof::{LineProof, ProofFault, RollTree, commitment, verify_line};
pub use representative::{Representative, RepresentativeDraft};
pub use twin::twin_key;
