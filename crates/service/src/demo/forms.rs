//! The forms beside the portal in which sample publications are shown.

use dinh_domain::units::Unit;
use dinh_law::{Form, FormRule, Place, Rule};
use jiff::civil::Date;

use crate::disclosure::FormInput;
use crate::error::{Error, Result};
use crate::platform::Platform;

/// What the law requires beside the portal: each form with each of its places.
pub fn needed_forms(
    stage: &Platform,
    unit: &Unit,
    rule: &Rule,
) -> Result<Vec<(FormRule, Option<Place>)>> {
    let facts = unit.facts().ok_or(Error::NotFound)?;
    let mut needed = Vec::new();
    for form in stage.law.forms(rule, &facts) {
        if !form.required || matches!(form.form, Form::Portal | Form::InternalSystem) {
            continue;
        }
        if form.places.is_empty() {
            needed.push((form.clone(), None));
        }
        for place in &form.places {
            needed.push((form.clone(), Some(*place)));
        }
    }
    Ok(needed)
}

/// A form as its clerk types it; it goes on from `day`.
pub fn form_input(form: Form, place: Option<Place>, unit: &str, day: Date) -> FormInput {
    FormInput {
        form: form.code().to_owned(),
        place_kind: place.map_or("", Place::code).to_owned(),
        place: place_name(form, place, unit),
        from: typed(day),
        to: Default::default(),
        by_whom: "Văn phòng HĐND và UBND (mẫu)".to_owned(),
        note: String::new(),
    }
}

/// A day as it is typed.
pub fn typed(day: Date) -> [String; 3] {
    [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ]
}

fn place_name(form: Form, place: Option<Place>, unit: &str) -> String {
    match place {
        Some(Place::Headquarters) => format!("Bảng tin trụ sở, {unit}"),
        Some(Place::CultureHouse) => format!("Nhà văn hóa các ấp, khu vực, {unit}"),
        Some(Place::CommunityPoint) => format!("Điểm sinh hoạt cộng đồng, {unit}"),
        Some(Place::Workplace) => format!("Nơi làm việc, {unit}"),
        None => format!("{}, {unit}", form.label()),
    }
}
