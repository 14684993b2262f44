//! One term, one name, from table to page. `GLOSSARY.md` gives each term of the law its identifier, and names the
//! translations that are not used; those may not appear in code or in English texts.

use std::collections::BTreeMap;

use super::Finding;
use super::source::Source;

const FILE: &str = "GLOSSARY.md";

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(glossary) = sources.iter().find(|source| source.path == FILE) else {
        return vec![Finding::new(FILE, "the glossary is missing")];
    };
    let mut findings = repeated(glossary);
    let refused = refused(glossary);
    let code = sources.iter().filter(|source| {
        source.path.starts_with("crates/")
            && (source.extension() == "rs"
                || source.extension() == "sql"
                || source.path.contains("/en/"))
    });
    for source in code {
        for (index, line) in source.text.lines().enumerate() {
            for (word, instead) in &refused {
                if identifiers(line).any(|identifier| identifier == *word) {
                    findings.push(Finding::at(
                        source,
                        index + 1,
                        format!("not {word} but {instead} ({FILE})"),
                    ));
                }
            }
        }
    }
    findings
}

/// Identifiers that stand in two rows of the tables of terms, and rows with an empty cell.
fn repeated(glossary: &Source) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    for (line, cells) in rows(glossary, 4) {
        if cells.iter().any(String::is_empty) {
            findings.push(Finding::at(glossary, line, "an empty cell"));
        }
        for identifier in cells[3].split('`').skip(1).step_by(2) {
            if let Some(first) = seen.insert(identifier.to_owned(), line) {
                findings.push(Finding::at(
                    glossary,
                    line,
                    format!("{identifier} stands in line {first} already"),
                ));
            }
        }
    }
    findings
}

/// Words that are not used, with what is used instead: the table of three columns.
fn refused(glossary: &Source) -> Vec<(String, String)> {
    let words = rows(glossary, 3).into_iter().map(|(_, cells)| {
        let plain = |cell: &String| cell.replace('`', "");
        (plain(&cells[0]), plain(&cells[1]))
    });
    words.collect()
}

/// The body rows of all tables with so many columns, with their line numbers.
fn rows(source: &Source, columns: usize) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut in_body = false;
    for (index, line) in source.text.lines().enumerate() {
        let Some(inner) = line
            .trim()
            .strip_prefix('|')
            .and_then(|rest| rest.strip_suffix('|'))
        else {
            in_body = false;
            continue;
        };
        let cells: Vec<String> = inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        if cells
            .iter()
            .all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':'))
        {
            in_body = true;
        } else if in_body && cells.len() == columns {
            found.push((index + 1, cells));
        }
    }
    found
}

/// The words of a line, with parts of `snake_case` kept together, in lower case.
fn identifiers(line: &str) -> impl Iterator<Item = String> {
    line.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    const TEXT: &str = "\
| Luật | Điều | English | Code |
|---|---|---|---|
| công khai | 11 | disclosure | `disclosure` |
| niêm yết | 12 | posting | `posting` |

| Not | But | Why |
|---|---|---|
| `publicity` | `disclosure` | advertising |
";

    #[test]
    fn a_glossary_with_each_identifier_once_is_accepted() {
        assert_eq!(check(&[sample(FILE, TEXT)]), []);
    }

    #[test]
    fn an_identifier_in_two_rows_is_found() {
        let text = TEXT.replace("`posting`", "`posting`, `disclosure`");
        assert_eq!(check(&[sample(FILE, &text)]).len(), 1);
    }

    #[test]
    fn a_refused_word_in_code_is_found_and_a_longer_one_is_not() {
        let code = sample(
            "crates/law/src/a.rs",
            "struct Publicity;\nlet publicity_day = 1;\n",
        );
        let findings = check(&[sample(FILE, TEXT), code]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].place, "crates/law/src/a.rs:1");
    }
}
