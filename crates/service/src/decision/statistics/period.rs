//! The periods of the forms: a quarter, or a year.

use jiff::civil::{Date, date};

use crate::disclosure::Quarter;
use crate::error::Result;

/// A quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatisticsPeriod {
    /// A quarter.
    Quarter(Quarter),
    /// A year.
    Year(i16),
}

impl StatisticsPeriod {
    /// "2026-Q4", or "2026".
    pub fn find(key: &str) -> Option<Self> {
        let found = match Quarter::find(key) {
            Some(quarter) => Self::Quarter(quarter),
            None => Self::Year(key.parse().ok()?),
        };
        (2023..=2100).contains(&found.year()).then_some(found)
    }

    /// "2026-Q4", or "2026".
    pub fn key(self) -> String {
        match self {
            Self::Quarter(quarter) => quarter.key(),
            Self::Year(year) => year.to_string(),
        }
    }

    /// Its year.
    pub const fn year(self) -> i16 {
        match self {
            Self::Quarter(quarter) => quarter.year,
            Self::Year(year) => year,
        }
    }

    /// Its days (half-open).
    pub fn span(self) -> Result<(Date, Date)> {
        match self {
            Self::Quarter(quarter) => Ok((quarter.first_day()?, quarter.next().first_day()?)),
            Self::Year(year) => Ok((date(year, 1, 1), date(year + 1, 1, 1))),
        }
    }

    /// "quý IV năm 2026", or "năm 2026".
    pub fn words(self) -> String {
        match self {
            Self::Quarter(quarter) => {
                let roman = match quarter.quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {roman} năm {}", quarter.year)
            }
            Self::Year(year) => format!("năm {year}"),
        }
    }
}
