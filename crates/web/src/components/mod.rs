//! The building blocks of pages, with the HTML of GOV.UK Frontend (its fixtures are our tests) and our own brand.
//!
//! What has state (fields, choices, dates, tags, lists) is a value here that a template shows with `{{ field }}`: it is
//! already safe HTML. What wraps words of a template (insets, details, banners, tables) is a macro in
//! `templates/components/content.html`.

mod act_time;
mod choices;
mod date_input;
mod error_summary;
mod field;
#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the fixtures are files of an installed package"
)]
mod fixtures;
mod pagination;
mod status;
mod summary;
mod tabs;
mod tasks;

pub use act_time::{ActTimeNote, state_words, time_words};
pub use choices::{Choice, Choices};
pub use date_input::{DateInput, DatePart};
pub use error_summary::{ErrorSummary, FormErrors};
pub use field::{Field, SelectOption};
pub use pagination::Pagination;
pub use status::{Status, StatusTag, Tone};
pub use summary::{SummaryAction, SummaryList, SummaryRow};
pub use tabs::{Tab, Tabs};
pub use tasks::{Task, TaskList};

/// Marks values whose template has already escaped what needs escaping.
macro_rules! already_html {
    ($($component:ty),* $(,)?) => {
        $(impl askama::filters::HtmlSafe for $component {})*
    };
}

already_html!(
    ActTimeNote,
    Choices,
    DateInput,
    ErrorSummary,
    Field,
    Pagination,
    StatusTag,
    SummaryList,
    Tabs,
    TaskList
);

/// `a b`, or nothing, for `aria-describedby`.
fn described_by<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
