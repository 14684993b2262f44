//! The fields that every change of a unit asks for: name, kind, code, day, document.

use askama::Template;
use dinh_domain::FieldError;
use dinh_domain::units::UnitKind;
use dinh_service::units::change::{NewUnit, Order};

use super::kinds;
use crate::components::{DateInput, Field, FormErrors, SelectOption, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::html;
use crate::texts::Texts;

/// The fields with what was typed and what is wrong.
#[derive(Template)]
#[template(path = "units/fields.html")]
pub(super) struct NewFields {
    kind: Field,
    local_kind: Field,
    name: Field,
    code: Field,
    day: DateInput,
    document: Field,
}

impl askama::filters::HtmlSafe for NewFields {}

impl NewFields {
    pub(super) fn new(texts: Texts, typed: &Posted, errors: &FormErrors) -> Self {
        let text = |name: &str, label: String| {
            Field::text(texts, name, label)
                .value(typed.text(name))
                .error(errors.find(name))
        };
        let kinds = UnitKind::ALL
            .iter()
            .map(|kind| SelectOption::new(kind.code(), kinds::name(texts, *kind)))
            .collect();
        Self {
            kind: Field::select(texts, "kind", texts.text("units-kind"), kinds)
                .value(typed.text("kind"))
                .error(errors.find("kind")),
            local_kind: text("local_kind", texts.text("units-local-kind"))
                .hint(texts.text("units-local-kind-hint")),
            name: text("name", texts.text("units-new-name")).hint(texts.text("units-name-hint")),
            code: text("code", texts.text("units-code")).class("govuk-input--width-10"),
            day: DateInput::new(texts, "effective_on", texts.text("units-effective-on"))
                .values(typed.date_parts("effective_on"))
                .error(errors.find("effective_on")),
            document: text("document", texts.text("units-document"))
                .hint(texts.text("units-document-hint")),
        }
    }
}

/// Day and document, if the day is a day.
pub(super) fn order(typed: &Posted, errors: &mut FormErrors) -> Option<Order> {
    match typed.needed_date("effective_on") {
        Ok(effective_on) => Some(Order {
            effective_on,
            document: typed.text("document").to_owned(),
        }),
        Err(error) => {
            errors.push(error.field, error.message);
            None
        }
    }
}

/// What the new unit is called, if its kind is one.
pub(super) fn new_unit(texts: Texts, typed: &Posted, errors: &mut FormErrors) -> Option<NewUnit> {
    let Some(kind) = UnitKind::find(typed.text("kind")) else {
        errors.push("kind", texts.text("units-kind-missing"));
        return None;
    };
    Some(NewUnit {
        kind,
        code: Some(typed.text("code").trim().to_owned()).filter(|code| !code.is_empty()),
        local_kind: typed.text("local_kind").to_owned(),
        name: typed.text("name").to_owned(),
    })
}

/// The errors of a use case, for the fields of the form.
pub(super) fn add_all(errors: &mut FormErrors, found: Vec<FieldError>) {
    for error in found {
        errors.push(error.field, error.message);
    }
}

/// Everything once more before a change that cannot be taken back.
#[derive(Template)]
#[template(path = "units/confirm.html")]
struct ConfirmPage {
    page: Page,
    answers: SummaryList,
    action: String,
    hidden: Vec<(String, String)>,
}

/// The page that asks to confirm; the form carries everything that was typed.
pub(super) fn confirm(
    mut page: Page,
    typed: &Posted,
    units: &str,
    new: &NewUnit,
    order: &Order,
) -> PageResult {
    let texts = page.texts;
    page.private = true;
    let answers = SummaryList::new()
        .row(SummaryRow::text(texts.text("units-ending"), units))
        .row(SummaryRow::text(
            texts.text("units-kind"),
            &kinds::name(texts, new.kind),
        ))
        .row(SummaryRow::text(texts.text("units-new-name"), &new.name))
        .row(SummaryRow::text(
            texts.text("units-code"),
            new.code.as_deref().unwrap_or_default(),
        ))
        .row(SummaryRow::text(
            texts.text("units-effective-on"),
            &texts.formats().date(order.effective_on),
        ))
        .row(SummaryRow::text(
            texts.text("units-document"),
            &order.document,
        ));
    html(&ConfirmPage {
        answers,
        action: page.link(&page.path),
        hidden: typed
            .fields
            .iter()
            .filter(|(name, _)| name != "_csrf" && name != "confirmed")
            .cloned()
            .collect(),
        page,
    })
}
