//! Reminders: who is told on which day that something is due or overdue, computed from what is there now. What was missed
//! while nobody looked is not made up for: of the rungs whose day has come only the highest is due.

mod address;
mod choice;
mod ladder;
mod step;

pub use address::check_address;
pub use choice::Choice;
pub use ladder::{Due, Fact, LADDER, Party, Rung, To, due, rung_day};
pub use step::{DatedStep, StepKind, next_step};
