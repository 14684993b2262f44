//! Nothing unfinished, nothing switched off, and no path of one machine is left in the project.

use super::Finding;
use super::source::Source;

/// Words and why they are refused. Written in two halves, so that this file does not find itself.
const REFUSED: [(&str, &str, &str); 12] = [
    ("TO", "DO", "finish it, or open an issue"),
    ("FIX", "ME", "fix it, or open an issue"),
    ("XX", "X", "say what is meant"),
    ("HA", "CK", "say why it must be so"),
    ("todo", "!(", "finish it"),
    ("unimple", "mented!(", "finish it"),
    ("#[ig", "nore", "a test that does not run is not a test"),
    ("test.sk", "ip(", "a test that does not run is not a test"),
    ("test.fix", "me(", "a test that does not run is not a test"),
    ("lorem ip", "sum", "use real words"),
    ("/ho", "me/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
];

const KINDS: [&str; 12] = [
    "rs", "ts", "mjs", "scss", "html", "ftl", "toml", "md", "typ", "sql", "json", "yml",
];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let read = sources
        .iter()
        .filter(|source| KINDS.contains(&source.extension()));
    read.filter(|source| !source.path.ends_with("package-lock.json"))
        .flat_map(in_source)
        .collect()
}

fn in_source(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for (first, second, reason) in REFUSED {
            let word = format!("{first}{second}");
            if contains_word(line, &word) {
                findings.push(Finding::at(source, index + 1, format!("{word}: {reason}")));
            }
        }
    }
    findings
}

/// Whether the word stands there by itself, not inside a longer one.
fn contains_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, found)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line
            .get(start + found.len()..)
            .and_then(|text| text.chars().next());
        let begins = !word.starts_with(is_part) || !before.is_some_and(is_part);
        let ends = !word.ends_with(is_part) || !after.is_some_and(is_part);
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn a_mark_of_unfinished_work_is_found_with_its_line() {
        let text = format!("fn a() {{}}\n// {}{}: later\n", "TO", "DO");
        let findings = check(&[sample("crates/law/src/a.rs", &text)]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "crates/law/src/a.rs:2");
    }

    #[test]
    fn a_longer_word_is_not_a_mark() {
        assert!(!contains_word("MASTODONT", &format!("{}{}", "TO", "DO")));
        assert!(!contains_word("SHACKLE", &format!("{}{}", "HA", "CK")));
        assert!(contains_word(
            &format!("x {}{}y", "/ro", "ot/"),
            &format!("{}{}", "/ro", "ot/")
        ));
    }
}
