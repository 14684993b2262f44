//! How a person wants to be reminded.

/// The choice of a person. Nobody can choose not to hear of what is overdue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// A letter for each thing.
    Each,
    /// One letter a day with all of them.
    #[default]
    Daily,
    /// One letter a day with what is overdue; nothing before the due day.
    OverdueOnly,
}

impl Choice {
    /// Every one.
    pub const ALL: &[Self] = &[Self::Each, Self::Daily, Self::OverdueOnly];

    /// Stable code, as stored and as sent by forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
            Self::OverdueOnly => "overdue_only",
        }
    }

    /// The one with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|choice| choice.code() == code)
    }

    /// Whether a rung, in working days from the due day, is wanted.
    pub fn wants(self, days: i16) -> bool {
        days > 0 || self != Self::OverdueOnly
    }

    /// Whether everything of a day comes in one letter.
    pub fn gathers(self) -> bool {
        self != Self::Each
    }
}
