//! Reminders, from the state of duties to a real mail server on the loopback.

mod accounts;
mod confirming;
mod delivery;
mod downtime;
mod letters;
mod people;
mod scene;
mod smtp;
mod steps;
mod tls;
mod unreached;
mod wire;
