//! Rule packs: from text to checked rules, with every fault at once.
//!
//! Guarantees: a pack that loads has, for each rule, a citation in a known
//! instrument, a deadline in a known unit, known forms, and no two versions of
//! one code on the same day; for each matter, a share that can be reached and an
//! effect for every scope in which it may be decided. Each fault names its file
//! and line.

mod article;
mod cases;
mod check;
mod decision_cases;
mod instruments;
mod load;
mod matter;
mod placed;
mod procedure;
mod retention;
mod rule;
mod source;

use crate::PackError;

pub use cases::{Case, Question};
pub use check::{CaseFailure, CheckReport};
pub use decision_cases::DecisionQuestion;
pub(crate) use instruments::{FromPack, Instruments};
pub(crate) use load::{Articles, load};
pub(crate) use source::CitationSource;

/// One text file of a pack.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Path inside the pack, with `/`.
    pub path: &'a str,
    /// Contents.
    pub text: &'a str,
}

/// The line, counted from 1, on which a byte stands.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// What the TOML reader says, on one line.
fn toml_reason(error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', " ");
    format!("không đúng cấu trúc TOML của gói quy định: {message}")
}

/// Reads one TOML file; a fault in its structure is reported with its line.
pub(crate) fn read_toml<T: serde::de::DeserializeOwned>(
    file: SourceFile<'_>,
    errors: &mut Vec<PackError>,
) -> Option<T> {
    match toml::from_str(file.text) {
        Ok(value) => Some(value),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            errors.push(PackError::new(
                file.path,
                line_of(file.text, offset),
                toml_reason(&error),
            ));
            None
        }
    }
}
