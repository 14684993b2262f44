//! After the result: sending, recognition, effect, terms, annulment, the common thread, contributions, statistics.

pub mod account;
pub mod recognition;
pub mod scene;
mod statistics;
mod terms;
mod thread;
mod vouchers;
