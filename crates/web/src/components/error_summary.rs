use askama::Template;

use crate::texts::Texts;

/// What is wrong in a form: messages by field, in the order of the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors {
    messages: Vec<(String, String)>,
}

impl FormErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what is wrong with a field. An empty field name stands for the form as a whole.
    pub fn push(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.messages.push((field.into(), message.into()));
    }

    /// The first message about a field, for the field itself.
    pub fn find(&self, field: &str) -> Option<String> {
        self.messages
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.clone())
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }
}

/// The list at the top of a page of everything that is wrong, each line leading to its field. Empty, it shows nothing.
#[derive(Debug, Clone, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    title: String,
    description: Option<String>,
    items: Vec<ErrorLine>,
}

#[derive(Debug, Clone)]
struct ErrorLine {
    text: String,
    href: Option<String>,
}

impl ErrorSummary {
    /// All errors of a form, each linked to `#{field}`.
    pub fn new(texts: Texts, errors: &FormErrors) -> Self {
        let items = errors
            .messages
            .iter()
            .map(|(field, text)| ErrorLine {
                text: text.clone(),
                href: (!field.is_empty()).then(|| format!("#{field}")),
            })
            .collect();
        Self {
            title: texts.text("errors-summary-title"),
            description: None,
            items,
        }
    }

    /// A title of its own.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// A sentence before the list.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    fn is_shown(&self) -> bool {
        !self.items.is_empty() || self.description.is_some()
    }
}
