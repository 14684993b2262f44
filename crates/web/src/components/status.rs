use askama::Template;

use crate::texts::Texts;

/// How a duty stands, as a reader is told. Late is not done: each state is shown as what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Done in time.
    OnTime,
    /// Not done, and the due date is near: today at zero days left.
    DueSoon {
        /// Days until the due date.
        days_left: i64,
    },
    /// Not done, and the due date has passed.
    Overdue {
        /// Days since the due date.
        days: i64,
    },
    /// Done, but after the due date.
    Late {
        /// Days after the due date.
        days: i64,
    },
    /// Taken down before the least time of posting had run.
    TakenDownEarly,
    /// A required form has not been used or not been proven.
    MissingForm,
    /// Found not to apply, with a reason.
    NotApplicable,
    /// Nothing has happened and nothing is due yet.
    NotYet,
}

/// How a tag looks beside words that a room gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Something is expected.
    Soon,
    /// Something is wrong, or was refused.
    Bad,
    /// Nothing to look at.
    Quiet,
}

/// A word, an icon and a colour for a status; each alone would do.
#[derive(Debug, Clone, Template)]
#[template(path = "components/status.html")]
pub struct StatusTag {
    text: String,
    tone: &'static str,
    icon: &'static str,
}

const CHECK: &str = "M4 10.5l4 4 8-9";
const CLOCK: &str = "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 6v4.2l3 1.8";
const TRIANGLE: &str = "M10 2.8L18 17H2zM10 8v4M10 14.3v.4";
const LATE: &str = "M4 10.5l4 4 4-4.5M15.5 4v7M15.5 14.3v.4";
const DOWN: &str = "M10 3v11M5 9.5l5 5 5-5M4 17.5h12";
const PART: &str = "M3 4h14v12H3zM3 10h14M10 10v6";
const DASH: &str = "M4 10h12";
const RING: &str = "M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z";

impl StatusTag {
    /// The tag of a status in the reader's language.
    pub fn new(texts: Texts, status: Status) -> Self {
        let (text, tone, icon) = match status {
            Status::OnTime => (texts.text("disclosure-status-on-time"), "good", CHECK),
            Status::DueSoon { days_left: 0 } => {
                (texts.text("disclosure-status-due-today"), "soon", CLOCK)
            }
            Status::DueSoon { days_left } => (
                texts.with("disclosure-status-due-soon", &[("days", &days_left)]),
                "soon",
                CLOCK,
            ),
            Status::Overdue { days } => (
                texts.with("disclosure-status-overdue", &[("days", &days)]),
                "bad",
                TRIANGLE,
            ),
            Status::Late { days } => (
                texts.with("disclosure-status-late", &[("days", &days)]),
                "late",
                LATE,
            ),
            Status::TakenDownEarly => (texts.text("disclosure-status-early"), "bad", DOWN),
            Status::MissingForm => (texts.text("disclosure-status-form"), "soon", PART),
            Status::NotApplicable => (texts.text("disclosure-status-exempt"), "quiet", DASH),
            Status::NotYet => (texts.text("disclosure-status-none"), "quiet", RING),
        };
        Self { text, tone, icon }
    }

    /// A tag with words of a room.
    pub fn worded(text: impl Into<String>, tone: Tone) -> Self {
        let (tone, icon) = match tone {
            Tone::Good => ("good", CHECK),
            Tone::Soon => ("soon", CLOCK),
            Tone::Bad => ("bad", TRIANGLE),
            Tone::Quiet => ("quiet", RING),
        };
        Self {
            text: text.into(),
            tone,
            icon,
        }
    }

    /// The words alone, for tables that are downloaded and for the ear.
    pub fn words(&self) -> &str {
        &self.text
    }
}
