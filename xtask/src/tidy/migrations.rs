//! Each migration exists for both engines, under the same name.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;

const FOLDER: &str = "crates/store/migrations";
const ENGINES: [&str; 2] = ["sqlite", "postgres"];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let [sqlite, postgres] = ENGINES.map(|engine| names(sources, engine));
    let mut findings = Vec::new();
    for (missing_in, names) in [
        ("postgres", sqlite.difference(&postgres)),
        ("sqlite", postgres.difference(&sqlite)),
    ] {
        for name in names {
            findings.push(Finding::new(
                format!("{FOLDER}/{missing_in}"),
                format!("{name} is missing"),
            ));
        }
    }
    findings
}

fn names<'a>(sources: &'a [Source], engine: &str) -> BTreeSet<&'a str> {
    let folder = format!("{FOLDER}/{engine}/");
    sources
        .iter()
        .filter_map(|source| source.path.strip_prefix(&folder))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_migration_for_one_engine_only_is_found() {
        let both = ["sqlite/0001_units.sql", "postgres/0001_units.sql"]
            .map(|name| sample(&format!("{FOLDER}/{name}"), ""));
        assert_eq!(check(&both), []);
        assert_eq!(check(&both[..1]).len(), 1);
        assert_eq!(check(&both[1..]).len(), 1);
    }
}
