//! What can go wrong while a paper is made, by what the caller can do about it.

use rust_xlsxwriter::XlsxError;

/// The reason why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The address is longer than a QR code can hold; a shorter address helps.
    #[error("the address of {length} bytes does not fit into a QR code")]
    AddressTooLong {
        /// Length of the address in bytes.
        length: usize,
    },
    /// A quarter is 1, 2, 3 or 4.
    #[error("there is no quarter {0}")]
    NoSuchQuarter(u8),
    /// The view could not be handed to the template.
    #[error("the view could not be handed to the template")]
    View(#[from] serde_json::Error),
    /// The template could not be set or exported: a fault of this crate.
    #[error("the paper could not be set: {0}")]
    Layout(String),
    /// The text document could not be written.
    #[error("the document could not be written")]
    Document(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The workbook could not be written.
    #[error("the workbook could not be written")]
    Workbook(#[from] XlsxError),
}

impl From<zip::result::ZipError> for ReportError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Document(error.into())
    }
}
