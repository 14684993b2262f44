use std::fmt::Display;

use askama::Template;

use super::described_by;
use crate::texts::Texts;

/// Radios (one of several) or checkboxes (any of several) under one question.
#[derive(Debug, Clone, Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    one_of: bool,
    id: String,
    name: String,
    legend: String,
    legend_class: String,
    page_heading: bool,
    hint: Option<String>,
    error: Option<String>,
    error_prefix: String,
    class: String,
    group_class: String,
    items: Vec<Item>,
    chosen: Vec<String>,
}

#[derive(Debug, Clone)]
enum Item {
    Choice(Choice),
    Divider(String),
}

/// One choice with its words.
#[derive(Debug, Clone)]
pub struct Choice {
    value: String,
    text: String,
    id: String,
    hint: Option<String>,
    conditional: Option<String>,
    disabled: bool,
    exclusive: bool,
}

impl Choice {
    /// A choice with the value that is sent and the words that are seen.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            id: String::new(),
            hint: None,
            conditional: None,
            disabled: false,
            exclusive: false,
        }
    }

    /// A sentence under the choice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A field that belongs to this choice alone; without JavaScript it is always seen.
    #[must_use]
    pub fn conditional(mut self, field: &impl Display) -> Self {
        self.conditional = Some(field.to_string()).filter(|html| !html.is_empty());
        self
    }

    /// An id of its own.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The choice cannot be taken now.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// "None of these": taking it clears the other checkboxes.
    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.exclusive = true;
        self
    }
}

impl Choices {
    /// One of several. An empty legend leaves the group without frame.
    pub fn radios(texts: Texts, name: impl Into<String>, legend: impl Into<String>) -> Self {
        Self::new(texts, name.into(), legend.into(), true)
    }

    /// Any of several. An empty legend leaves the group without frame.
    pub fn checkboxes(texts: Texts, name: impl Into<String>, legend: impl Into<String>) -> Self {
        Self::new(texts, name.into(), legend.into(), false)
    }

    fn new(texts: Texts, name: String, legend: String, one_of: bool) -> Self {
        Self {
            one_of,
            id: name.clone(),
            name,
            legend,
            legend_class: String::new(),
            page_heading: false,
            hint: None,
            error: None,
            error_prefix: texts.text("errors-prefix"),
            class: String::new(),
            group_class: String::new(),
            items: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// Adds a choice.
    #[must_use]
    pub fn item(mut self, choice: Choice) -> Self {
        self.items.push(Item::Choice(choice));
        self
    }

    /// Adds a word between choices, such as "hoặc".
    #[must_use]
    pub fn divider(mut self, word: impl Into<String>) -> Self {
        self.items.push(Item::Divider(word.into()));
        self
    }

    /// The values taken so far.
    #[must_use]
    pub fn chosen(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.chosen = values.into_iter().map(Into::into).collect();
        self
    }

    /// A sentence under the question.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do, if anything is.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// A beginning of the ids that differs from the name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// A class of the group: `govuk-radios--inline`, `govuk-checkboxes--small`.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    /// A class of the surrounding form group.
    #[must_use]
    pub fn group_class(mut self, class: impl Into<String>) -> Self {
        self.group_class = class.into();
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

    fn block(&self) -> &'static str {
        if self.one_of { "radios" } else { "checkboxes" }
    }

    fn kind(&self) -> &'static str {
        if self.one_of { "radio" } else { "checkbox" }
    }

    fn description(&self) -> Option<String> {
        described_by([
            self.hint.as_ref().map(|_| format!("{}-hint", self.id)),
            self.error.as_ref().map(|_| format!("{}-error", self.id)),
        ])
    }

    /// The first choice keeps the plain id so that an error summary can link to it.
    fn item_id(&self, choice: &Choice, index: usize) -> String {
        if !choice.id.is_empty() {
            choice.id.clone()
        } else if index == 0 {
            self.id.clone()
        } else {
            format!("{}-{}", self.id, index + 1)
        }
    }

    /// Checkboxes without frame carry the description of the group themselves.
    fn item_description(&self, choice: &Choice, item_id: &str) -> Option<String> {
        let group = if self.legend.is_empty() && !self.one_of {
            self.description()
        } else {
            None
        };
        described_by([
            group,
            choice.hint.as_ref().map(|_| format!("{item_id}-item-hint")),
        ])
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        self.chosen.contains(&choice.value)
    }
}
