use askama::Template;

use super::described_by;
use crate::texts::Texts;

/// A date in three fields, day first: `{name}-day`, `{name}-month`, `{name}-year`.
#[derive(Debug, Clone, Template)]
#[template(path = "components/date_input.html")]
pub struct DateInput {
    id: String,
    prefix: String,
    legend: String,
    legend_class: String,
    page_heading: bool,
    hint: Option<String>,
    error: Option<String>,
    error_prefix: String,
    wrong: Vec<DatePart>,
    parts: [Part; 3],
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// Ngày.
    Day,
    /// Tháng.
    Month,
    /// Năm.
    Year,
}

#[derive(Debug, Clone)]
struct Part {
    which: DatePart,
    key: &'static str,
    label: String,
    width: u8,
    value: String,
}

impl DateInput {
    /// A date asked for under this name, which is also its id.
    pub fn new(texts: Texts, name: impl Into<String>, legend: impl Into<String>) -> Self {
        let part = |which, key, label, width| Part {
            which,
            key,
            label,
            width,
            value: String::new(),
        };
        let id = name.into();
        Self {
            prefix: format!("{id}-"),
            id,
            legend: legend.into(),
            legend_class: String::new(),
            page_heading: false,
            hint: None,
            error: None,
            error_prefix: texts.text("errors-prefix"),
            wrong: Vec::new(),
            parts: [
                part(DatePart::Day, "day", texts.text("site-date-day"), 2),
                part(DatePart::Month, "month", texts.text("site-date-month"), 2),
                part(DatePart::Year, "year", texts.text("site-date-year"), 4),
            ],
        }
    }

    /// An id that differs from the name, where the same field stands twice on a page.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// What was typed: day, month and year as they were, right or wrong.
    #[must_use]
    pub fn values(mut self, typed: [impl Into<String>; 3]) -> Self {
        for (part, value) in self.parts.iter_mut().zip(typed) {
            part.value = value.into();
        }
        self
    }

    /// A known date.
    #[must_use]
    pub fn date(self, date: jiff::civil::Date) -> Self {
        self.values([
            date.day().to_string(),
            date.month().to_string(),
            date.year().to_string(),
        ])
    }

    /// A sentence under the question, with an example.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong with the whole date, if anything is.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Marks this part as wrong; without any mark an error marks all three.
    #[must_use]
    pub fn wrong(mut self, part: DatePart) -> Self {
        self.wrong.push(part);
        self
    }

    /// A class of the legend, such as `govuk-fieldset__legend--m`.
    #[must_use]
    pub fn legend_class(mut self, class: impl Into<String>) -> Self {
        self.legend_class = class.into();
        self
    }

    /// The question is the heading of the page.
    #[must_use]
    pub fn page_heading(mut self) -> Self {
        self.page_heading = true;
        self
    }

    #[cfg(test)]
    pub(super) fn field_prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    fn description(&self) -> Option<String> {
        described_by([
            self.hint.as_ref().map(|_| format!("{}-hint", self.id)),
            self.error.as_ref().map(|_| format!("{}-error", self.id)),
        ])
    }

    fn is_wrong(&self, part: &Part) -> bool {
        if self.wrong.is_empty() {
            self.error.is_some()
        } else {
            self.wrong.contains(&part.which)
        }
    }
}
