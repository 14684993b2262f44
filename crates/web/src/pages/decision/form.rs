//! One form of the desk about one decision: what was refused, what to know, the fields, the button.

use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_service::decision::{DecisionView, get_decision};
use dinh_service::{Context, Error};

use super::desk_decision::desk_page;
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::SummaryList;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, html_with};
use crate::state::AppState;
use crate::texts::Texts;

/// A page with one form.
#[derive(Template)]
#[template(path = "decision/desk_form.html")]
pub struct FormPage {
    page: Page,
    refused: Refused,
    unit_name: String,
    title: String,
    lead: Vec<String>,
    facts: Option<SummaryList>,
    before: String,
    method: &'static str,
    hidden: Vec<(String, String)>,
    fields: Vec<String>,
    buttons: Vec<Button>,
    files: bool,
    back: String,
}

/// A button of the form; a named one says which was pressed.
struct Button {
    text: String,
    name: &'static str,
    value: &'static str,
    secondary: bool,
}

impl FormPage {
    /// A form about a decision that is sent to its own address.
    pub fn new(
        state: &AppState,
        caller: &Caller,
        view: &DecisionView,
        title: &str,
        refused: Refused,
    ) -> Self {
        let texts = caller.texts();
        let mut made = Self::bare(
            desk_page(state, caller, view, texts.text(title)),
            &view.unit.full_name,
            refused,
        );
        made.title.clone_from(&view.decision().proposal.title);
        made.back = format!("/lam-viec/quyet-dinh/{}", view.decision().number);
        made
    }

    /// A form that is about no decision yet.
    pub fn bare(mut page: Page, unit_name: &str, refused: Refused) -> Self {
        page.private = true;
        page.has_errors = refused.is_refused();
        Self {
            page,
            refused,
            unit_name: unit_name.to_owned(),
            title: String::new(),
            lead: Vec::new(),
            facts: None,
            before: String::new(),
            method: "post",
            hidden: Vec::new(),
            fields: Vec::new(),
            buttons: Vec::new(),
            files: false,
            back: "/lam-viec/quyet-dinh".to_owned(),
        }
    }

    /// A sentence before the form.
    #[must_use]
    pub fn lead(mut self, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        if !sentence.is_empty() {
            self.lead.push(sentence);
        }
        self
    }

    /// Facts before the form.
    #[must_use]
    pub fn facts(mut self, facts: SummaryList) -> Self {
        self.facts = Some(facts);
        self
    }

    /// A part of the page before the form that is a form of its own, such as a search.
    #[must_use]
    pub fn before<C: Display + askama::filters::HtmlSafe>(mut self, part: &C) -> Self {
        self.before = part.to_string();
        self
    }

    /// The form only asks: its fields go into the address.
    #[must_use]
    pub fn asks(mut self) -> Self {
        self.method = "get";
        self
    }

    /// What is sent without being seen.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// A field.
    #[must_use]
    pub fn field<C: Display + askama::filters::HtmlSafe>(mut self, field: &C) -> Self {
        self.fields.push(field.to_string());
        self
    }

    /// The button.
    #[must_use]
    pub fn button(mut self, text: impl Into<String>) -> Self {
        self.buttons.push(Button {
            text: text.into(),
            name: "",
            value: "",
            secondary: false,
        });
        self
    }

    /// Another button, which says that it was pressed.
    #[must_use]
    pub fn other_button(
        mut self,
        text: impl Into<String>,
        name: &'static str,
        value: &'static str,
    ) -> Self {
        self.buttons.push(Button {
            text: text.into(),
            name,
            value,
            secondary: true,
        });
        self
    }

    /// The form carries files.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.files = true;
        self
    }

    /// The page; 422 when something was refused.
    pub fn answer(&self) -> PageResult {
        if self.refused.is_refused() {
            html_with(StatusCode::UNPROCESSABLE_ENTITY, self)
        } else {
            html(self)
        }
    }
}

/// The decision of an address, for whoever may do `action` in its unit.
pub async fn of(ctx: &Context<'_>, number: i64, action: Action) -> Result<DecisionView, Error> {
    get_decision(ctx, number, action).await
}

/// The address of the desk page of a decision, with what has just been done.
pub fn done(number: i64, what: &str) -> String {
    format!("/lam-viec/quyet-dinh/{number}?da={what}")
}

/// A whole number as typed; nothing typed is an error of its field.
pub fn count(texts: Texts, field: &str, typed: &str) -> Result<u64, dinh_domain::FieldError> {
    let wrong = |key: &str| dinh_domain::FieldError::new(field, texts.text(key));
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(wrong("decision-number-missing"));
    }
    typed.parse().map_err(|_| wrong("decision-number-wrong"))
}
