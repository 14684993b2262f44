//! Reads how many tests passed and failed from what the test programs print.

use std::ops::AddAssign;

use crate::run::Heard;

/// Passed and failed, of tests and of check steps alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// A step that counts as one.
    pub fn step(success: bool) -> Self {
        Self {
            passed: u64::from(success),
            failed: u64::from(!success),
        }
    }

    /// Adds up the summaries found in the lines. A program that failed without naming a failed test
    /// (it did not compile, or was stopped) counts as one failure.
    pub fn of(heard: &Heard) -> Self {
        let mut tally = Self::default();
        for line in &heard.lines {
            let plain = without_colours(line);
            if let Some(found) = nextest(&plain)
                .or_else(|| rust_harness(&plain))
                .or_else(|| node(&plain))
            {
                tally += found;
            }
        }
        if !heard.success && tally.failed == 0 {
            tally.failed = 1;
        }
        tally
    }

    /// Like `of`, for programs that must run something: nothing counted is a failure.
    pub fn of_some(heard: &Heard) -> Self {
        let tally = Self::of(heard);
        if tally == Self::default() {
            Self::step(false)
        } else {
            tally
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// `Summary [   1.0s] 14 tests run: 11 passed (1 slow), 2 failed, 1 timed out, 0 skipped`
fn nextest(line: &str) -> Option<Tally> {
    let (_, counts) = line
        .trim_start()
        .strip_prefix("Summary [")?
        .split_once(" run: ")?;
    let mut tally = Tally::default();
    for part in without_brackets(counts).split(',') {
        let (number, what) = part.trim().split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match what.split(' ').next().unwrap_or_default() {
            "passed" => tally.passed += number,
            "skipped" => {}
            _ => tally.failed += number,
        }
    }
    Some(tally)
}

/// The line without what stands in brackets: remarks such as `(1 slow, 2 leaky)` are no counts of their own.
fn without_brackets(line: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain
}

/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`
fn rust_harness(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut tally = Tally::default();
    for part in counts.split("; ") {
        let (number, what) = part.split_once(' ')?;
        match what {
            "passed" => tally.passed = number.parse().ok()?,
            "failed" => tally.failed = number.parse().ok()?,
            _ => {}
        }
    }
    Some(tally)
}

/// `# pass 3` or `ℹ pass 3`, and the same with `fail` and `cancelled`, each on its own line.
fn node(line: &str) -> Option<Tally> {
    let rest = line
        .strip_prefix("# ")
        .or_else(|| line.strip_prefix("\u{2139} "))?;
    let (what, number) = rest.split_once(' ')?;
    let number = number.parse().ok()?;
    match what {
        "pass" => Some(Tally {
            passed: number,
            failed: 0,
        }),
        "fail" | "cancelled" => Some(Tally {
            passed: 0,
            failed: number,
        }),
        _ => None,
    }
}

/// The line without terminal colour sequences.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut inside = false;
    for character in line.chars() {
        match (inside, character) {
            (false, '\u{1b}') => inside = true,
            (true, 'm') => inside = false,
            (true, _) => {}
            (false, other) => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(success: bool, lines: &[&str]) -> Heard {
        Heard {
            success,
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
        }
    }

    #[test]
    fn the_summary_of_nextest_is_counted_with_time_outs_as_failures() {
        let line = "\u{1b}[32m     Summary\u{1b}[0m [   1.042s] 14 tests run: 11 passed (1 slow), 2 failed, 1 timed out, 3 skipped";
        assert_eq!(
            Tally::of(&heard(false, &[line])),
            Tally {
                passed: 11,
                failed: 3
            }
        );
    }

    #[test]
    fn remarks_of_nextest_are_no_counts() {
        let line = "Summary [   2.1s] 9 tests run: 9 passed (1 slow, 2 leaky), 0 skipped";
        let tally = Tally::of(&heard(true, &[line]));
        assert_eq!(
            tally,
            Tally {
                passed: 9,
                failed: 0
            }
        );
    }

    #[test]
    fn one_test_run_is_read_like_many() {
        let line = "     Summary [   0.004s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(
            Tally::of(&heard(true, &[line])),
            Tally {
                passed: 1,
                failed: 0
            }
        );
    }

    #[test]
    fn doc_tests_of_several_crates_are_added_up() {
        let lines = [
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.20s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.20s",
        ];
        assert_eq!(
            Tally::of(&heard(false, &lines)),
            Tally {
                passed: 4,
                failed: 2
            }
        );
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        assert_eq!(
            Tally::of(&heard(true, &["# tests 5", "# pass 5", "# fail 0"])),
            Tally {
                passed: 5,
                failed: 0
            }
        );
        let lines = ["\u{2139} pass 4", "\u{2139} fail 1", "\u{2139} cancelled 1"];
        assert_eq!(
            Tally::of(&heard(false, &lines)),
            Tally {
                passed: 4,
                failed: 2
            }
        );
    }

    #[test]
    fn a_program_that_runs_nothing_is_one_failure_where_something_must_run() {
        let nothing = heard(true, &["# tests 0", "# pass 0", "# fail 0"]);
        assert_eq!(Tally::of(&nothing), Tally::default());
        assert_eq!(
            Tally::of_some(&nothing),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }

    #[test]
    fn a_program_that_fails_without_a_count_is_one_failure() {
        assert_eq!(
            Tally::of(&heard(false, &["error: could not compile"])),
            Tally {
                passed: 0,
                failed: 1
            }
        );
    }
}
