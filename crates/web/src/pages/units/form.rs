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
    unit: UnitFields,
    order: OrderFields,
}

impl askama::filters::HtmlSafe for NewFields {}

impl NewFields {
    pub(super) fn new(texts: Texts, typed: &Posted, errors: &FormErrors) -> Self {
        Self {
            unit: UnitFields::new(texts, typed, errors, ""),
            order: OrderFields::new(texts, typed, errors),
        }
    }
}

/// What one new unit is called.
#[derive(Template)]
#[template(path = "units/unit_fields.html")]
pub(super) struct UnitFields {
    kind: Field,
    local_kind: Field,
    name: Field,
    code: Field,
}

impl askama::filters::HtmlSafe for UnitFields {}

impl UnitFields {
    /// Fields whose names end with `suffix`: empty, or `-1`, `-2` … where there are several units.
    pub(super) fn new(texts: Texts, typed: &Posted, errors: &FormErrors, suffix: &str) -> Self {
        let text = |name: &str, label: String| {
            let name = format!("{name}{suffix}");
            Field::text(texts, &name, label)
                .value(typed.text(&name))
                .error(errors.find(&name))
        };
        let kinds = UnitKind::ALL
            .iter()
            .map(|kind| SelectOption::new(kind.code(), kinds::name(texts, *kind)))
            .collect();
        let kind = format!("kind{suffix}");
        Self {
            kind: Field::select(texts, &kind, texts.text("units-kind"), kinds)
                .value(typed.text(&kind))
                .error(errors.find(&kind)),
            local_kind: text("local_kind", texts.text("units-local-kind"))
                .hint(texts.text("units-local-kind-hint")),
            name: text("name", texts.text("units-new-name")).hint(texts.text("units-name-hint")),
            code: text("code", texts.text("units-code")).class("govuk-input--width-10"),
        }
    }
}

/// From which day, by which document.
#[derive(Template)]
#[template(path = "units/order_fields.html")]
pub(super) struct OrderFields {
    day: DateInput,
    document: Field,
}

impl askama::filters::HtmlSafe for OrderFields {}

impl OrderFields {
    pub(super) fn new(texts: Texts, typed: &Posted, errors: &FormErrors) -> Self {
        Self {
            day: DateInput::new(texts, "effective_on", texts.text("units-effective-on"))
                .values(typed.date_parts("effective_on"))
                .error(errors.find("effective_on")),
            document: Field::text(texts, "document", texts.text("units-document"))
                .hint(texts.text("units-document-hint"))
                .value(typed.text("document"))
                .error(errors.find("document")),
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
    new_unit_at(texts, typed, errors, "")
}

/// The same from fields whose names end with `suffix`.
pub(super) fn new_unit_at(
    texts: Texts,
    typed: &Posted,
    errors: &mut FormErrors,
    suffix: &str,
) -> Option<NewUnit> {
    let given = |name: &str| typed.text(&format!("{name}{suffix}"));
    let Some(kind) = UnitKind::find(given("kind")) else {
        errors.push(format!("kind{suffix}"), texts.text("units-kind-missing"));
        return None;
    };
    Some(NewUnit {
        kind,
        code: Some(given("code").trim().to_owned()).filter(|code| !code.is_empty()),
        local_kind: given("local_kind").to_owned(),
        name: given("name").to_owned(),
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
    page: Page,
    typed: &Posted,
    units: &str,
    new: &NewUnit,
    order: &Order,
) -> PageResult {
    confirm_all(
        page,
        typed,
        units,
        std::slice::from_ref(new),
        Vec::new(),
        order,
    )
}

/// The same for several new units; `below` says for each unit below where it goes.
pub(super) fn confirm_all(
    mut page: Page,
    typed: &Posted,
    units: &str,
    new: &[NewUnit],
    below: Vec<(String, String)>,
    order: &Order,
) -> PageResult {
    let texts = page.texts;
    page.private = true;
    let mut answers = SummaryList::new().row(SummaryRow::text(texts.text("units-ending"), units));
    for unit in new {
        answers = answers
            .row(SummaryRow::text(
                texts.text("units-kind"),
                &kinds::name(texts, unit.kind),
            ))
            .row(SummaryRow::text(texts.text("units-new-name"), &unit.name))
            .row(SummaryRow::text(
                texts.text("units-code"),
                unit.code.as_deref().unwrap_or_default(),
            ));
    }
    for (unit, into) in below {
        answers = answers.row(SummaryRow::text(unit, &into));
    }
    answers = answers
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
