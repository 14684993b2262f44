//! What a rule pack says, once it has been read and checked.

use serde::Serialize;

use crate::{
    CalendarDays, Condition, Date, EventKind, Form, Place, Recurrence, Status, Term, UnitKind,
    WorkingDays,
};

/// A law, decree or resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instrument {
    /// Short key used in codes, such as `L10-2022`.
    pub key: String,
    /// How Vietnamese names the kind: "Luật", "Nghị định".
    pub kind: String,
    /// The official number, such as `10/2022/QH15`.
    pub number: String,
    /// The official title.
    pub title: String,
    /// The day it was passed, where known.
    pub issued: Option<Date>,
    /// The first day of its effect.
    pub in_force: Date,
    /// The last day of its effect, when it has ended.
    pub ended: Option<Date>,
    /// How far our copy may be relied on.
    pub status: Status,
    /// Keys of the instruments that it amends.
    pub amends: Vec<String>,
    /// What a reviewer should know.
    pub note: Option<String>,
}

impl Instrument {
    /// "Luật 10/2022/QH15".
    pub fn name(&self) -> String {
        format!("{} {}", self.kind, self.number)
    }
}

/// An article, clause and point of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Key of the instrument.
    pub instrument: String,
    /// "Luật 10/2022/QH15".
    pub instrument_name: String,
    /// Điều.
    pub article: u16,
    /// Khoản.
    pub clause: Option<u16>,
    /// Điểm, a Vietnamese letter.
    pub point: Option<String>,
}

impl Citation {
    /// The form used in register entries: `L10-2022/11.2`.
    pub fn register_code(&self) -> String {
        use std::fmt::Write;
        let mut code = format!("{}/{}", self.instrument, self.article);
        if let Some(clause) = self.clause {
            let _ = write!(code, ".{clause}");
        }
        if let Some(point) = &self.point {
            let _ = write!(code, ".{point}");
        }
        code
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(point) = &self.point {
            write!(formatter, "điểm {point} ")?;
        }
        if let Some(clause) = self.clause {
            write!(formatter, "khoản {clause} ")?;
        }
        write!(formatter, "Điều {} {}", self.article, self.instrument_name)
    }
}

/// By when a duty must be done, counted from its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeadlineRule {
    /// The default of Articles 12(3) and 47(2).
    WorkingDays {
        /// How many.
        days: WorkingDays,
    },
    /// The default of Article 65(2).
    CalendarDays {
        /// How many.
        days: CalendarDays,
    },
    /// Sector law, or a reading of ours, that goes before the default.
    Sector {
        /// How long.
        term: Term,
        /// How far it may be relied on.
        status: Status,
        /// Why this term was chosen.
        note: String,
    },
}

impl DeadlineRule {
    /// The length of the deadline.
    pub const fn term(&self) -> Term {
        match self {
            Self::WorkingDays { days } => Term::WorkingDays(*days),
            Self::CalendarDays { days } => Term::CalendarDays(*days),
            Self::Sector { term, .. } => *term,
        }
    }
}

/// For how long a form must last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "days", rename_all = "snake_case")]
pub enum MinimumDuration {
    /// The law sets none.
    None,
    /// So many consecutive days counted from the day after it began (Articles 13(2), 48, 66).
    Consecutive(CalendarDays),
    /// On the air on each of so many consecutive days, the first one included (Article 13(3)).
    EachDay(CalendarDays),
    /// Stays up for good and is updated on change (Article 13(2), second paragraph).
    Permanent,
}

impl MinimumDuration {
    /// The duration in words.
    pub fn label(self) -> String {
        match self {
            Self::None => "không quy định thời gian tối thiểu".to_owned(),
            Self::Consecutive(days) => format!("ít nhất {:02} ngày liên tục", days.get()),
            Self::EachDay(days) => format!("phát trong ít nhất {:02} ngày liên tục", days.get()),
            Self::Permanent => "thường xuyên, cập nhật khi có thay đổi".to_owned(),
        }
    }
}

/// One form in which an item is disclosed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormRule {
    /// The form.
    pub form: Form,
    /// Owed, as opposed to a form that the unit may add.
    pub required: bool,
    /// Where, for postings.
    pub places: Vec<Place>,
    /// For how long.
    pub duration: MinimumDuration,
    /// The fact on which it depends.
    pub condition: Option<Condition>,
    /// Another form that, once used, frees from this one (Articles 48(2), 66(2)).
    pub waived_by: Option<Form>,
    /// Where the law says so.
    pub citation: Citation,
}

impl FormRule {
    /// The form in words.
    pub const fn label(&self) -> &'static str {
        self.form.label()
    }
}

/// What a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A duty to disclose: an item, or one part of an item.
    Duty,
    /// An item of the law whose parts are duties of their own.
    Heading,
    /// A clock that is not part of the catalogue, such as a request.
    Clock,
}

/// A version of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Stable code: `11.2:quarter`.
    pub code: String,
    /// The code without the word after the colon: `11.2`.
    pub item: String,
    /// What the rule is for.
    pub purpose: Purpose,
    /// Short plain name, Vietnamese.
    pub title: String,
    /// Short plain name, English.
    pub title_en: String,
    /// The words of the law.
    pub wording: String,
    /// Where they stand.
    pub citation: Citation,
    /// Who is bound.
    pub applies_to: Vec<UnitKind>,
    /// What starts the clock.
    pub trigger: EventKind,
    /// By when.
    pub deadline: DeadlineRule,
    /// Where the deadline stands.
    pub deadline_citation: Citation,
    /// How often it comes back.
    pub recurrence: Option<Recurrence>,
    /// In which forms, required ones first.
    pub forms: Vec<FormRule>,
    /// A change must be disclosed again (Articles 13(2), 14(1)).
    pub update_on_change: bool,
    /// Names of people may be in it: least fields, taken down after the term.
    pub contains_personal_data: bool,
    /// Must stay posted for good (items 4 and 13 of Article 11).
    pub permanent: bool,
    /// How far this version may be relied on.
    pub status: Status,
    /// Why it is pending, or how it was read.
    pub note: Option<String>,
    /// First day of this version.
    pub valid_from: Date,
    /// Last day of this version.
    pub valid_to: Option<Date>,
}

impl Rule {
    /// Whether this version is the one for events of that day.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}
