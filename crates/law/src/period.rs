//! Months, quarters, half years and years as periods with stable keys.

use serde::Serialize;

use crate::{Date, Recurrence};

/// One turn of a recurring duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Stable key: `2026-M03`, `2026-Q1`, `2026-H1`, `2026`.
    pub key: String,
    /// Vietnamese name: "Quý I/2026".
    pub label: String,
    /// First day.
    pub start: Date,
    /// Last day; the event of a duty whose clock starts when the period ends.
    pub end: Date,
}

/// The periods that end within `from..=to`, oldest first.
///
/// A period belongs to the span in which it *ends*, because that is when its
/// duty arises.
pub fn periods(recurrence: Recurrence, from: Date, to: Date) -> Vec<Period> {
    let length = match recurrence {
        Recurrence::Month => 1,
        Recurrence::Quarter => 3,
        Recurrence::HalfYear => 6,
        Recurrence::Year => 12,
    };
    let mut found = Vec::new();
    for year in from.year()..=to.year() {
        // "Định kỳ theo quý, 06 tháng, hằng năm" (Article 11(2)): beside the year,
        // the six months are the first six; the second half is closed by the year.
        let count = match recurrence {
            Recurrence::HalfYear => 1,
            _ => 12 / length,
        };
        for number in 1..=count {
            let period = period(recurrence, year, number, length);
            if period.end >= from && period.end <= to {
                found.push(period);
            }
        }
    }
    found
}

fn period(recurrence: Recurrence, year: i16, number: i8, length: i8) -> Period {
    const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];
    let start = Date::constant(year, (number - 1) * length + 1, 1);
    let end = Date::constant(year, number * length, 1).last_of_month();
    let roman = usize::try_from(number - 1)
        .ok()
        .and_then(|index| ROMAN.get(index))
        .copied()
        .unwrap_or_default();
    let (key, label) = match recurrence {
        Recurrence::Month => (
            format!("{year}-M{number:02}"),
            format!("Tháng {number:02}/{year}"),
        ),
        Recurrence::Quarter => (format!("{year}-Q{number}"), format!("Quý {roman}/{year}")),
        Recurrence::HalfYear => (
            format!("{year}-H{number}"),
            format!("06 tháng đầu năm {year}"),
        ),
        Recurrence::Year => (format!("{year}"), format!("Năm {year}")),
    };
    Period {
        key,
        label,
        start,
        end,
    }
}
