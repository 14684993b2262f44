//! Two units of days that cannot be mixed.
//!
//! The law writes "ngày làm việc" and "ngày" inside one procedure. Each is a
//! type of its own, so a term in one unit cannot be handed to a function that
//! counts the other:
//!
//! ```
//! use dinh_law::{CalendarDays, Law, WorkingDays};
//! let calendar = Law::embedded().calendar();
//! let from = dinh_law::Date::constant(2026, 2, 12);
//! assert!(calendar.add_working_days(from, WorkingDays::new(5)).is_ok());
//! assert!(calendar.add_calendar_days(from, CalendarDays::new(15)).is_ok());
//! ```
//!
//! ```compile_fail
//! use dinh_law::{CalendarDays, Law, WorkingDays};
//! let calendar = Law::embedded().calendar();
//! let from = dinh_law::Date::constant(2026, 2, 12);
//! // Fifteen calendar days of Article 65(2) are not fifteen working days.
//! calendar.add_working_days(from, CalendarDays::new(15));
//! ```
//!
//! ```compile_fail
//! use dinh_law::{CalendarDays, WorkingDays};
//! let total = WorkingDays::new(5).get() == CalendarDays::new(5).get(); // numbers compare
//! let mixed = WorkingDays::new(5) == CalendarDays::new(5); // units do not
//! ```

use serde::Serialize;

/// A number of working days (ngày làm việc).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct WorkingDays(u16);

/// A number of calendar days (ngày).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CalendarDays(u16);

impl WorkingDays {
    /// So many working days.
    pub const fn new(days: u16) -> Self {
        Self(days)
    }

    /// The bare number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl CalendarDays {
    /// So many calendar days.
    pub const fn new(days: u16) -> Self {
        Self(days)
    }

    /// The bare number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

crate::coded::coded_enum! {
    /// The unit in which a term is counted.
    DayUnit {
        /// Ngày làm việc.
        WorkingDays = "working_days", "ngày làm việc";
        /// Ngày.
        CalendarDays = "calendar_days", "ngày";
    }
}

/// A length of time with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// Counted in working days.
    WorkingDays(WorkingDays),
    /// Counted in calendar days.
    CalendarDays(CalendarDays),
}

impl Term {
    /// A term of `days` in `unit`.
    pub const fn new(days: u16, unit: DayUnit) -> Self {
        match unit {
            DayUnit::WorkingDays => Self::WorkingDays(WorkingDays(days)),
            DayUnit::CalendarDays => Self::CalendarDays(CalendarDays(days)),
        }
    }

    /// The bare number.
    pub const fn days(self) -> u16 {
        match self {
            Self::WorkingDays(days) => days.0,
            Self::CalendarDays(days) => days.0,
        }
    }

    /// The unit.
    pub const fn unit(self) -> DayUnit {
        match self {
            Self::WorkingDays(_) => DayUnit::WorkingDays,
            Self::CalendarDays(_) => DayUnit::CalendarDays,
        }
    }
}

impl std::fmt::Display for Term {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02} {}", self.days(), self.unit().label())
    }
}

impl Serialize for Term {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut term = serializer.serialize_struct("Term", 2)?;
        term.serialize_field("days", &self.days())?;
        term.serialize_field("unit", &self.unit())?;
        term.end()
    }
}
