//! A fault in a rule pack: where it is and why, in Vietnamese.

use serde::Serialize;

/// One fault in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PackError {
    /// Path of the file inside the pack.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl PackError {
    pub(crate) fn new(file: &str, line: usize, reason: String) -> Self {
        Self {
            file: file.to_owned(),
            line,
            reason,
        }
    }
}

impl std::fmt::Display for PackError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}, dòng {}: {}",
            self.file, self.line, self.reason
        )
    }
}
