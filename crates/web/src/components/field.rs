use askama::Template;

use super::described_by;
use crate::texts::Texts;

/// One control with its label, hint and error: text, text area, select, file or password.
///
/// The address in an error summary is `#{id}`; the id is the name unless set.
#[derive(Debug, Clone, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    id: String,
    name: String,
    label: String,
    label_class: String,
    page_heading: bool,
    hint: Option<String>,
    error: Option<String>,
    error_prefix: String,
    value: String,
    class: String,
    group_class: String,
    disabled: bool,
    outside_description: Option<String>,
    autocomplete: String,
    control: Control,
}

#[derive(Debug, Clone)]
enum Control {
    Input {
        kind: &'static str,
        input_mode: String,
        spellcheck: Option<bool>,
        prefix: String,
        suffix: String,
    },
    Area {
        rows: u16,
    },
    Select {
        options: Vec<SelectOption>,
    },
    File {
        multiple: bool,
        accept: String,
    },
    Password {
        show: String,
        show_password: String,
        translations: Vec<(&'static str, String)>,
    },
}

/// One choice of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// What the form sends.
    pub value: String,
    /// What the reader sees.
    pub text: String,
}

impl SelectOption {
    /// A choice with the value that is sent and the words that are seen.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
        }
    }
}

impl Field {
    /// A line of text.
    pub fn text(texts: Texts, name: impl Into<String>, label: impl Into<String>) -> Self {
        let control = Control::Input {
            kind: "text",
            input_mode: String::new(),
            spellcheck: None,
            prefix: String::new(),
            suffix: String::new(),
        };
        Self::new(texts, name.into(), label.into(), control)
    }

    /// Several lines of text.
    pub fn area(texts: Texts, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(texts, name.into(), label.into(), Control::Area { rows: 5 })
    }

    /// One choice of a long list.
    pub fn select(
        texts: Texts,
        name: impl Into<String>,
        label: impl Into<String>,
        options: Vec<SelectOption>,
    ) -> Self {
        Self::new(
            texts,
            name.into(),
            label.into(),
            Control::Select { options },
        )
    }

    /// A file. `accept` lists endings for the picker (`.pdf,.docx`); the server looks at the content anyway.
    pub fn file(
        texts: Texts,
        name: impl Into<String>,
        label: impl Into<String>,
        accept: &str,
    ) -> Self {
        let control = Control::File {
            multiple: false,
            accept: accept.to_owned(),
        };
        Self::new(texts, name.into(), label.into(), control)
    }

    /// A password that can be shown while typing. Use `autocomplete("new-password")` where one is chosen.
    pub fn password(texts: Texts, name: impl Into<String>, label: impl Into<String>) -> Self {
        let control = Control::Password {
            show: texts.text("site-password-show"),
            show_password: texts.text("site-password-show-label"),
            translations: vec![
                ("show-password", texts.text("site-password-show")),
                ("hide-password", texts.text("site-password-hide")),
                (
                    "show-password-aria-label",
                    texts.text("site-password-show-label"),
                ),
                (
                    "hide-password-aria-label",
                    texts.text("site-password-hide-label"),
                ),
                (
                    "password-shown-announcement",
                    texts.text("site-password-shown"),
                ),
                (
                    "password-hidden-announcement",
                    texts.text("site-password-hidden"),
                ),
            ],
        };
        Self::new(texts, name.into(), label.into(), control).autocomplete("current-password")
    }

    fn new(texts: Texts, name: String, label: String, control: Control) -> Self {
        Self {
            id: name.clone(),
            name,
            label,
            label_class: String::new(),
            page_heading: false,
            hint: None,
            error: None,
            error_prefix: texts.text("errors-prefix"),
            value: String::new(),
            class: String::new(),
            group_class: String::new(),
            disabled: false,
            outside_description: None,
            autocomplete: String::new(),
            control,
        }
    }

    /// What was typed or is known already. A password or a file is never sent back.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// A sentence under the label.
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

    /// An id that differs from the name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// A class of the control, such as `govuk-input--width-10`.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }

    /// A class of the whole group.
    #[must_use]
    pub fn group_class(mut self, class: impl Into<String>) -> Self {
        self.group_class = class.into();
        self
    }

    /// A class of the label, such as `govuk-label--m`.
    #[must_use]
    pub fn label_class(mut self, class: impl Into<String>) -> Self {
        self.label_class = class.into();
        self
    }

    /// The label is the heading of the page: one question per page.
    #[must_use]
    pub fn page_heading(mut self) -> Self {
        self.page_heading = true;
        self
    }

    /// A purpose the browser can fill in, such as `username`.
    #[must_use]
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Self {
        self.autocomplete = purpose.into();
        self
    }

    /// The id of a text elsewhere on the page that explains this control.
    #[must_use]
    pub fn described_by(mut self, id: impl Into<String>) -> Self {
        self.outside_description = Some(id.into());
        self
    }

    /// The control cannot be used now.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    /// Height of a text area in lines; other controls ignore it.
    #[must_use]
    pub fn rows(mut self, lines: u16) -> Self {
        if let Control::Area { rows } = &mut self.control {
            *rows = lines;
        }
        self
    }

    /// Several files at once; other controls ignore it.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        if let Control::File { multiple, .. } = &mut self.control {
            *multiple = true;
        }
        self
    }

    /// Kind of a text line: `email`, `tel`, `search`; other controls ignore it.
    #[must_use]
    pub fn kind(mut self, new: &'static str) -> Self {
        if let Control::Input { kind, .. } = &mut self.control {
            *kind = new;
        }
        self
    }

    /// Keyboard of the phone: `numeric`, `email`; other controls ignore it.
    #[must_use]
    pub fn input_mode(mut self, mode: &str) -> Self {
        if let Control::Input { input_mode, .. } = &mut self.control {
            mode.clone_into(input_mode);
        }
        self
    }

    /// Whether the browser checks the spelling; other controls ignore it.
    #[must_use]
    pub fn spellcheck(mut self, on: bool) -> Self {
        if let Control::Input { spellcheck, .. } = &mut self.control {
            *spellcheck = Some(on);
        }
        self
    }

    /// A sign before the text line; other controls ignore it.
    #[must_use]
    pub fn prefix(mut self, sign: &str) -> Self {
        if let Control::Input { prefix, .. } = &mut self.control {
            sign.clone_into(prefix);
        }
        self
    }

    /// A unit after the text line; other controls ignore it.
    #[must_use]
    pub fn suffix(mut self, unit: &str) -> Self {
        if let Control::Input { suffix, .. } = &mut self.control {
            unit.clone_into(suffix);
        }
        self
    }

    fn description(&self) -> Option<String> {
        described_by([
            self.outside_description.clone(),
            self.hint.as_ref().map(|_| format!("{}-hint", self.id)),
            self.error.as_ref().map(|_| format!("{}-error", self.id)),
        ])
    }
}
