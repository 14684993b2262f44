//! How a unit stands, in one word: the map shows it as colour, sign and pattern, the
//! table beside it in words.

/// How a unit stands with its duties of disclosure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// No duty has come due yet.
    Quiet,
    /// Everything due was disclosed on time.
    OnTime,
    /// Something was disclosed late, nothing is overdue.
    Late,
    /// Something is overdue now.
    Overdue,
}

impl Standing {
    /// From the counts of a unit's tally.
    pub fn of(on_time: i64, late: i64, overdue: i64) -> Self {
        match (on_time, late, overdue) {
            (_, _, overdue) if overdue > 0 => Self::Overdue,
            (_, late, _) if late > 0 => Self::Late,
            (on_time, _, _) if on_time > 0 => Self::OnTime,
            _ => Self::Quiet,
        }
    }

    /// Stable code: the end of the class and of the pattern's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::Overdue => "overdue",
        }
    }
}
