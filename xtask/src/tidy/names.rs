//! A module is named for a thing. A name that says nothing collects everything.

use super::Finding;
use super::source::Source;

const REFUSED: [&str; 10] = [
    "util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "types", "stuff",
];
const KINDS: [&str; 5] = ["rs", "ts", "mjs", "scss", "html"];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| KINDS.contains(&source.extension()))
        .filter_map(refused)
        .collect()
}

fn refused(source: &Source) -> Option<Finding> {
    let parts = source.path.split('/').map(|part| {
        part.split('.')
            .next()
            .unwrap_or_default()
            .trim_start_matches('_')
    });
    let name = parts.into_iter().find(|part| REFUSED.contains(part))?;
    Some(Finding::new(
        &source.path,
        format!("\u{201c}{name}\u{201d} says nothing; name the thing"),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn empty_names_are_found_as_file_and_as_folder() {
        assert_eq!(check(&[sample("crates/web/src/utils.rs", "")]).len(), 1);
        assert_eq!(check(&[sample("ui/src/common/box.ts", "")]).len(), 1);
        assert_eq!(check(&[sample("ui/src/_helpers.scss", "")]).len(), 1);
        assert_eq!(check(&[sample("crates/web/src/pages/unit.rs", "")]), []);
    }
}
