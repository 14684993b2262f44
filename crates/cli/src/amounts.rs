//! Amounts in the way in which a person reads them, in Vietnamese.

use std::time::Duration;

const UNITS: [&str; 5] = ["byte", "kB", "MB", "GB", "TB"];

/// Bytes, with one decimal: "1,4 GB".
pub fn bytes(count: u64) -> String {
    let (mut tenths, mut unit) = (u128::from(count) * 10, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1000;
        unit += 1;
    }
    let name = UNITS[unit];
    if unit == 0 {
        return format!("{} {name}", grouped(count));
    }
    format!("{},{} {name}", tenths / 10, tenths % 10)
}

/// A number with a full stop between thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// Seconds with one decimal: "12,3 giây".
pub fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{},{} giây", tenths / 10, tenths % 10)
}

/// How long it took, and how long a gigabyte takes at this pace.
pub fn pace(time: Duration, count: u64) -> String {
    let tenths = time.as_micros() * 1_000_000_000 / u128::from(count.max(1)) / 100_000;
    format!(
        "{} ({},{} giây cho mỗi GB)",
        seconds(time),
        tenths / 10,
        tenths % 10
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_in_vietnamese() {
        assert_eq!(bytes(0), "0 byte");
        assert_eq!(bytes(999), "999 byte");
        assert_eq!(bytes(1_450_000), "1,4 MB");
        assert_eq!(bytes(u64::MAX), "18446744,0 TB");
        assert_eq!(grouped(1_234_567), "1.234.567");
        assert_eq!(grouped(100), "100");
        assert_eq!(
            pace(Duration::from_millis(2500), 500_000_000),
            "2,5 giây (5,0 giây cho mỗi GB)"
        );
    }
}
