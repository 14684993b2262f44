//! A link from one document of the project to another leads somewhere.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for source in sources {
        let mut path = source.path.as_str();
        paths.insert(path.to_owned());
        while let Some((parent, _)) = path.rsplit_once('/') {
            paths.insert(parent.to_owned());
            path = parent;
        }
    }
    sources
        .iter()
        .filter(|source| source.extension() == "md")
        .flat_map(|source| broken(source, &paths))
        .collect()
}

fn broken(source: &Source, paths: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for target in line
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            if !resolve(&source.path, path).is_some_and(|path| paths.contains(&path)) {
                findings.push(Finding::at(
                    source,
                    index + 1,
                    format!("{target} leads nowhere"),
                ));
            }
        }
    }
    findings
}

fn resolve(from: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_link_is_followed_from_the_folder_of_its_document() {
        let sources = [
            sample(
                "docs/adr/0001-a.md",
                "[b](../recipes/b.md#x) [c](https://example.org) [d](#here) [data](../../data)",
            ),
            sample("docs/recipes/b.md", ""),
            sample("data/a.csv", ""),
        ];
        assert_eq!(check(&sources), []);
    }

    #[test]
    fn a_link_to_nothing_is_found() {
        assert_eq!(check(&[sample("README.md", "[x](docs/gone.md)")]).len(), 1);
        assert_eq!(check(&[sample("README.md", "[x](../outside.md)")]).len(), 1);
    }
}
