//! The rules of an entry, each with its own refusal.

/// The rule that an entry breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ActFault {
    /// Longer than 4,096 bytes.
    #[error("the entry is longer than 4,096 bytes")]
    TooLong,
    /// Not UTF-8.
    #[error("the entry is not UTF-8")]
    NotUtf8,
    /// Not in Unicode normal form C.
    #[error("the entry is not in normal form NFC")]
    NotNormal,
    /// A control character other than the line end, a carriage return included.
    #[error("the line holds a control character")]
    ControlCharacter,
    /// The last line has no line end.
    #[error("the entry does not end with a line end")]
    Unterminated,
    /// The first line is not `dinh/act/1`.
    #[error("the first line is not dinh/act/1")]
    Format,
    /// This line should begin with another key: unknown, missing, doubled or out of order.
    #[error("expected the key “{0}”")]
    Key(&'static str),
    /// The value of this key does not follow its grammar.
    #[error("the value of “{0}” is malformed")]
    Value(&'static str),
    /// Revision 1 with a predecessor, or a later one without.
    #[error("revision 1 has no predecessor, every later one has one")]
    Chain,
    /// A removal without the article that allows it.
    #[error("a removal names its article")]
    RemovalWithoutLaw,
    /// A removal without the digest of its reason.
    #[error("a removal carries the digest of its reason")]
    RemovalWithoutReason,
    /// The fields do not survive being written as lines: a value with a line end, or contents out of order.
    #[error("the fields do not fit the lines of an entry")]
    Unwritable,
}
