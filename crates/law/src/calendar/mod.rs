//! The working-day calendar of state bodies, 2020-2050.
//!
//! Guarantees: every day of the table is decided once, at loading; a day
//! outside the table is an error, never a guess; the day of the event is not
//! counted (Civil Code 147(2)); what rests on a choice that the Prime Minister
//! has not yet announced is marked as expected ("dự kiến").

mod build;
mod count;
mod duration;
mod explanation;
mod moon;
mod notice;
mod source;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Date, LawError};

pub(crate) use build::build;
pub use explanation::{Direction, Explanation, Extension, Step, Suspension};
pub(crate) use moon::{LunarYear, read_lunar_years};
pub(crate) use notice::{Notice, read_notices};
pub(crate) use source::{HolidaySource, read_holidays};

/// One day as the calendar sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// State bodies work on it.
    pub working: bool,
    /// Why it is off, or why a weekend day is worked.
    pub reason: Option<String>,
    /// The reason rests on a choice that has not been announced.
    pub expected: bool,
}

/// A day that differs from the plain week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holiday {
    /// The date.
    pub date: Date,
    /// True for a weekend day that is worked in exchange.
    pub working: bool,
    /// Its name.
    pub reason: String,
    /// The number of the government notice, when one fixed it.
    pub notice: Option<String>,
    /// It rests on a choice that has not been announced.
    pub expected: bool,
}

/// The table of days.
#[derive(Debug, Clone)]
pub struct Calendar {
    first_year: i16,
    last_year: i16,
    special: BTreeMap<Date, Holiday>,
    /// Position of 1 January of each year in `rank`.
    year_starts: Vec<usize>,
    /// For each day, how many working days there are up to and including it.
    rank: Vec<u32>,
    /// Every working day, in order.
    working: Vec<Date>,
}

impl Calendar {
    /// First and last year of the table.
    pub const fn years(&self) -> (i16, i16) {
        (self.first_year, self.last_year)
    }

    /// One day with its reason.
    pub fn day(&self, date: Date) -> Result<Day, LawError> {
        self.position(date)?;
        if let Some(holiday) = self.special.get(&date) {
            return Ok(Day {
                date,
                working: holiday.working,
                reason: Some(holiday.reason.clone()),
                expected: holiday.expected,
            });
        }
        let reason = weekly_rest(date);
        Ok(Day {
            date,
            working: reason.is_none(),
            reason: reason.map(str::to_owned),
            expected: false,
        })
    }

    /// The holidays, days off in lieu and swapped days of a year.
    pub fn holidays(&self, year: i16) -> Result<Vec<Holiday>, LawError> {
        if year < self.first_year || year > self.last_year {
            return Err(LawError::YearOutsideCalendar {
                year,
                first_year: self.first_year,
                last_year: self.last_year,
            });
        }
        let first = Date::constant(year, 1, 1);
        Ok(self
            .special
            .range(first..=first.last_of_year())
            .map(|(_, holiday)| holiday.clone())
            .collect())
    }

    fn outside(&self, date: Date) -> LawError {
        LawError::OutsideCalendar {
            date,
            first_year: self.first_year,
            last_year: self.last_year,
        }
    }

    /// Position of a date in `rank`.
    fn position(&self, date: Date) -> Result<usize, LawError> {
        usize::try_from(i32::from(date.year()) - i32::from(self.first_year))
            .ok()
            .and_then(|index| self.year_starts.get(index))
            .and_then(|start| Some(start + usize::try_from(date.day_of_year() - 1).ok()?))
            .ok_or_else(|| self.outside(date))
    }
}

const WEEKLY_REST: &str = "ngày nghỉ hằng tuần";

/// The reason of a weekly day of rest, or nothing from Monday to Friday.
fn weekly_rest(date: Date) -> Option<&'static str> {
    use jiff::civil::Weekday::{Saturday, Sunday};
    matches!(date.weekday(), Saturday | Sunday).then_some(WEEKLY_REST)
}
