//! Errors of several fields, gathered before any is told.

use dinh_domain::{FieldError, Refusal};
use jiff::civil::Date;

use crate::error::{Error, Result};

/// A value, or what is wrong with its field.
pub(super) type Checked<T> = std::result::Result<T, FieldError>;

/// What is wrong so far.
#[derive(Default)]
pub(super) struct Gathered(Vec<FieldError>);

impl Gathered {
    /// The value, or its error is kept.
    pub(super) fn take<T>(&mut self, checked: Checked<T>) -> Option<T> {
        checked.map_err(|error| self.0.push(error)).ok()
    }

    /// The value, or its errors are kept.
    pub(super) fn take_all<T>(
        &mut self,
        checked: std::result::Result<T, Vec<FieldError>>,
    ) -> Option<T> {
        checked.map_err(|errors| self.0.extend(errors)).ok()
    }

    /// Another error.
    pub(super) fn push(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError::new(field, message));
    }

    /// What a refusal says of fields is kept; other refusals are told at once.
    pub(super) fn refuse(&mut self, checked: std::result::Result<(), Refusal>) -> Result<()> {
        match checked {
            Err(Refusal::Invalid(errors)) => {
                self.0.extend(errors);
                Ok(())
            }
            other => Ok(other?),
        }
    }

    /// The errors alone.
    pub(super) fn errors(self) -> Vec<FieldError> {
        self.0
    }

    /// The errors, if there are any.
    pub(super) fn settle(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.0))
        }
    }
}

/// A typed day that must be given.
pub(super) fn day(field: &str, typed: &[String; 3]) -> Checked<Date> {
    dinh_domain::dates::require(field, typed)
}
