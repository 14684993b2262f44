//! The real `dinh serve` on a new installation, as the keeper of the machine and the reader meet it.
#![expect(
    clippy::disallowed_methods,
    reason = "the commands read and write files, so the test does"
)]

mod city;
mod drill;
mod full_disk;
mod mail;
#[path = "../../../service/tests/it/reminders/smtp.rs"]
#[allow(dead_code, reason = "each crate uses its part of the mail server")]
mod smtp;
mod start;
mod stopping;
mod traces;
/// A connection, with TLS of rustls or without.
#[path = "../../../service/tests/it/reminders/wire.rs"]
#[allow(dead_code, reason = "each crate uses its part of the mail server")]
mod wire;
