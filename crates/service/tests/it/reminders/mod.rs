//! Reminders, from the state of duties to a real mail server on the loopback.

mod accounts;
mod delivery;
mod downtime;
mod letters;
mod people;
mod scene;
mod smtp;
mod unreached;
