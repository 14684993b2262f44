//! The pages, a folder per room.

pub(crate) mod admin;
pub mod city;
pub mod decision;
#[cfg(debug_assertions)]
pub mod dev;
pub mod disclosure;
pub mod error;
pub(crate) mod people;
pub(crate) mod register;
pub(crate) mod reminders;
pub mod roll;
pub(crate) mod units;
