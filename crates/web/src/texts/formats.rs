use jiff::civil::{Date, DateTime};

use super::Lang;

/// Dates, times and numbers as people here write them. Dates are dd/mm/yyyy in every language, times 24-hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    lang: Lang,
}

impl Formats {
    /// The formats of a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// `23/11/2026`.
    pub fn date(self, date: Date) -> String {
        format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
    }

    /// `23/11/2026 14:05`, of a moment already taken to Vietnamese local time.
    pub fn date_time(self, moment: DateTime) -> String {
        format!("{} {}", self.date(moment.date()), self.time(moment))
    }

    /// `14:05`.
    pub fn time(self, moment: DateTime) -> String {
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    }

    /// `1.234.567` in Vietnamese, `1,234,567` in English.
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            text.push('-');
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(self.thousands_mark());
            }
            text.push(digit);
        }
        text
    }

    /// A share of a whole with one decimal: `94,2 %`. Nothing of nothing has no percentage and is a dash.
    ///
    /// Exact: whole numbers only, rounded half up in tenths of a percent.
    pub fn percent(self, part: u64, whole: u64) -> String {
        if whole == 0 {
            return "–".to_owned();
        }
        let tenths = (u128::from(part) * 2000 + u128::from(whole)) / (u128::from(whole) * 2);
        let units = i64::try_from(tenths / 10).unwrap_or(i64::MAX);
        format!(
            "{}{}{} %",
            self.number(units),
            self.decimal_mark(),
            tenths % 10
        )
    }

    /// The count beside its percentage, as every share is shown: `97/103 (94,2 %)`.
    pub fn share(self, part: u64, whole: u64) -> String {
        let count = |number: u64| self.number(i64::try_from(number).unwrap_or(i64::MAX));
        format!(
            "{}/{} ({})",
            count(part),
            count(whole),
            self.percent(part, whole)
        )
    }

    /// A size in kB, MB or GB with one decimal at most: `812 kB`, `2,4 MB`, `1,0 GB`.
    pub fn size(self, bytes: u64) -> String {
        if bytes < 1_000_000 {
            let kilobytes = i64::try_from(bytes.div_ceil(1000)).unwrap_or(i64::MAX);
            return format!("{} kB", self.number(kilobytes));
        }
        let (one, unit) = match bytes {
            ..999_950_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        let tenths = bytes.saturating_add(one / 20) / (one / 10);
        let units = i64::try_from(tenths / 10).unwrap_or(i64::MAX);
        format!(
            "{}{}{} {unit}",
            self.number(units),
            self.decimal_mark(),
            tenths % 10
        )
    }

    fn thousands_mark(self) -> char {
        match self.lang {
            Lang::Vi => '.',
            Lang::En => ',',
        }
    }

    fn decimal_mark(self) -> char {
        match self.lang {
            Lang::Vi => ',',
            Lang::En => '.',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const VI: Formats = Formats { lang: Lang::Vi };
    const EN: Formats = Formats { lang: Lang::En };

    #[test]
    fn dates_are_day_month_year_in_both_languages() {
        assert_eq!(VI.date(date(2026, 2, 3)), "03/02/2026");
        assert_eq!(EN.date(date(2026, 2, 3)), "03/02/2026");
        assert_eq!(
            VI.date_time(date(2026, 11, 23).at(14, 5, 59, 0)),
            "23/11/2026 14:05"
        );
    }

    #[test]
    fn numbers_get_a_mark_every_three_digits() {
        assert_eq!(VI.number(0), "0");
        assert_eq!(VI.number(999), "999");
        assert_eq!(VI.number(-1_234_567), "-1.234.567");
        assert_eq!(EN.number(1_000), "1,000");
        assert_eq!(VI.number(i64::MIN), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn a_share_shows_its_count_and_one_decimal() {
        assert_eq!(VI.share(97, 103), "97/103 (94,2 %)");
        assert_eq!(EN.share(1, 3), "1/3 (33.3 %)");
        assert_eq!(VI.share(2, 3), "2/3 (66,7 %)");
        assert_eq!(VI.percent(0, 0), "–");
        assert_eq!(VI.percent(1, 1), "100,0 %");
    }

    #[test]
    fn sizes_are_rounded_for_people() {
        assert_eq!(VI.size(1), "1 kB");
        assert_eq!(VI.size(812_000), "812 kB");
        assert_eq!(VI.size(2_449_999), "2,4 MB");
        assert_eq!(VI.size(999_949_999), "999,9 MB");
        assert_eq!(VI.size(999_950_000), "1,0 GB");
        assert_eq!(VI.size(25_049_999_999), "25,0 GB");
    }
}
