//! The fixed part of the calendar: which holidays the law names, since when,
//! and whether one that meets a weekly day of rest is made up.

use serde::Deserialize;
use toml::Spanned;

use crate::pack::line_of;
use crate::pack::{CitationSource, Instruments};
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
    file: &str,
    text: &str,
    instruments: &Instruments<'_>,
    errors: &mut Vec<PackError>,
) -> Option<HolidaySource> {
    let source: Source = match toml::from_str(text) {
        Ok(source) => source,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let reason = crate::pack::toml_reason(&error);
            errors.push(PackError::new(file, line_of(text, offset), reason));
            return None;
        }
    };
    let mut cite = |citation: &Spanned<CitationSource>| {
        instruments
            .citation(citation.get_ref(), None)
            .map_err(|reason| {
                errors.push(PackError::new(
                    file,
                    line_of(text, citation.span().start),
                    reason,
                ));
            })
            .ok()
    };
    let compensation = cite(&source.compensation.citation);
    cite(&source.tet.citation);
    cite(&source.hung_kings.citation);
    cite(&source.national_day.citation);
    for holiday in &source.fixed {
        if let Some(citation) = &holiday.get_ref().citation {
            cite(citation);
        }
    }
    let mut fixed = Vec::new();
    for holiday in &source.fixed {
        match read_fixed(holiday.get_ref()) {
            Ok(read) => fixed.push(read),
            Err(reason) => errors.push(PackError::new(
                file,
                line_of(text, holiday.span().start),
                reason,
            )),
        }
    }
    let beside_from = &source.national_day.beside_from;
    let Ok(national_day_beside_from) = beside_from.get_ref().parse() else {
        errors.push(PackError::new(
            file,
            line_of(text, beside_from.span().start),
            format!(
                "“{}” không phải ngày dạng năm-tháng-ngày",
                beside_from.get_ref()
            ),
        ));
        return None;
    };
    Some(HolidaySource {
        fixed,
        tet_name: source.tet.name,
        tet_days_before: source.tet.days_before,
        tet_length: source.tet.length,
        hung_kings_name: source.hung_kings.name,
        national_day_name: source.national_day.name,
        national_day_beside: source.national_day.beside,
        national_day_beside_from,
        compensation: compensation?,
    })
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
        valid_from: holiday.valid_from.parse().map_err(|_| {
            format!(
                "“{}” không phải ngày dạng năm-tháng-ngày",
                holiday.valid_from
            )
        })?,
        made_up: holiday.made_up,
    })
}
