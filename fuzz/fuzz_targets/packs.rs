//! Rule packs. An input is a path in the pack, an end of line, and what that file holds; beside it stand the instruments and the
//! calendar of the real pack. Whatever it says, the pack is refused with places that exist, or it loads and answers.
#![no_main]

use dinh_law::{Law, SourceFile, UnitKind};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

const BASE: [(&str, &str); 4] = [
    (
        "instruments.toml",
        include_str!("../../rules/instruments.toml"),
    ),
    (
        "calendar/holidays.toml",
        include_str!("../../rules/calendar/holidays.toml"),
    ),
    (
        "calendar/lunar.csv",
        include_str!("../../rules/calendar/lunar.csv"),
    ),
    (
        "calendar/holiday-notices.csv",
        include_str!("../../rules/calendar/holiday-notices.csv"),
    ),
];

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (path, text) = text.split_once('\n').unwrap_or((text, ""));
    let base = BASE.iter().filter(|(known, _)| *known != path);
    let files: Vec<SourceFile> = base
        .map(|(path, text)| SourceFile { path, text })
        .chain([SourceFile { path, text }])
        .collect();
    match Law::load(&files) {
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a reason");
            for error in errors {
                let file = files.iter().find(|file| file.path == error.file);
                let lines = file.map_or(0, |file| file.text.split('\n').count());
                assert!((1..=lines.max(1)).contains(&error.line), "{error}");
            }
        }
        Ok(law) => {
            for day in [date(2023, 7, 1), date(2026, 11, 23)] {
                for rule in law.catalogue(UnitKind::Commune, day) {
                    law.periods_of(rule, day, date(2027, 1, 1));
                }
            }
            law.check();
        }
    }
});
