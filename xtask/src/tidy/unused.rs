//! A crate names in its manifest only what its sources mention: what is not used is not built, licensed or explained.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;
use crate::workspace::Metadata;

pub fn check(metadata: &Metadata, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.members() {
        let Some(room) = package.room() else { continue };
        let folder = format!("crates/{room}/");
        let own = sources
            .iter()
            .filter(|source| source.extension() == "rs" && source.path.starts_with(&folder));
        let words: BTreeSet<&str> = own.flat_map(|source| words(&source.text)).collect();
        let names = package
            .dependencies
            .iter()
            .map(|dependency| dependency.name.as_str());
        findings.extend(unused(room, names, &words));
    }
    findings
}

fn unused<'a>(
    room: &str,
    names: impl Iterator<Item = &'a str>,
    words: &BTreeSet<&str>,
) -> Vec<Finding> {
    let left_over = names.filter(|name| !words.contains(name.replace('-', "_").as_str()));
    left_over
        .map(|name| {
            Finding::new(
                format!("crates/{room}/Cargo.toml"),
                format!("{name} is not used"),
            )
        })
        .collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !(character.is_alphanumeric() || character == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_is_used_when_its_name_stands_in_a_source() {
        let used: BTreeSet<&str> = words("use jiff_sqlx::Date;\nserde::Serialize").collect();
        assert_eq!(
            unused("store", ["jiff-sqlx", "serde"].into_iter(), &used),
            []
        );
        assert_eq!(unused("store", ["jiff"].into_iter(), &used).len(), 1);
    }
}
