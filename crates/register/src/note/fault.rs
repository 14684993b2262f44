//! Why a signed note is refused.

/// The reason for which a note is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Over 1 MB, or over 100 signatures.
    #[error("longer than any honest note")]
    TooLong,
    /// Not text, blank line, signature lines.
    #[error("malformed")]
    Malformed,
    /// A known key's signature does not fit the text.
    #[error("the signature of a known key does not fit")]
    Signature,
    /// A known key signed twice.
    #[error("a known key signed twice")]
    Doubled,
    /// No known key signed.
    #[error("not signed by any known key")]
    NoKnownKey,
}
