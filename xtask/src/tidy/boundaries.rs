//! Only `store` knows SQL, only `web` knows HTTP, only `report` knows typesetting, only `cli` prints.

use super::Finding;
use super::source::Source;
use crate::workspace::Metadata;

/// Outside crates and the crates of the house that may know them.
const HOMES: [(&str, &[&str]); 18] = [
    ("sqlx", &["store"]),
    ("sqlx-core", &["store"]),
    ("jiff-sqlx", &["store"]),
    ("rusqlite", &["store"]),
    ("async-compression", &["web"]),
    ("object_store", &["store"]),
    ("typst", &["report"]),
    ("typst-pdf", &["report"]),
    ("typst-layout", &["report"]),
    ("rust_xlsxwriter", &["report"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("fluent-bundle", &["web"]),
    ("clap", &["cli"]),
    ("lettre", &["service"]),
    ("age", &["service"]),
    ("tar", &["service"]),
    ("rustix", &["store"]),
];

/// Word pairs that make a line SQL.
const STATEMENTS: [(&str, &str); 5] = [
    ("SELECT ", " FROM "),
    ("INSERT INTO ", "("),
    ("DELETE FROM ", ""),
    ("UPDATE ", " SET "),
    ("CREATE TABLE ", ""),
];

pub fn check(metadata: &Metadata, sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.members() {
        let Some(room) = package.room() else { continue };
        for dependency in &package.dependencies {
            findings.extend(outside_home(room, &dependency.name));
        }
    }
    for source in sources
        .iter()
        .filter(|source| source.path.starts_with("crates/") && source.extension() == "rs")
    {
        findings.extend(sql_outside_store(source));
        findings.extend(skipping_rows(source));
        findings.extend(printing_outside_cli(source));
    }
    findings
}

fn outside_home(room: &str, dependency: &str) -> Option<Finding> {
    let (_, homes) = HOMES.iter().find(|(name, _)| *name == dependency)?;
    let reason = format!("{dependency} has its home in {}", homes.join(", "));
    (!homes.contains(&room)).then(|| Finding::new(format!("crates/{room}/Cargo.toml"), reason))
}

fn sql_outside_store(source: &Source) -> Vec<Finding> {
    // A test looks into rows, and damages them, in the language of the engine.
    if source.path.starts_with("crates/store/") || source.is_for_tests() {
        return Vec::new();
    }
    let is_sql = |line: &str| {
        let code = line.trim_start();
        !code.starts_with("//")
            && STATEMENTS
                .iter()
                .any(|(first, then)| code.contains(first) && code.contains(then))
    };
    let lines = source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| is_sql(line));
    lines
        .map(|(index, _)| Finding::at(source, index + 1, "SQL lives in crates/store"))
        .collect()
}

/// Lists of which the whole is bounded and small: the households of one hamlet, the people without an address.
const SMALL_LISTS: [&str; 2] = [
    "crates/store/src/roll/households.rs",
    "crates/store/src/reminders/gaps.rs",
];

/// A list goes on behind a key: rows that are skipped are read, and the further somebody reads, the more of them.
fn skipping_rows(source: &Source) -> Vec<Finding> {
    if SMALL_LISTS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let skips = |line: &str| {
        let code = line.trim_start();
        !code.starts_with("//") && code.split(' ').any(|word| word == "OFFSET")
    };
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| skips(line))
        .map(|(index, _)| Finding::at(source, index + 1, "a list goes on by key, not by OFFSET"))
        .collect()
}

fn printing_outside_cli(source: &Source) -> Vec<Finding> {
    // A build script talks to Cargo by printing.
    let may_print = source.path.starts_with("crates/cli/") || source.path.ends_with("/build.rs");
    if may_print || source.is_for_tests() {
        return Vec::new();
    }
    let opens = |line: &str| {
        ["clippy::print_stdout", "clippy::print_stderr"]
            .iter()
            .any(|lint| line.contains(lint))
    };
    let lines = source.lines_before_tests().filter(|(_, line)| opens(line));
    lines
        .map(|(line, _)| Finding::at(source, line, "only crates/cli prints"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn sqlx_has_its_home_in_store_only() {
        assert!(outside_home("store", "sqlx").is_none());
        assert!(outside_home("service", "sqlx").is_some());
        assert!(outside_home("service", "serde").is_none());
    }

    #[test]
    fn a_statement_outside_store_is_found_and_a_comment_is_not() {
        let text = "let a = \"SELECT id FROM unit\";\n// SELECT id FROM unit\nlet b = \"FROM\";\n";
        let findings = sql_outside_store(&sample("crates/service/src/a.rs", text));
        assert_eq!(
            findings,
            [Finding::new(
                "crates/service/src/a.rs:1",
                "SQL lives in crates/store"
            )]
        );
        assert_eq!(
            sql_outside_store(&sample("crates/store/src/a.rs", text)),
            []
        );
    }

    #[test]
    fn a_permission_to_print_is_refused_outside_cli() {
        let text = "#![expect(clippy::print_stdout, reason = \"x\")]\n";
        assert_eq!(
            printing_outside_cli(&sample("crates/web/src/lib.rs", text)).len(),
            1
        );
        assert_eq!(
            printing_outside_cli(&sample("crates/cli/src/main.rs", text)),
            []
        );
    }
}
