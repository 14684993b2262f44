//! Units from a CSV file: each file has a report whose errors name a line, and one without errors stores what it said, once.
#![no_main]

mod city;

use std::sync::LazyLock;

use dinh_service::units::preview_import;
use libfuzzer_sys::fuzz_target;

static CITY: LazyLock<city::City> = LazyLock::new(city::City::new);

fuzz_target!(|data: &[u8]| {
    let report = CITY.wait(preview_import(&CITY.clockwork(), data));
    let report = report.expect("every file has a report");
    let lines = 1 + data.iter().filter(|byte| b"\r\n".contains(byte)).count() as u64;
    for error in &report.errors {
        assert!(error.line <= lines, "{error}");
        assert!(!error.message.is_empty());
    }
    assert!(report.errors.is_empty() || report.new.is_empty());
    assert!(report.new.len() + report.unchanged <= report.lines);
});
