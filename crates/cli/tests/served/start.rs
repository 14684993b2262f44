//! A start costs the same however many units and rows there are: it counts nothing anew.

use crate::city::{City, Served, exchange, free_address, until};

fn measured(served: &str, name: &str) -> Option<i64> {
    let answer = exchange(served, "GET /metrics HTTP/1.1\r\n", "")?;
    let line = answer
        .body
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line?.trim().parse().ok()
}

/// Statements from the start until all that is done once a day is done.
fn statements(city: &City) -> (Served, i64) {
    let metrics = free_address();
    let served = city.serve(&["--metrics", &metrics]);
    until("the clockwork turned", || {
        measured(&metrics, "dinh_clockwork_second").filter(|second| *second > 0)
    });
    let count = measured(&metrics, "dinh_statements_total");
    (served, count.expect("counted"))
}

#[test]
fn a_second_start_on_the_same_day_looks_at_no_unit_and_no_duty() {
    let city = City::new();
    let (served, first) = statements(&city);
    assert!(
        first > 300,
        "the first opens the duties of 103 units: {first}"
    );
    assert_eq!(served.stop().code(), Some(0));
    let (served, second) = statements(&city);
    assert!(
        second < 100,
        "fewer statements than there are units: {second}"
    );
    assert_eq!(served.stop().code(), Some(0));
}
