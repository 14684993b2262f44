//! What the pages of the room share: identities in addresses, errors of a form, the
//! fields of a representative, the way back.

use dinh_domain::ids::{HouseholdId, RollImportId};
use dinh_domain::roll::{Capacity, RepresentativeDraft};
use dinh_service::Error;
use dinh_service::roll::{HouseholdView, get_household};
use jiff::civil::Date;

use crate::caller::Caller;
use crate::components::{DateInput, Field, FormErrors, SelectOption};
use crate::page::Page;
use crate::posted::Posted;
use crate::state::AppState;
use crate::texts::Texts;

/// The household that an address names, for whoever may read it.
pub(super) async fn household(
    state: &AppState,
    caller: &Caller,
    id: &str,
) -> Result<HouseholdView, Error> {
    let id: HouseholdId = id.parse().map_err(|_| Error::NotFound)?;
    get_household(&caller.context(state), id).await
}

/// The file that an address names.
pub(super) fn import_id(id: &str) -> Result<RollImportId, Error> {
    id.parse().map_err(|_| Error::NotFound)
}

/// What a form shows of an error; what has nothing to do with its fields stands above.
pub(super) fn told(error: Error) -> Result<FormErrors, Error> {
    let mut errors = FormErrors::new();
    match error {
        Error::Invalid(found) => {
            for one in found {
                errors.push(one.field, one.message);
            }
        }
        Error::Unlawful {
            article,
            reason,
            lawful_alternative,
        } => errors.push("", format!("{reason} ({article}). {lawful_alternative}")),
        Error::Conflict(message) => errors.push("", message),
        other => return Err(other),
    }
    Ok(errors)
}

/// The page of a form about a hamlet.
pub(super) fn hamlet_page(
    state: &AppState,
    caller: &Caller,
    title: String,
    unit: &dinh_domain::units::Unit,
) -> Page {
    let texts = caller.texts();
    let mut page = caller
        .form_page(state, title)
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(texts.text("roll-title"), "/lam-viec/so-ho")
        .crumb(unit.full_name.clone(), roll_address(&unit.slug));
    page.private = true;
    page
}

/// The page of a form about a household.
pub(super) fn household_page(
    state: &AppState,
    caller: &Caller,
    title: String,
    view: &HouseholdView,
) -> Page {
    let number = caller
        .texts()
        .with("roll-household", &[("number", &view.household.number)]);
    hamlet_page(state, caller, title, &view.unit)
        .crumb(number, household_address(view.household.id))
}

/// Where the roll of a hamlet is.
pub(super) fn roll_address(slug: &str) -> String {
    format!("/lam-viec/so-ho/{slug}")
}

/// Where a household is.
pub(super) fn household_address(id: HouseholdId) -> String {
    format!("/lam-viec/ho/{id}")
}

/// A representative as typed.
pub(super) fn draft(typed: &Posted) -> RepresentativeDraft {
    RepresentativeDraft {
        name: typed.text("name").to_owned(),
        address: typed.text("address").to_owned(),
        phone: typed.text("phone").to_owned(),
        capacity: typed.text("capacity").to_owned(),
        basis: typed.text("basis").to_owned(),
    }
}

/// The name of a capacity.
pub(super) fn capacity_name(texts: Texts, capacity: Capacity) -> String {
    texts.text(match capacity {
        Capacity::Full => "roll-capacity-full",
        Capacity::Nominated => "roll-capacity-nominated",
        Capacity::Vacant => "roll-capacity-vacant",
    })
}

/// The fields of a representative; only a change offers to leave the place vacant.
pub(super) fn representative(
    texts: Texts,
    typed: &Posted,
    errors: &FormErrors,
    may_be_vacant: bool,
) -> Vec<Field> {
    let mut capacities = vec![SelectOption::new("", texts.text("roll-capacity-choose"))];
    for capacity in Capacity::ALL {
        if may_be_vacant || *capacity != Capacity::Vacant {
            let name = capacity_name(texts, *capacity);
            capacities.push(SelectOption::new(capacity.code(), name));
        }
    }
    vec![
        text(texts, typed, errors, "name", "roll-name").autocomplete("off"),
        text(texts, typed, errors, "address", "roll-address").autocomplete("off"),
        text(texts, typed, errors, "phone", "roll-phone")
            .hint(texts.text("roll-phone-hint"))
            .kind("tel")
            .class("govuk-input--width-20"),
        Field::select(texts, "capacity", texts.text("roll-capacity"), capacities)
            .hint(texts.text("roll-capacity-hint"))
            .value(typed.text("capacity"))
            .error(errors.find("capacity")),
        text(texts, typed, errors, "basis", "roll-basis").hint(texts.text("roll-basis-hint")),
    ]
}

/// A field of one line.
pub(super) fn text(
    texts: Texts,
    typed: &Posted,
    errors: &FormErrors,
    name: &str,
    label: &str,
) -> Field {
    Field::text(texts, name, texts.text(label))
        .value(typed.text(name))
        .error(errors.find(name))
}

/// The reason of a change.
pub(super) fn reason(texts: Texts, typed: &Posted, errors: &FormErrors) -> Field {
    Field::area(texts, "reason", texts.text("roll-reason"))
        .hint(texts.text("roll-reason-hint"))
        .rows(3)
        .value(typed.text("reason"))
        .error(errors.find("reason"))
}

/// A day.
pub(super) fn day(
    texts: Texts,
    typed: &Posted,
    errors: &FormErrors,
    name: &str,
    label: &str,
) -> DateInput {
    DateInput::new(texts, name, texts.text(label))
        .values(typed.date_parts(name))
        .error(errors.find(name))
}

/// Fields as if a day had been typed.
pub(super) fn typed_day(fields: &mut Vec<(String, String)>, name: &str, day: Date) {
    let parts = [
        ("day", day.day().to_string()),
        ("month", day.month().to_string()),
        ("year", day.year().to_string()),
    ];
    fields.extend(parts.map(|(part, value)| (format!("{name}-{part}"), value)));
}

/// The version that a form was made from.
pub(super) fn version(typed: &Posted) -> i64 {
    typed.text("version").parse().unwrap_or(0)
}
