//! The table of Tết and Hùng Kings against the sky.
//!
//! New moons and the sun's longitude are computed here with the series of
//! Meeus, "Astronomical Algorithms" (chapters 25 and 49), and the months are
//! numbered by the rules of the Vietnamese calendar at UTC+7. Floats live in
//! this test only; the kernel reads the table.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "day numbers are small; the floor of a day number is what is meant"
)]

use dinh_law::{Date, Law};
use jiff::Span;

/// Day number (Julian day at noon) of 1 January 2000.
const EPOCH: i64 = 2_451_545;

/// Terrestrial time minus universal time, in days (Espenak and Meeus, 2005-2050).
fn delta_t(year: f64) -> f64 {
    let t = year - 2000.0;
    (62.92 + 0.322_17 * t + 0.005_589 * t * t) / 86_400.0
}

/// The local day, as a day number, of a moment in terrestrial time.
fn local_day(moment: f64, hours_east: f64) -> i64 {
    let year = 2000.0 + (moment - 2_451_545.0) / 365.25;
    (moment - delta_t(year) + hours_east / 24.0 + 0.5).floor() as i64
}

/// The true new moon number `k` after the first of 2000 (Meeus 49), terrestrial time.
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
    let e = 1.0 - 0.002_516 * t - 0.000_007_4 * t * t;
    let sun = (2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let latitude = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t).to_radians();
    let node = (124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t).to_radians();
    let mut correction = -0.40720 * moon.sin() + 0.17241 * e * sun.sin();
    correction += 0.01608 * (2.0 * moon).sin() + 0.01039 * (2.0 * latitude).sin();
    correction += 0.00739 * e * (moon - sun).sin() - 0.00514 * e * (moon + sun).sin();
    correction += 0.00208 * e * e * (2.0 * sun).sin();
    correction -= 0.00111 * (moon - 2.0 * latitude).sin();
    correction -= 0.00057 * (moon + 2.0 * latitude).sin();
    correction += 0.00056 * e * (2.0 * moon + sun).sin() - 0.00042 * (3.0 * moon).sin();
    correction += 0.00042 * e * (sun + 2.0 * latitude).sin();
    correction += 0.00038 * e * (sun - 2.0 * latitude).sin();
    correction -= 0.00024 * e * (2.0 * moon - sun).sin();
    correction -= 0.00017 * node.sin();
    let planets = (299.77 + 0.107_408 * k - 0.009_173 * t * t).to_radians();
    mean + correction
        + 0.000_325 * planets.sin()
        + 0.000_165 * (251.88 + 0.016_321 * k).to_radians().sin()
}

/// The apparent longitude of the sun in degrees (Meeus 25), terrestrial time.
fn sun_longitude(moment: f64) -> f64 {
    let t = (moment - 2_451_545.0) / 36_525.0;
    let mean = 280.466_46 + 36_000.769_83 * t + 0.000_303_2 * t * t;
    let anomaly = (357.529_11 + 35_999.050_29 * t - 0.000_153_7 * t * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
}

/// Which of the twelve thirds of a season the sun is in as a local day begins.
fn sign_at_midnight(day: i64, hours_east: f64) -> i64 {
    let midnight = day as f64 - 0.5 - hours_east / 24.0;
    let year = 2000.0 + (midnight - 2_451_545.0) / 365.25;
    (sun_longitude(midnight + delta_t(year)) / 30.0).floor() as i64
}

/// First days of lunar months, from late 2018 to early 2051.
fn month_starts(hours_east: f64) -> Vec<i64> {
    (232..636)
        .map(|k| local_day(new_moon(f64::from(k)), hours_east))
        .collect()
}

/// The day number of a civil date.
fn number(date: Date) -> i64 {
    EPOCH + i64::from((date - Date::constant(2000, 1, 1)).get_days())
}

fn civil(day: i64) -> Date {
    Date::constant(2000, 1, 1).saturating_add(Span::new().days(day - EPOCH))
}

/// The start of the month that holds the winter solstice of a year.
fn eleventh_month(starts: &[i64], year: i16, hours_east: f64) -> usize {
    let mut day = number(Date::constant(year, 12, 15));
    while sign_at_midnight(day + 1, hours_east) != 9 {
        day += 1;
    }
    starts
        .iter()
        .rposition(|start| *start <= day)
        .expect("the table of moons covers it")
}

/// Tết and the tenth of the third month of a year.
fn feasts(starts: &[i64], year: i16, hours_east: f64) -> (Date, Date) {
    let first = eleventh_month(starts, year - 1, hours_east);
    let last = eleventh_month(starts, year, hours_east);
    let mut leap_left = last - first == 13;
    let mut month = 11;
    let (mut tet, mut third) = (None, None);
    for index in first..last {
        if index > first {
            let start = sign_at_midnight(starts[index], hours_east);
            let next = sign_at_midnight(starts[index + 1], hours_east);
            if leap_left && start == next {
                leap_left = false;
                continue;
            }
            month = month % 12 + 1;
        }
        match month {
            1 => tet = Some(civil(starts[index])),
            3 => third = Some(civil(starts[index] + 9)),
            _ => {}
        }
    }
    (tet.expect("a first month"), third.expect("a third month"))
}

#[test]
fn the_table_agrees_with_the_sky_at_utc_plus_seven_for_every_year() {
    let starts = month_starts(7.0);
    let table = include_str!("../../../rules/calendar/lunar.csv");
    let mut years = 0;
    for line in table.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let year: i16 = fields[0].parse().expect("a year");
        let (tet, hung_kings) = feasts(&starts, year, 7.0);
        assert_eq!(tet.to_string(), fields[1], "Tết {year}");
        assert_eq!(hung_kings.to_string(), fields[2], "Giỗ Tổ {year}");
        years += 1;
    }
    assert_eq!(years, 31);
}

#[test]
fn the_year_2030_begins_on_the_second_of_february_in_vietnam_and_a_day_later_in_china() {
    let vietnam = feasts(&month_starts(7.0), 2030, 7.0).0;
    let china = feasts(&month_starts(8.0), 2030, 8.0).0;
    assert_eq!(vietnam, Date::constant(2030, 2, 2));
    assert_eq!(china, Date::constant(2030, 2, 3));
    let day = Law::embedded()
        .calendar()
        .day(vietnam)
        .expect("inside the calendar");
    assert_eq!(
        day.reason.as_deref(),
        Some("Tết Nguyên đán (mùng 1, dự kiến)")
    );
}
