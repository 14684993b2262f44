//! The law kernel of Đình: reads the rule packs and answers what must be
//! disclosed, by whom, by when, in which form and for how long, and what people
//! decide themselves: in which forms, by which share, from when.
//!
//! Guarantees: no IO, no clock, no randomness, no floats. The rule in force on
//! the day of the event decides. Every date comes with the count that leads to
//! it and the article that asks for it; nothing unsure is shown as sure.

#![deny(clippy::float_arithmetic)]

mod calendar;
mod coded;
mod days;
mod error;
mod law;
mod matter;
mod pack;
mod pack_error;
mod period;
mod retention;
mod rule;
mod share;
mod vocabulary;

pub use jiff::civil::Date;

pub use calendar::{Calendar, Day, Direction, Explanation, Extension, Holiday, Step, Suspension};
pub use days::{CalendarDays, DayUnit, Term, WorkingDays};
pub use error::{LawError, UnknownCode, date_with_weekday, vietnamese_date};
pub use law::{Due, DueRequest, Event, FormDuration, Law};
pub use matter::{
    AllowedForm, BallotGround, DecisionForm, Denominator, Effect, EffectMoment, Matter, Procedure,
    ProcedureValue, Recogniser, Recognition, Scope, Threshold,
};
pub use pack::{Case, CaseFailure, CheckReport, DecisionQuestion, Question, SourceFile};
pub use pack_error::PackError;
pub use period::{Period, periods};
pub use retention::{Retention, RetentionEnd};
pub use rule::{Citation, DeadlineRule, FormRule, Instrument, MinimumDuration, Purpose, Rule};
pub use share::Share;
pub use vocabulary::{Condition, EventKind, Form, Place, Recurrence, Status, UnitFacts, UnitKind};
