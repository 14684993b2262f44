//! What the forms of this part share: fields as typed, and the page that shows everything once more.

use dinh_domain::FieldError;
use dinh_service::Error;
use dinh_service::decision::DecisionView;
use jiff::civil::Date;

use super::super::form::FormPage;
use super::super::subject::Refused;
use crate::caller::Caller;
use crate::components::{DateInput, Field, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;
use crate::texts::Texts;

/// A form of a page, before anything was typed: the day is today.
pub(super) fn begun(field: &str, today: Date) -> Posted {
    let mut typed = Posted::default();
    for (part, value) in [
        ("day", today.day().to_string()),
        ("month", today.month().to_string()),
        ("year", today.year().to_string()),
    ] {
        typed.fields.push((format!("{field}-{part}"), value));
    }
    typed
}

/// Whether the form was seen once more.
pub(super) fn is_confirmed(typed: &Posted) -> bool {
    typed.text("confirmed") == "1"
}

/// A day of a form.
pub(super) fn day_of(typed: &Posted, field: &str) -> Result<Date, Error> {
    typed
        .needed_date(field)
        .map_err(|error: FieldError| Error::Invalid(vec![error]))
}

/// A line of text.
pub(super) fn line(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> Field {
    Field::text(texts, name, texts.text(label))
        .value(typed.text(name))
        .error(refused.find(name))
}

/// Several lines of text.
pub(super) fn area(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> Field {
    Field::area(texts, name, texts.text(label))
        .rows(4)
        .value(typed.text(name))
        .error(refused.find(name))
}

/// A day.
pub(super) fn day(
    texts: Texts,
    typed: &Posted,
    refused: &Refused,
    name: &str,
    label: &str,
) -> DateInput {
    DateInput::new(texts, name, texts.text(label))
        .values(typed.date_parts(name))
        .error(refused.find(name))
}

/// What was typed, once more, before it cannot be taken back.
pub(super) fn check(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    title: &str,
    shown: &[(&str, String)],
    typed: &Posted,
) -> PageResult {
    let texts = caller.texts();
    let mut facts = SummaryList::new();
    for (label, value) in shown {
        if !value.trim().is_empty() {
            facts = facts.row(SummaryRow::text(texts.text(label), value.trim()));
        }
    }
    let mut page = FormPage::new(state, caller, view, title, Refused::none(texts))
        .lead(texts.text("after-check-lead"))
        .facts(facts)
        .hidden("confirmed", "1");
    for (name, value) in &typed.fields {
        if name != "_csrf" && name != "confirmed" {
            page = page.hidden(name.clone(), value.clone());
        }
    }
    page.button(texts.text("after-check-send")).answer()
}

/// A day as the check page shows it.
pub(super) fn shown_day(texts: Texts, typed: &Posted, name: &str) -> String {
    typed
        .needed_date(name)
        .map(|day| texts.formats().date(day))
        .unwrap_or_default()
}
