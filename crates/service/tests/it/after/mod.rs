//! After the result: sending, recognition, effect, terms, annulment, the common thread, contributions, statistics.

mod account;
mod recognition;
mod scene;
mod terms;
mod thread;
