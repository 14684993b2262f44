//! A crate in two versions is built twice and carried twice. How many there are has a budget, so that a new one is seen;
//! most come from far below and cannot be mended here.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::workspace::Metadata;

/// Crates in more than one version, over all platforms. It may fall; it rises with a record of why only (docs/adr/0009).
const BUDGET: usize = 41;

pub fn check(metadata: &Metadata) -> Vec<Finding> {
    let packages = metadata.packages.iter();
    let packages = packages.map(|package| (package.name.as_str(), package.version.as_str()));
    compare(packages, BUDGET)
}

fn compare<'a>(packages: impl Iterator<Item = (&'a str, &'a str)>, budget: usize) -> Vec<Finding> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, version) in packages {
        versions.entry(name).or_default().insert(version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    if versions.len() <= budget {
        return Vec::new();
    }
    let names: Vec<&str> = versions.into_keys().collect();
    let reason = format!(
        "{} crates come in more than one version, the budget is {budget}: {}",
        names.len(),
        names.join(", ")
    );
    vec![Finding::new("Cargo.lock", reason)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_than_the_budget_is_found_and_versions_of_one_crate_count_once() {
        let packages = [
            ("a", "1"),
            ("a", "2"),
            ("a", "3"),
            ("b", "1"),
            ("c", "1"),
            ("c", "2"),
        ];
        assert_eq!(compare(packages.into_iter(), 2), []);
        assert_eq!(compare(packages.into_iter(), 1).len(), 1);
    }
}
