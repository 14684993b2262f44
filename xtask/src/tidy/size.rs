//! A file has at most 500 lines of code, tests apart. (The limit of a function is in `clippy.toml`.)

use super::Finding;
use super::source::Source;

const LIMIT: usize = 500;
const KINDS: [&str; 6] = ["rs", "ts", "mjs", "scss", "html", "typ"];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let measured = sources
        .iter()
        .filter(|source| KINDS.contains(&source.extension()) && !source.is_for_tests());
    measured.filter_map(too_long).collect()
}

fn too_long(source: &Source) -> Option<Finding> {
    let lines = code_lines(source);
    (lines > LIMIT).then(|| {
        Finding::new(
            &source.path,
            format!("{lines} lines of code, the limit is {LIMIT}"),
        )
    })
}

/// Lines that are neither empty nor comments.
fn code_lines(source: &Source) -> usize {
    source
        .lines_before_tests()
        .map(|(_, line)| line.trim())
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    #[test]
    fn comments_empty_lines_and_tests_do_not_count() {
        let text =
            "//! What.\n\n/// Why.\nfn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        assert_eq!(code_lines(&sample("a.rs", text)), 1);
    }

    #[test]
    fn a_file_over_the_limit_is_found() {
        assert_eq!(
            check(&[sample("crates/law/src/a.rs", &"x\n".repeat(500))]),
            []
        );
        assert_eq!(
            check(&[sample("crates/law/src/a.rs", &"x\n".repeat(501))]).len(),
            1
        );
        assert_eq!(
            check(&[sample("crates/law/tests/a.rs", &"x\n".repeat(501))]),
            []
        );
    }
}
