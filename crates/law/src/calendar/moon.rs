//! The table of the two holidays of the Vietnamese lunar calendar.
//!
//! The table is data. Its dates are checked in a test against an astronomical
//! computation at UTC+7; calendars computed for UTC+8 give 3 February 2030,
//! which is wrong for Vietnam.

use crate::{Date, PackError};

/// First day of the first month, and the tenth of the third month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LunarYear {
    pub year: i16,
    pub tet: Date,
    pub hung_kings: Date,
}

const HEADER: &str = "year,tet,hung_kings";

/// Reads the table; years must follow each other without a gap.
pub(crate) fn read_lunar_years(
    file: &str,
    text: &str,
    errors: &mut Vec<PackError>,
) -> Vec<LunarYear> {
    let mut years: Vec<LunarYear> = Vec::new();
    let mut last_year: Option<i16> = None;
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        if line_number == 1 {
            if line != HEADER {
                errors.push(PackError::new(
                    file,
                    1,
                    format!("dòng đầu phải là “{HEADER}”"),
                ));
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let row = read_line(line);
        let year = line
            .split(',')
            .next()
            .and_then(|text| text.parse::<i16>().ok());
        if let (Some(year), Some(last)) = (year, last_year)
            && i32::from(year) != i32::from(last) + 1
        {
            let reason = "các năm phải liền nhau, tăng dần".to_owned();
            errors.push(PackError::new(file, line_number, reason));
        }
        last_year = year.or(last_year);
        match row {
            Ok(row) => years.push(row),
            Err(reason) => errors.push(PackError::new(file, line_number, reason)),
        }
    }
    years
}

fn read_line(line: &str) -> Result<LunarYear, String> {
    let fields: Vec<&str> = line.split(',').collect();
    let [year, tet, hung_kings] = fields.as_slice() else {
        return Err(format!("cần 3 cột, có {}", fields.len()));
    };
    let date = |text: &str| -> Result<Date, String> {
        text.parse()
            .map_err(|_| format!("“{text}” không phải ngày dạng năm-tháng-ngày"))
    };
    let row = LunarYear {
        year: year
            .parse()
            .map_err(|_| format!("“{year}” không phải năm"))?,
        tet: date(tet)?,
        hung_kings: date(hung_kings)?,
    };
    if row.tet.year() != row.year || row.hung_kings.year() != row.year {
        return Err("ngày không thuộc năm ghi ở cột đầu".to_owned());
    }
    Ok(row)
}
