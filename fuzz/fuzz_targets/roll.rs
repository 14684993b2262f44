//! A file read as a roll through the use case.

use std::sync::LazyLock;

use dinh_service::roll::import::{MOST_LINES, preview_import};

use crate::city::City;

static CITY: LazyLock<City> = LazyLock::new(City::new);

/// Every file has a report whose errors say something. No day is given, so that nothing is ever stored.
pub fn read(file: Vec<u8>) {
    let no_day = [String::new(), String::new(), String::new()];
    let head = CITY.head();
    let report = CITY.wait(preview_import(&head, CITY.hamlet.id, &no_day, file));
    let report = report.expect("every file has a report");
    assert!(report.lines <= MOST_LINES);
    assert!(report.errors.iter().all(|error| !error.message.is_empty()));
    assert!(report.new.len() + report.unchanged <= report.lines);
    assert!(report.waiting.is_none());
}
