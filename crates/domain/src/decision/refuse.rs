//! Refusals with their article: what the law forbids, and what may be done instead.

use dinh_law::{Citation, Law, Matter, Procedure};
use jiff::civil::Date;

use crate::refusal::{FieldError, Refusal};

/// The law forbids it.
pub(super) fn unlawful(
    citation: &Citation,
    reason: impl Into<String>,
    alternative: impl Into<String>,
) -> Refusal {
    Refusal::Unlawful {
        article: citation.to_string(),
        reason: reason.into(),
        alternative: alternative.into(),
    }
}

/// The rule of procedure with this key forbids it.
pub(super) fn forbidden(
    law: &Law,
    key: &str,
    on: Date,
    reason: impl Into<String>,
    alternative: impl Into<String>,
) -> Refusal {
    match procedure(law, key, on) {
        Ok(rule) => unlawful(&rule.citation, reason, alternative),
        Err(refusal) => refusal,
    }
}

/// One field must be filled in.
pub(super) fn invalid(field: &str, message: impl Into<String>) -> Refusal {
    Refusal::Invalid(vec![FieldError::new(field, message)])
}

/// The rule of procedure of that day.
pub(super) fn procedure<'l>(law: &'l Law, key: &str, on: Date) -> Result<&'l Procedure, Refusal> {
    law.procedure(key, on).map_err(|error| {
        Refusal::State(format!(
            "{error}. Hãy chọn ngày mà quy định đã có hiệu lực."
        ))
    })
}

/// The rules for the matter on that day.
pub(super) fn matter<'l>(law: &'l Law, code: &str, on: Date) -> Result<&'l Matter, Refusal> {
    law.matter(code, on).map_err(|error| {
        Refusal::State(format!(
            "{error}. Hãy chọn ngày mà quy định đã có hiệu lực."
        ))
    })
}

/// A day as people write it.
pub(super) fn written(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
