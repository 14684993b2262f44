use askama::Template;

/// Things to do or done, each with its status.
#[derive(Debug, Clone, Template)]
#[template(path = "components/tasks.html")]
pub struct TaskList {
    id: String,
    class: String,
    tasks: Vec<Task>,
}

/// One thing.
#[derive(Debug, Clone)]
pub struct Task {
    title: String,
    href: Option<String>,
    hint: Option<String>,
    status: String,
    class: String,
}

impl Task {
    /// A thing with its title and the component that shows its status.
    pub fn new<C: askama::filters::HtmlSafe>(title: impl Into<String>, status: &C) -> Self {
        Self {
            title: title.into(),
            href: None,
            hint: None,
            status: status.to_string(),
            class: String::new(),
        }
    }

    /// Where the thing is done.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// A sentence under the title: due date, unit, article.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A class of the line.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }
}

impl TaskList {
    /// The list; the id begins the ids of its lines and is unique on the page.
    pub fn new(id: impl Into<String>, tasks: Vec<Task>) -> Self {
        Self {
            id: id.into(),
            class: String::new(),
            tasks,
        }
    }

    /// A class of the list.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }
}
