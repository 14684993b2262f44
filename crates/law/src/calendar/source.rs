//! The fixed part of the calendar: which holidays the law names, since when,
//! and whether one that meets a weekly day of rest is made up.

use serde::Deserialize;
use toml::Spanned;

use crate::pack::{CitationSource, FromPack, Instruments, SourceFile, line_of, read_toml};
use crate::{Citation, Date, PackError};

/// `rules/calendar/holidays.toml`, checked.
#[derive(Debug, Clone)]
pub(crate) struct HolidaySource {
    pub fixed: Vec<FixedHoliday>,
    pub tet_name: String,
    /// Days off before the first day of the year, by weekday of that day, Monday first.
    pub tet_days_before: [i16; 7],
    pub tet_length: i16,
    pub hung_kings_name: String,
    pub national_day_name: String,
    /// The day beside 2 September: -1 or 1, by weekday of 2 September, Monday first.
    pub national_day_beside: [i16; 7],
    /// Since when there is a day beside it.
    pub national_day_beside_from: Date,
    /// Article 111(3) of the Labour Code.
    pub compensation: Citation,
}

/// A holiday on the same day each year.
#[derive(Debug, Clone)]
pub(crate) struct FixedHoliday {
    pub name: String,
    pub month: i8,
    pub day: i8,
    pub valid_from: Date,
    pub made_up: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    compensation: Compensation,
    fixed: Vec<Spanned<Fixed>>,
    tet: Tet,
    hung_kings: Named,
    national_day: NationalDay,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compensation {
    citation: Spanned<CitationSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    name: String,
    month: i8,
    day: i8,
    valid_from: String,
    made_up: bool,
    citation: Option<Spanned<CitationSource>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tet {
    name: String,
    length: i16,
    days_before: [i16; 7],
    citation: Spanned<CitationSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    citation: Spanned<CitationSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NationalDay {
    name: String,
    beside: [i16; 7],
    beside_from: Spanned<String>,
    citation: Spanned<CitationSource>,
}

/// Reads the fixed part; every fault is reported.
pub(crate) fn read_holidays(
    file: SourceFile<'_>,
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Option<HolidaySource> {
    let source: Source = read_toml(file, errors)?;
    let mut fault = |offset: usize, reason: String| {
        errors.push(PackError::new(
            file.path,
            line_of(file.text, offset),
            reason,
        ));
    };
    let mut compensation = None;
    for (index, citation) in source.citations().into_iter().enumerate() {
        match instruments.citation(citation.get_ref(), None) {
            Ok(read) if index == 0 => compensation = Some(read),
            Ok(_) => {}
            Err(reason) => fault(citation.span().start, reason),
        }
    }
    let mut fixed = Vec::new();
    for holiday in &source.fixed {
        match read_fixed(holiday.get_ref()) {
            Ok(read) => fixed.push(read),
            Err(reason) => fault(holiday.span().start, reason),
        }
    }
    if let Err(reason) = check_spans(&source) {
        fault(0, reason);
    }
    let beside_from = &source.national_day.beside_from;
    let national_day_beside_from = Date::from_pack(beside_from.get_ref())
        .map_err(|reason| fault(beside_from.span().start, reason))
        .ok();
    Some(HolidaySource {
        fixed,
        tet_name: source.tet.name,
        tet_days_before: source.tet.days_before,
        tet_length: source.tet.length,
        hung_kings_name: source.hung_kings.name,
        national_day_name: source.national_day.name,
        national_day_beside: source.national_day.beside,
        national_day_beside_from: national_day_beside_from?,
        compensation: compensation?,
    })
}

impl Source {
    /// Every citation, that of the days off in lieu first.
    fn citations(&self) -> Vec<&Spanned<CitationSource>> {
        let named = [
            &self.compensation.citation,
            &self.tet.citation,
            &self.hung_kings.citation,
            &self.national_day.citation,
        ];
        let fixed = self
            .fixed
            .iter()
            .filter_map(|holiday| holiday.get_ref().citation.as_ref());
        named.into_iter().chain(fixed).collect()
    }
}

/// What the Prime Minister may choose, within the five and two days of the law.
fn check_spans(source: &Source) -> Result<(), String> {
    let length = source.tet.length;
    let inside = |days: &i16| (0..length).contains(days);
    if !(1..=10).contains(&length) || !source.tet.days_before.iter().all(inside) {
        return Err("số ngày nghỉ Tết hoặc số ngày trước mùng 1 không hợp lệ".to_owned());
    }
    let beside = |days: &i16| matches!(days, -1 | 1);
    if !source.national_day.beside.iter().all(beside) {
        return Err("ngày liền kề 02/9 phải là -1 hoặc 1".to_owned());
    }
    Ok(())
}

fn read_fixed(holiday: &Fixed) -> Result<FixedHoliday, String> {
    if holiday.citation.is_none() {
        return Err(format!(
            "ngày nghỉ “{}” thiếu căn cứ (citation)",
            holiday.name
        ));
    }
    // 2023 is not a leap year: a holiday on 29 February could not recur each year.
    Date::new(2023, holiday.month, holiday.day)
        .map_err(|_| format!("không có ngày {}/{}", holiday.day, holiday.month))?;
    Ok(FixedHoliday {
        name: holiday.name.clone(),
        month: holiday.month,
        day: holiday.day,
        valid_from: Date::from_pack(&holiday.valid_from)?,
        made_up: holiday.made_up,
    })
}
