//! `ARCHITECTURE.md` names exactly the crates that exist, and stays short enough to be read.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;
use crate::workspace::Metadata;

const FILE: &str = "ARCHITECTURE.md";
const LIMIT: usize = 200;

pub fn check(metadata: &Metadata, sources: &[Source]) -> Vec<Finding> {
    let Some(document) = sources.iter().find(|source| source.path == FILE) else {
        return vec![Finding::new(FILE, "the document is missing")];
    };
    compare(
        &document.text,
        &metadata
            .members()
            .filter_map(|package| package.room())
            .collect(),
    )
}

fn compare(text: &str, crates: &BTreeSet<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines >= LIMIT {
        findings.push(Finding::new(
            FILE,
            format!("{lines} lines; it stays below {LIMIT}"),
        ));
    }
    let named = named(text);
    for missing in crates.difference(&named) {
        findings.push(Finding::new(
            FILE,
            format!("does not name crates/{missing}"),
        ));
    }
    for gone in named.difference(crates) {
        findings.push(Finding::new(
            FILE,
            format!("names crates/{gone}, which does not exist"),
        ));
    }
    findings
}

/// Every `crates/<name>` in the text.
fn named(text: &str) -> BTreeSet<&str> {
    let after = text.split("crates/").skip(1);
    let names = after.filter_map(|rest| {
        rest.split(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == '-'))
            .next()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_crates_are_accepted_however_often_they_are_named() {
        assert_eq!(
            compare(
                "`crates/law` and crates/law/src, `crates/web`",
                &BTreeSet::from(["law", "web"])
            ),
            []
        );
    }

    #[test]
    fn a_missing_and_an_invented_crate_are_found() {
        assert_eq!(compare("`crates/laws`", &BTreeSet::from(["law"])).len(), 2);
    }

    #[test]
    fn a_long_document_is_found() {
        assert_eq!(compare(&"\n".repeat(200), &BTreeSet::new()).len(), 1);
    }
}
