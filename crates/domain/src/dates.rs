//! Dates as people type them: three fields, Vietnamese order.

use jiff::civil::Date;

use crate::refusal::FieldError;

/// Day, month, year as typed to a date; `None` when all three are empty.
pub fn check(field: &str, typed: &[String; 3]) -> Result<Option<Date>, FieldError> {
    let [day, month, year] = typed.each_ref().map(|part| part.trim());
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    let wrong = || {
        FieldError::new(
            field,
            format!(
                "“{day}/{month}/{year}” không phải là ngày có thật; hãy nhập đủ ngày, tháng, năm, ví dụ 05/01/2026."
            ),
        )
    };
    let (Ok(d), Ok(m), Ok(y)) = (day.parse::<i8>(), month.parse::<i8>(), year.parse::<i16>())
    else {
        return Err(wrong());
    };
    if !(1945..=2100).contains(&y) {
        return Err(FieldError::new(
            field,
            format!("Năm {y} nằm ngoài khoảng 1945–2100; hãy kiểm tra lại."),
        ));
    }
    Date::new(y, m, d).map(Some).map_err(|_| wrong())
}

/// The same, when a date must be given.
pub fn require(field: &str, typed: &[String; 3]) -> Result<Date, FieldError> {
    check(field, typed)?
        .ok_or_else(|| FieldError::new(field, "Hãy nhập đủ ngày, tháng, năm, ví dụ 05/01/2026."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(day: &str, month: &str, year: &str) -> [String; 3] {
        [day.into(), month.into(), year.into()]
    }

    #[test]
    fn the_twelfth_of_june_stays_the_twelfth_of_june() {
        let day = require("date", &typed("12", "6", "2026")).expect("a real day");
        assert_eq!(day.to_string(), "2026-06-12");
    }

    #[test]
    fn the_thirtieth_of_february_is_refused_with_what_was_typed() {
        let error = require("date", &typed("30", "02", "2026")).expect_err("no such day");
        assert!(error.message.contains("30/02/2026"));
    }

    #[test]
    fn three_empty_fields_are_no_date() {
        assert_eq!(check("date", &typed("", " ", "")), Ok(None));
        assert!(require("date", &typed("", "", "")).is_err());
    }
}
