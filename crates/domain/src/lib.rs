//! The things of grassroots democracy and the steps they may take.
//!
//! This floor knows no database and no HTTP. It asks `dinh_law` what the law of
//! the day says and answers with a new state or with a [`Refusal`] that cites it.

pub mod access;
pub mod dates;
pub mod decision;
pub mod disclosure;
pub mod erasing;
pub mod folding;
pub mod ids;
pub mod people;
pub mod receipts;
pub mod refusal;
pub mod reminders;
pub mod roll;
pub mod units;

pub use refusal::{FieldError, Refusal};
