//! `docs/asvs.md` has each requirement of ASVS 5.0 up to level 2 once, with a state, and names only tests and files that exist.

use std::collections::BTreeSet;

use super::Finding;
use super::source::Source;

const PAGE: &str = "docs/asvs.md";
const STATES: [&str; 3] = ["met", "not applicable", "not met"];

/// Of each section the first and the last number of levels 1 and 2; no higher level stands between them.
const SECTIONS: &str = "\
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1-1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2 \
4.1:1-3 4.2:1-1 4.3:1-2 4.4:1-4 5.1:1-1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4 \
7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1-1 8.4:1-1 9.1:1-3 9.2:1-4 10.1:1-2 10.2:1-2 10.3:1-4 \
10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1-1 11.6:1-1 12.1:1-3 12.2:1-2 12.3:1-4 \
13.1:1-1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3 15.3:1-7 16.1:1-1 16.2:1-5 16.3:1-4 \
16.4:1-3 16.5:1-3 17.1:1-1 17.2:1-4 17.3:1-2";

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(page) = sources.iter().find(|source| source.path == PAGE) else {
        return vec![Finding::new(PAGE, "is missing")];
    };
    let tests = tests(sources);
    let mut missing = wanted();
    let mut findings = Vec::new();
    for (index, line) in page.text.lines().enumerate() {
        let Some(row) = Row::read(line) else {
            continue;
        };
        let mut found = |reason: String| findings.push(Finding::at(page, index + 1, reason));
        if !missing.remove(row.number) {
            found(format!(
                "{} stands twice or is none of level 1 or 2",
                row.number
            ));
        }
        if !STATES.contains(&row.state) {
            found(format!("\"{}\" is no state", row.state));
        }
        if row.reason.len() < 3 {
            found(format!("{} has neither test nor reason", row.number));
        }
        for name in names(row.reason).filter(|name| !tests.contains(name)) {
            found(format!("there is no test {name}"));
        }
    }
    let missing = missing.into_iter();
    findings.extend(missing.map(|number| Finding::new(PAGE, format!("{number} is missing"))));
    findings
}

struct Row<'line> {
    number: &'line str,
    state: &'line str,
    reason: &'line str,
}

impl<'line> Row<'line> {
    /// A line of the table, but not its head.
    fn read(line: &'line str) -> Option<Self> {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[_, number, _, _, state, reason, _] = cells.as_slice() else {
            return None;
        };
        number
            .starts_with(|sign: char| sign.is_ascii_digit())
            .then_some(Self {
                number,
                state,
                reason,
            })
    }
}

fn wanted() -> BTreeSet<String> {
    let sections = SECTIONS.split_whitespace();
    let sections = sections.filter_map(|section| {
        let (name, span) = section.split_once(':')?;
        let (first, last) = span.split_once('-')?;
        let span: std::ops::RangeInclusive<u8> = first.parse().ok()?..=last.parse().ok()?;
        Some(span.map(move |number| format!("{name}.{number}")))
    });
    sections.flatten().collect()
}

/// What stands in code marks and reads like the name of a test: words of lower case, more than three of them.
fn names(reason: &str) -> impl Iterator<Item = &str> {
    let marked = reason.split('`').skip(1).step_by(2);
    marked.filter(|name| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        name.bytes().all(plain) && name.matches('_').count() > 2
    })
}

/// The names of all functions that a test mark stands before.
fn tests(sources: &[Source]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let rust = sources.iter().filter(|source| source.extension() == "rs");
    for source in rust {
        let mut marked = false;
        for line in source.text.lines().map(str::trim) {
            marked |= line == "#[test]" || line.starts_with("#[tokio::test");
            let name = line
                .strip_prefix("async ")
                .unwrap_or(line)
                .strip_prefix("fn ")
                .and_then(|rest| rest.split(['(', '<']).next());
            if let Some(name) = name {
                if marked {
                    names.insert(name);
                }
                marked = false;
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn levels_one_and_two_have_253_requirements() {
        assert_eq!(wanted().len(), 253);
        assert!(wanted().contains("10.4.11") && !wanted().contains("1.2.10"));
    }

    #[test]
    fn a_test_that_is_gone_a_number_twice_and_an_unknown_state_are_found() {
        let code = sample(
            "crates/a/src/b.rs",
            "#[test]\n#[expect(x)]\nfn it_is_really_so() {}\nfn no_test_at_all() {}\n",
        );
        let row = |number: &str, state: &str, why: &str| {
            format!("| {number} | 1 | x | {state} | {why} |\n")
        };
        let text = [
            row("1.1.1", "met", "`it_is_really_so`"),
            row("1.1.1", "met", "because"),
            row("1.1.2", "done", "`no_test_at_all`"),
            row("1.2.1", "met", ""),
        ];
        let page = sample(PAGE, &text.concat());
        let found = check(&[code, page]);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 4 + 250, "{found:?}");
        assert_eq!(
            found[..4],
            [
                "docs/asvs.md:2: 1.1.1 stands twice or is none of level 1 or 2",
                "docs/asvs.md:3: \"done\" is no state",
                "docs/asvs.md:3: there is no test no_test_at_all",
                "docs/asvs.md:4: 1.2.1 has neither test nor reason",
            ]
        );
    }
}
