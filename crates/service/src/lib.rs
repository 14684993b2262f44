//! Use cases: one file each, in a folder per room.
//!
//! Every use case authorises first, then changes things in one transaction that also
//! holds the audit row and, for public acts, the register entry.

pub mod access;
pub mod audit;
pub mod backup;
pub mod clock;
pub mod decision;
pub mod demo;
pub mod disclosure;
pub mod documents;
mod error;
pub mod files;
mod grounds;
pub mod machine;
mod once;
pub mod people;
mod platform;
pub mod random;
pub mod register;
pub mod reminders;
pub mod retention;
pub mod roll;
pub mod search;
pub mod secret;
mod secrets;
pub mod spreadsheet;
pub mod units;
pub mod witness;

pub use dinh_store::Seat;
pub use error::{DISK_FULL, Error, Result};
pub use once::Once;
pub use platform::{Actor, Context, Person, Platform};
pub use secrets::Secrets;
