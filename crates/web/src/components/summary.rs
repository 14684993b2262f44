use std::fmt::Display;

use askama::Template;

/// Facts as a list of keys and values, with a way to change each where there is one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "components/summary.html")]
pub struct SummaryList {
    class: String,
    rows: Vec<SummaryRow>,
}

/// One fact.
#[derive(Debug, Clone)]
pub struct SummaryRow {
    key: String,
    value: String,
    class: String,
    actions: Vec<SummaryAction>,
}

/// A link beside a fact, such as "Sửa".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryAction {
    href: String,
    text: String,
    hidden: String,
}

impl SummaryAction {
    /// A link with its words and, for the ear, what it changes.
    pub fn new(
        href: impl Into<String>,
        text: impl Into<String>,
        hidden: impl Into<String>,
    ) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            hidden: hidden.into(),
        }
    }
}

impl SummaryRow {
    /// A fact in plain words, which are escaped.
    pub fn text(key: impl Into<String>, value: &str) -> Self {
        Self::escaped(
            key,
            askama::filters::escape(value, askama::filters::Html).map(|safe| safe.to_string()),
        )
    }

    /// A fact shown by a component, such as a tag or a link that a template made.
    pub fn component<C: askama::filters::HtmlSafe>(key: impl Into<String>, value: &C) -> Self {
        Self::new(key.into(), value.to_string())
    }

    /// A fact as a link. Words and address are escaped.
    pub fn link(key: impl Into<String>, href: &str, text: &str) -> Self {
        let safe = |words: &str| {
            askama::filters::escape(words, askama::filters::Html).map(|safe| safe.to_string())
        };
        let link = safe(href).and_then(|href| {
            safe(text).map(|text| format!("<a class=\"govuk-link\" href=\"{href}\">{text}</a>"))
        });
        Self::escaped(key, link)
    }

    fn escaped(key: impl Into<String>, value: Result<String, impl Display>) -> Self {
        Self::new(key.into(), value.unwrap_or_default())
    }

    fn new(key: String, value: String) -> Self {
        Self {
            key,
            value,
            class: String::new(),
            actions: Vec::new(),
        }
    }

    /// Adds a link beside the fact.
    #[must_use]
    pub fn action(mut self, action: SummaryAction) -> Self {
        self.actions.push(action);
        self
    }

    /// A class of the row.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }
}

impl SummaryList {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact.
    #[must_use]
    pub fn row(mut self, row: SummaryRow) -> Self {
        self.rows.push(row);
        self
    }

    /// A class of the list, such as `govuk-summary-list--no-border`.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    fn has_actions(&self) -> bool {
        self.rows.iter().any(|row| !row.actions.is_empty())
    }
}
