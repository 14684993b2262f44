//! How a date was reached, day by day, so that anyone can count again.
//!
//! Guarantees: the steps follow each other without a gap from the day after
//! (or before) the event, and `rederive` reaches the end from the steps alone,
//! without a calendar.

use serde::Serialize;

use crate::error::{date_with_weekday, vietnamese_date};
use crate::{Citation, Date, DayUnit};

/// Forwards from an event, or backwards to the last day before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A term that starts with the event.
    After,
    /// Something to be done before the event.
    Before,
}

/// More days, in the unit of the term, by a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// How many.
    pub days: u16,
    /// Number and date of the document.
    pub document: String,
}

/// Days that do not count, by a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspension {
    /// First day that does not count.
    pub from: Date,
    /// Last day that does not count.
    pub to: Date,
    /// Number and date of the document.
    pub document: String,
}

/// One day of the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// Its number in the term; nothing when it is not counted.
    pub counted: Option<u16>,
    /// State bodies work on it.
    pub working: bool,
    /// Its being off has not been announced yet.
    pub expected: bool,
    /// Why it is skipped, or what is special about it.
    pub reason: Option<String>,
}

/// A date with the count that leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Forwards or backwards.
    pub direction: Direction,
    /// The day of the event, not counted.
    pub start: Date,
    /// The unit.
    pub unit: DayUnit,
    /// The number of days that the rule sets, without the extension.
    pub count: u16,
    /// Every day from the one beside the event up to the end.
    pub steps: Vec<Step>,
    /// More days, if any.
    pub extension: Option<Extension>,
    /// Suspensions, if any.
    pub suspensions: Vec<Suspension>,
    /// The date reached.
    pub end: Date,
    /// The rule that sets the number of days.
    pub citation: Option<Citation>,
    /// It leans on a day off that has not been announced yet.
    pub expected: bool,
}

impl Explanation {
    /// Counts again from the steps alone.
    ///
    /// Gives the date at which the count is complete; the start when a step is
    /// missing or the numbers do not add up, so a damaged explanation never
    /// confirms its date.
    pub fn rederive(&self) -> Date {
        let total = self.total();
        let mut previous = self.start;
        let mut counted = 0;
        for step in &self.steps {
            let neighbour = match self.direction {
                Direction::After => previous.tomorrow(),
                Direction::Before => previous.yesterday(),
            };
            if neighbour.ok() != Some(step.date) {
                return self.start;
            }
            previous = step.date;
            if counted < total {
                match step.counted {
                    Some(number) if number == counted + 1 => counted = number,
                    Some(_) => return self.start,
                    None => {}
                }
            } else if step.counted.is_some() {
                return self.start;
            }
            if counted == total && self.may_end_on(step) {
                return step.date;
            }
        }
        self.start
    }

    /// Civil Code 148(5) moves the end of a term in calendar days off a day of rest.
    fn may_end_on(&self, step: &Step) -> bool {
        match (self.unit, self.direction) {
            (DayUnit::CalendarDays, Direction::After) => step.working,
            (DayUnit::CalendarDays, Direction::Before) | (DayUnit::WorkingDays, _) => true,
        }
    }

    /// The number of days with the extension.
    pub fn total(&self) -> u16 {
        self.count
            .saturating_add(self.extension.as_ref().map_or(0, |more| more.days))
    }

    /// The count as sentences for people.
    pub fn sentence_lines(&self) -> Vec<String> {
        let unit = self.unit.label();
        let mut lines = Vec::new();
        match self.direction {
            Direction::After => lines.push(format!(
                "Mốc tính: {}. Ngày này không tính, bắt đầu đếm từ ngày tiếp theo (khoản 2 Điều 147 \
                 Bộ luật Dân sự).",
                date_with_weekday(self.start)
            )),
            Direction::Before => lines.push(format!(
                "Mốc tính: {}. Đếm ngược, không tính ngày này.",
                date_with_weekday(self.start)
            )),
        }
        let source = self
            .citation
            .as_ref()
            .map(|citation| format!(", theo {citation}"))
            .unwrap_or_default();
        lines.push(format!("Thời hạn: {:02} {unit}{source}.", self.count));
        if let Some(extension) = &self.extension {
            lines.push(format!(
                "Gia hạn: thêm {:02} {unit} theo {}.",
                extension.days, extension.document
            ));
        }
        for suspension in &self.suspensions {
            lines.push(format!(
                "Tạm dừng: từ {} đến hết {} theo {}.",
                vietnamese_date(suspension.from),
                vietnamese_date(suspension.to),
                suspension.document
            ));
        }
        lines.extend(self.steps.iter().map(|step| step_line(step, unit)));
        lines.push(match self.direction {
            Direction::After => format!("Hạn cuối: {}.", date_with_weekday(self.end)),
            Direction::Before => format!("Chậm nhất: {}.", date_with_weekday(self.end)),
        });
        if self.expected {
            lines.push(
                "Kết quả là dự kiến: có ngày nghỉ chưa được thông báo chính thức.".to_owned(),
            );
        }
        lines
    }
}

fn step_line(step: &Step, unit: &str) -> String {
    let date = date_with_weekday(step.date);
    match (&step.counted, &step.reason) {
        (Some(number), None) => format!("{date}: {unit} thứ {number}."),
        (Some(number), Some(reason)) => format!("{date}: {unit} thứ {number} ({reason})."),
        (None, Some(reason)) if step.working => format!("{date}: {reason}."),
        (None, Some(reason)) => format!("{date}: không tính, {reason}."),
        (None, None) => format!("{date}: không tính."),
    }
}
