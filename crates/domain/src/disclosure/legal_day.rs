//! The day on which it is judged whether a publication was in time (Law 10/2022/QH15, Art. 12(3)).

use jiff::civil::Date;

/// Whose word that day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JudgedBy {
    /// The server's, for ever: no witnesses were named when it was recorded. A quorum that comes later would only prove a
    /// day that is too late.
    Recorded,
    /// The server's for now: the witnesses that were named then have not seen it yet.
    Waiting,
    /// The witnesses': not later than on this day a quorum had seen it.
    Witnessed,
}

impl JudgedBy {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Recorded, Self::Waiting, Self::Witnessed];

    /// Stable code, as stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Waiting => "waiting",
            Self::Witnessed => "witnessed",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.code() == code)
    }
}

/// The day of a publication, as lateness is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegalDay {
    /// The day in Việt Nam.
    pub on: Date,
    /// Whose word it is.
    pub by: JudgedBy,
    /// Where the publication stands in the register.
    pub position: i64,
}

impl LegalDay {
    /// At the moment of recording. Whether witnesses are named then decides for ever whose word counts.
    pub fn recorded(on: Date, position: i64, asks_for_witnesses: bool) -> Self {
        let by = if asks_for_witnesses {
            JudgedBy::Waiting
        } else {
            JudgedBy::Recorded
        };
        Self { on, by, position }
    }

    /// Once it is known on which day, at the latest, a quorum had seen it: the latest time of the first checkpoint with a
    /// quorum that covers it. (The store does the same to many at once.)
    #[must_use]
    pub fn witnessed(self, on: Date) -> Self {
        match self.by {
            JudgedBy::Recorded => self,
            JudgedBy::Waiting | JudgedBy::Witnessed => Self {
                on,
                by: JudgedBy::Witnessed,
                ..self
            },
        }
    }
}
