//! Decides every day of the table, once.
//!
//! Order matters: notices first (they are the Prime Minister's choice), then
//! the holidays of the Labour Code, then the days off in lieu, which need to
//! know every other day off (2023: Hùng Kings on Saturday 29 April and Sunday
//! 30 April were made up on 2 and 3 May).

use std::collections::BTreeMap;

use super::{Calendar, Holiday, HolidaySource, LunarYear, Notice, weekly_rest};
use crate::{Date, PackError};

const TET_PARTS: [&str; 6] = ["mùng 1", "mùng 2", "mùng 3", "mùng 4", "mùng 5", "mùng 6"];

struct Builder<'a> {
    source: &'a HolidaySource,
    notices: &'a [Notice],
    special: BTreeMap<Date, Holiday>,
    /// Holidays that are to be made up when they meet a weekly day of rest.
    to_make_up: Vec<(Date, String, bool)>,
}

/// Builds the calendar of the years of the lunar table.
pub(crate) fn build(
    source: &HolidaySource,
    years: &[LunarYear],
    notices: &[Notice],
    notice_file: &str,
    errors: &mut Vec<PackError>,
) -> Option<Calendar> {
    let (first_year, last_year) = (years.first()?.year, years.last()?.year);
    let mut builder = Builder {
        source,
        notices,
        special: BTreeMap::new(),
        to_make_up: Vec::new(),
    };
    for notice in notices {
        if let Err(reason) = builder.notice(notice, first_year, last_year) {
            errors.push(PackError::new(notice_file, notice.line, reason));
        }
    }
    for year in years {
        builder.fixed(year.year);
        builder.tet(year);
        let name = source.hung_kings_name.clone();
        builder.holiday(year.hung_kings, name, true, false);
        builder.national_day(year.year);
    }
    builder.make_up();
    Some(builder.finish(first_year, last_year))
}

impl Builder<'_> {
    fn notice(&mut self, notice: &Notice, first_year: i16, last_year: i16) -> Result<(), String> {
        if notice.date.year() < first_year || notice.date.year() > last_year {
            return Err("ngày nằm ngoài bảng âm lịch".to_owned());
        }
        if notice.working && weekly_rest(notice.date).is_none() {
            return Err("ngày làm bù phải là thứ Bảy hoặc Chủ nhật".to_owned());
        }
        self.special.insert(
            notice.date,
            Holiday {
                date: notice.date,
                working: notice.working,
                reason: notice.what.clone(),
                notice: Some(notice.number.clone()),
                expected: false,
            },
        );
        Ok(())
    }

    /// Adds a public holiday; a notice for the same day keeps its own words.
    fn holiday(&mut self, date: Date, reason: String, made_up: bool, expected: bool) {
        if made_up && weekly_rest(date).is_some() {
            self.to_make_up.push((date, reason.clone(), expected));
        }
        self.special.entry(date).or_insert(Holiday {
            date,
            working: false,
            reason,
            notice: None,
            expected,
        });
    }

    fn fixed(&mut self, year: i16) {
        for holiday in &self.source.fixed {
            let date = Date::constant(year, holiday.month, holiday.day);
            if date >= holiday.valid_from {
                self.holiday(date, holiday.name.clone(), holiday.made_up, false);
            }
        }
    }

    /// The five days of Tết: from the notice, or else as expected.
    fn tet(&mut self, year: &LunarYear) {
        let noticed: Vec<Date> = self
            .notices
            .iter()
            .filter(|notice| notice.is_tet() && notice.date.year() == year.year)
            .map(|notice| notice.date)
            .collect();
        if let (Some(first), Some(last)) = (noticed.iter().min(), noticed.iter().max()) {
            // The notice lists the working days that are off, make-up days
            // included; the weekend inside is named, and made up already.
            for date in first
                .series(jiff::Span::new().days(1))
                .take_while(|day| day <= last)
            {
                if weekly_rest(date).is_some() {
                    let reason = self.tet_part(year, date, ", trùng ngày nghỉ hằng tuần");
                    self.holiday(date, reason, false, false);
                }
            }
            return;
        }
        let weekday = usize::try_from(year.tet.weekday().to_monday_zero_offset()).unwrap_or(0);
        let before = self
            .source
            .tet_days_before
            .get(weekday)
            .copied()
            .unwrap_or(1);
        for offset in -before..self.source.tet_length - before {
            let date = shift(year.tet, offset);
            let reason = self.tet_part(year, date, ", dự kiến");
            self.holiday(date, reason, true, true);
        }
    }

    fn tet_part(&self, year: &LunarYear, date: Date, remark: &str) -> String {
        let offset = (date - year.tet).get_days();
        let part = usize::try_from(offset)
            .ok()
            .and_then(|index| TET_PARTS.get(index));
        match part {
            Some(part) => format!("{} ({part}{remark})", self.source.tet_name),
            None => format!("{} (cuối tháng Chạp{remark})", self.source.tet_name),
        }
    }

    /// 2 September and one day beside it, chosen by the Prime Minister.
    fn national_day(&mut self, year: i16) {
        let day = Date::constant(year, 9, 2);
        let name = self.source.national_day_name.clone();
        self.holiday(day, name.clone(), true, false);
        let noticed = self
            .notices
            .iter()
            .any(|notice| notice.is_national_day() && notice.date.year() == year);
        if !noticed && day >= self.source.national_day_beside_from {
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
            let beside = self
                .source
                .national_day_beside
                .get(weekday)
                .copied()
                .unwrap_or(1);
            let reason = format!("{name} (ngày liền kề, dự kiến)");
            self.holiday(shift(day, beside), reason, true, true);
        }
    }

    /// Article 111(3) of the Labour Code: a day in lieu on the next working
    /// day, which moves on while that day is itself off.
    fn make_up(&mut self) {
        self.to_make_up.sort();
        for (date, reason, expected) in std::mem::take(&mut self.to_make_up) {
            let free = date
                .series(jiff::Span::new().days(1))
                .skip(1)
                .find(|day| weekly_rest(*day).is_none() && !self.special.contains_key(day));
            if let Some(free) = free {
                self.special.insert(
                    free,
                    Holiday {
                        date: free,
                        working: false,
                        reason: format!(
                            "nghỉ bù {reason} ngày {}, theo {}",
                            crate::error::vietnamese_date(date),
                            self.source.compensation
                        ),
                        notice: None,
                        expected,
                    },
                );
            }
        }
    }

    fn finish(self, first_year: i16, last_year: i16) -> Calendar {
        let first = Date::constant(first_year, 1, 1);
        let last = Date::constant(last_year, 12, 31);
        let mut calendar = Calendar {
            first_year,
            last_year,
            special: self.special,
            year_starts: Vec::new(),
            rank: Vec::new(),
            working: Vec::new(),
        };
        let mut count = 0;
        for date in first
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= last)
        {
            if date.day_of_year() == 1 {
                calendar.year_starts.push(calendar.rank.len());
            }
            let working = calendar
                .special
                .get(&date)
                .map_or_else(|| weekly_rest(date).is_none(), |holiday| holiday.working);
            if working {
                count += 1;
                calendar.working.push(date);
            }
            calendar.rank.push(count);
        }
        calendar
    }
}

/// The table ends far inside the range of dates, so shifting by days cannot overflow.
fn shift(date: Date, days: i16) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}
