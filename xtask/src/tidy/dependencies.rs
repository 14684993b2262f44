//! `DEPENDENCIES.md` has exactly one line, with a reason, for each direct dependency of Rust and of npm; and a
//! dependency that the workspace offers is used by some crate.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;
use crate::workspace::Metadata;

const FILE: &str = "DEPENDENCIES.md";
const MANIFESTS: [&str; 2] = ["ui/package.json", "e2e/package.json"];

pub fn check(metadata: &Metadata, sources: &[Source]) -> Vec<Finding> {
    let Some(document) = sources.iter().find(|source| source.path == FILE) else {
        return vec![Finding::new(FILE, "the document is missing")];
    };
    let outside = |package: &'_ crate::workspace::Package| {
        package
            .dependencies
            .iter()
            .filter(|d| d.path.is_none())
            .map(|d| d.name.clone())
            .collect::<Vec<_>>()
    };
    let rust: BTreeSet<String> = metadata.members().flat_map(outside).collect();
    let manifests = sources
        .iter()
        .filter(|source| MANIFESTS.contains(&source.path.as_str()));
    let npm: BTreeSet<String> = manifests
        .flat_map(|manifest| npm_names(&manifest.text))
        .collect();

    let mut findings = compare(&document.text, "## Rust", &rust);
    findings.extend(compare(&document.text, "## npm", &npm));
    if let Some(root) = sources.iter().find(|source| source.path == "Cargo.toml") {
        findings.extend(unused(&root.text, &rust));
    }
    findings
}

fn compare(text: &str, heading: &str, direct: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut named = BTreeSet::new();
    for line in section(text, heading) {
        let Some((name, rest)) = line
            .strip_prefix("- `")
            .and_then(|rest| rest.split_once('`'))
        else {
            continue;
        };
        if rest.trim_start_matches(':').trim().is_empty() {
            findings.push(Finding::new(FILE, format!("{name} has no reason")));
        }
        if !named.insert(name.to_owned()) {
            findings.push(Finding::new(FILE, format!("{name} has two lines")));
        }
    }
    for missing in direct.difference(&named) {
        findings.push(Finding::new(
            FILE,
            format!("{missing} has no line under \u{201c}{heading}\u{201d}"),
        ));
    }
    for left_over in named.difference(direct) {
        findings.push(Finding::new(
            FILE,
            format!("{left_over} is not a direct dependency any more"),
        ));
    }
    findings
}

fn section<'a>(text: &'a str, heading: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .skip_while(move |line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
}

fn npm_names(manifest: &str) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    let groups = ["dependencies", "devDependencies"]
        .into_iter()
        .filter_map(|group| manifest[group].as_object());
    groups.flat_map(|group| group.keys().cloned()).collect()
}

/// Lines of `[workspace.dependencies]` that no crate takes up.
fn unused(root: &str, rust: &BTreeSet<String>) -> Vec<Finding> {
    let lines = root
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .skip(1);
    let names = lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#') && !line.contains("path ="))
        .filter_map(|line| Some(line.split_once('=')?.0.trim()));
    let left_over = names.filter(|name| !rust.contains(*name));
    left_over
        .map(|name| Finding::new("Cargo.toml", format!("no crate uses {name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn one_line_with_a_reason_for_each_is_accepted() {
        let text = "## Rust\n- `serde`: packs.\n## npm\n- `sass`: styles.\n";
        assert_eq!(compare(text, "## Rust", &set(&["serde"])), []);
        assert_eq!(compare(text, "## npm", &set(&["sass"])), []);
    }

    #[test]
    fn a_missing_a_double_a_left_over_and_an_unreasoned_line_are_found() {
        let text = "## Rust\n- `serde`: packs.\n- `serde`: again.\n- `old`: gone.\n- `toml`:\n";
        assert_eq!(
            compare(text, "## Rust", &set(&["serde", "toml", "new"])).len(),
            4
        );
    }

    #[test]
    fn both_groups_of_a_manifest_are_read() {
        let text = r#"{"dependencies":{"a":"1"},"devDependencies":{"b":"1"}}"#;
        assert_eq!(npm_names(text), ["a", "b"]);
    }

    #[test]
    fn an_offered_dependency_that_nobody_takes_is_found() {
        let text = "[workspace.dependencies]\n# Ours.\ndinh-law = { path = \"x\" }\nserde = \"1\"\nold = \"1\"\n[x]\ny = 1\n";
        assert_eq!(unused(text, &set(&["serde"])).len(), 1);
    }
}
