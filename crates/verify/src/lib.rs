//! Everything by which somebody outside the city checks the public register, small enough to be read in an evening: receipts
//! and receipts of votes, the whole register as it is served, the chain of one thing, a copy that checks what it copies.
//!
//! It knows the public formats (`docs/register-spec.md`) and nothing of the city's programs. Reading over the network comes
//! from outside, as a [`source::Source`]; the binary `dinh-verify` reads files only.

mod answer;
mod arguments;
mod command;
mod copy;
mod evidence;
mod evidence_answer;
mod folder;
mod heads;
mod input;
mod log;
mod log_answer;
pub mod observe;
mod reason;
pub mod source;
mod thing;
pub mod vote;
mod vote_answer;
mod when;
mod whole;
mod words;

pub use command::{Answer, run};
pub use copy::{Copied, copy};
pub use folder::Folder;
pub use heads::{CopiedHeads, KeptHead, copy_heads, each_head};
pub use log::{Entry, Fault, Register};
pub use thing::{Things, read_things};
pub use whole::read_whole;

/// The name under which the folder keeps what shows that a register was rewritten.
pub const EVIDENCE: &str = "evidence";
