//! The file of settings: every text is refused with a reason, or gives known settings only.
#![no_main]

#[allow(dead_code, reason = "arguments are not fuzzed")]
#[path = "../../crates/cli/src/settings.rs"]
mod settings;

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match settings::read(text, Path::new("dinh.toml")) {
        Ok(found) => assert!(
            found
                .iter()
                .all(|(key, _)| settings::KEYS.contains(&key.as_str()))
        ),
        Err(error) => assert!(!format!("{error:#}").is_empty()),
    }
});
