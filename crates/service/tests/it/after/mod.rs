//! After the result: sending, recognition, effect, terms, annulment, the common thread, contributions, statistics.

mod account;
mod recognition;
mod scene;
mod statistics;
mod terms;
mod thread;
mod vouchers;
