//! Seconds since 1970 as a reader in Việt Nam says them (UTC+7, no summer time since 1975), and as programs write them.

/// Year, month, day, hour, minute, second.
type Parts = (u64, u64, u64, u64, u64, u64);

/// As `18:06:41 ngày 18/11/2026 (giờ Việt Nam)`.
pub fn shown(seconds: u64) -> String {
    let (year, month, day, hour, minute, second) = parts(seconds.saturating_add(7 * 3600));
    format!("{hour:02}:{minute:02}:{second:02} ngày {day:02}/{month:02}/{year} (giờ Việt Nam)")
}

/// As `2026-11-18T11:06:41Z`.
pub fn written(seconds: u64) -> String {
    let (year, month, day, hour, minute, second) = parts(seconds);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The day in Việt Nam, as `2026-11-18`.
pub fn day(seconds: u64) -> String {
    let (year, month, day, ..) = parts(seconds.saturating_add(7 * 3600));
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2026-11-18` as a reader writes it.
pub fn said(day: &str) -> String {
    let parts: Vec<&str> = day.rsplit('-').collect();
    parts.join("/")
}

/// The Gregorian calendar: eras of 400 years from 1 March of the year 0.
fn parts(seconds: u64) -> Parts {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day, rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::{shown, written};

    #[test]
    fn days_of_leap_years_and_of_the_end_of_a_year_are_right() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_709_164_800, "2024-02-29T00:00:00Z"),
            (1_795_000_001, "2026-11-18T11:06:41Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(written(seconds), text);
        }
        assert_eq!(
            shown(1_798_736_400),
            "00:00:00 ngày 01/01/2027 (giờ Việt Nam)"
        );
    }
}
