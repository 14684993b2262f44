//! Reminders as stored: what is not done and who is to be told; letters on their way; whom nothing can be sent.
//!
//! A reminder and its letter are written in one transaction. Addresses stand apart and are read when a letter is handed
//! over, so that erasing one ends it everywhere.

pub mod addresses;
pub mod confirmations;
pub mod facts;
pub mod gaps;
pub mod mails;
pub mod steps;
pub mod unreached;
