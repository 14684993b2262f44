//! Every package that Cargo or npm brings stands under a licence on the list of `deny.toml`.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;
use crate::workspace::Metadata;

const FILE: &str = "deny.toml";
const LOCKS: [&str; 2] = ["ui/package-lock.json", "e2e/package-lock.json"];

pub fn check(metadata: &Metadata, sources: &[Source]) -> Vec<Finding> {
    let Some(list) = sources.iter().find(|source| source.path == FILE) else {
        return vec![Finding::new(FILE, "the list of licences is missing")];
    };
    let allowed = allowed(&list.text);
    let rust = metadata.packages.iter().map(|package| {
        let name = format!("{} {}", package.name, package.version);
        (name, package.license.clone().unwrap_or_default())
    });
    let npm = sources
        .iter()
        .filter(|source| LOCKS.contains(&source.path.as_str()))
        .flat_map(|lock| npm(&lock.text));
    rust.chain(npm)
        .filter(|(_, licence)| !is_allowed(licence, &allowed))
        .map(|(name, licence)| {
            Finding::new(
                name,
                format!("licence \u{201c}{licence}\u{201d} is not on the list in {FILE}"),
            )
        })
        .collect()
}

/// The quoted names inside `allow = [ … ]`.
fn allowed(text: &str) -> BTreeSet<String> {
    let list = text
        .split_once("\nallow = [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The packages of a lock file of version 2 or 3.
fn npm(text: &str) -> Vec<(String, String)> {
    let lock: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    let packages = lock["packages"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(path, _)| !path.is_empty());
    packages
        .map(|(path, package)| {
            let name = path.rsplit("node_modules/").next().unwrap_or_default();
            (
                format!("npm {name}"),
                package["license"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// Whether an SPDX expression can be met with the allowed licences. `/` is the old way to write `OR`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    let answer = reader.either();
    answer && !words.is_empty() && reader.words.is_empty()
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a BTreeSet<String>,
}

impl Reader<'_> {
    fn next_is(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if *first == word => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }

    fn either(&mut self) -> bool {
        let mut answer = self.both();
        while self.next_is("OR") {
            answer |= self.both();
        }
        answer
    }

    fn both(&mut self) -> bool {
        let mut answer = self.one();
        while self.next_is("AND") {
            answer &= self.one();
        }
        answer
    }

    fn one(&mut self) -> bool {
        if self.next_is("(") {
            let answer = self.either();
            return self.next_is(")") && answer;
        }
        let Some((name, rest)) = self.words.split_first() else {
            return false;
        };
        self.words = rest;
        if !self.next_is("WITH") {
            return self.allowed.contains(*name);
        }
        let Some((exception, rest)) = self.words.split_first() else {
            return false;
        };
        self.words = rest;
        self.allowed.contains(&format!("{name} WITH {exception}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> BTreeSet<String> {
        allowed(
            "[licenses]\nallow = [\n  \"MIT\",\n  \"Unicode-3.0\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]\n\"x\"",
        )
    }

    #[test]
    fn the_list_is_read_from_the_file() {
        assert_eq!(list().len(), 3);
    }

    #[test]
    fn a_choice_needs_one_and_a_sum_needs_all() {
        assert!(is_allowed("GPL-3.0-only OR MIT", &list()));
        assert!(is_allowed("GPL-3.0/MIT", &list()));
        assert!(is_allowed("(MIT OR GPL-3.0-only) AND Unicode-3.0", &list()));
        assert!(!is_allowed("MIT AND GPL-3.0-only", &list()));
        assert!(!is_allowed("(MIT AND GPL-3.0-only) OR BUSL-1.1", &list()));
    }

    #[test]
    fn an_exception_belongs_to_its_licence_and_no_licence_is_none() {
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception", &list()));
        assert!(!is_allowed("Apache-2.0", &list()));
        assert!(!is_allowed("", &list()));
        assert!(!is_allowed("MIT MIT", &list()));
    }

    #[test]
    fn packages_of_npm_are_read_with_their_licence() {
        let text = r#"{"packages":{"":{"name":"ui"},"node_modules/a/node_modules/@b/c":{"license":"MIT"}}}"#;
        assert_eq!(npm(text), [("npm @b/c".to_owned(), "MIT".to_owned())]);
    }
}
