//! A start costs the same however many units and rows there are: it counts nothing anew.

use crate::city::{City, Served, free_address, measured, until_settled};

/// Statements from the start until all that is done once a day is done.
fn statements(city: &City) -> (Served, i64) {
    let metrics = free_address();
    let served = city.serve(&["--metrics", &metrics]);
    until_settled(&metrics);
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
    // One for each of the 103 units would be twice as many.
    assert!(second < 150, "it looks at units again: {second}");
    assert_eq!(served.stop().code(), Some(0));
}
