use askama::Template;

/// Parts of a thing, each at its own address, so that they work without JavaScript and can be shared.
#[derive(Debug, Clone, Template)]
#[template(path = "components/tabs.html")]
pub struct Tabs {
    label: String,
    tabs: Vec<Tab>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    text: String,
    href: String,
    count: Option<String>,
    current: bool,
}

impl Tab {
    /// A part with its words and address.
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            count: None,
            current: false,
        }
    }

    /// How many things the part holds, already written in the reader's language.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    /// Whether this part is the one shown.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

impl Tabs {
    /// The parts in their order, under a name for the ear.
    pub fn new(label: impl Into<String>, tabs: Vec<Tab>) -> Self {
        Self {
            label: label.into(),
            tabs,
        }
    }
}
