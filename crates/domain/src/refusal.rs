//! How a step is refused: with the article, the reason and the nearest lawful way.

use serde::Serialize;

/// Why a step may not be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The law forbids the step.
    #[error("{reason} ({article})")]
    Unlawful {
        /// Citation, such as "khoản 2 Điều 13 Luật 10/2022/QH15".
        article: String,
        /// What the law says about it.
        reason: String,
        /// What may be done instead.
        alternative: String,
    },
    /// What was given cannot be accepted; all errors at once.
    #[error("dữ liệu chưa hợp lệ")]
    Invalid(Vec<FieldError>),
    /// The thing is in another state than the step needs.
    #[error("{0}")]
    State(String),
}

/// One thing wrong with one field, in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Name of the field in the form.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl FieldError {
    /// An error of `field`.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }
}
