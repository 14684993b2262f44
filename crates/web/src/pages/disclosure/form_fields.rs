//! The fields of a form record: first the forms that the law still asks for, then
//! the others that this unit may use.

use dinh_law::{Form, Place};
use dinh_service::Context;
use dinh_service::disclosure::ItemView;

use super::editor::KINDS;
use crate::components::{Choice, Choices, DateInput, Field, FormErrors};
use crate::posted::Posted;
use crate::texts::Texts;

/// The fields.
pub struct FormFields {
    /// Form and kind of place.
    pub form: Choices,
    /// The place in words.
    pub place: Field,
    /// First day.
    pub from: DateInput,
    /// Last day.
    pub to: DateInput,
    /// Who did it.
    pub by_whom: Field,
    /// Note.
    pub note: Field,
    /// Photo or file.
    pub proof: Field,
    /// Whether the photo keeps its position.
    pub keep_position: Choices,
}

impl FormFields {
    /// The fields with what was typed and what is wrong with it.
    pub fn new(
        texts: Texts,
        ctx: &Context<'_>,
        item: &ItemView,
        typed: &Posted,
        errors: &FormErrors,
    ) -> Self {
        let form = choices(texts, ctx, item)
            .chosen([typed.text("form")])
            .error(errors.find("form").or_else(|| errors.find("place_kind")));
        Self {
            form,
            place: Field::text(texts, "place", texts.text("desk-form-place"))
                .hint(texts.text("desk-form-place-hint"))
                .value(typed.text("place"))
                .error(errors.find("place")),
            from: DateInput::new(texts, "from", texts.text("desk-form-from"))
                .values(typed.date_parts("from"))
                .error(errors.find("from")),
            to: DateInput::new(texts, "to", texts.text("desk-form-to"))
                .hint(texts.text("desk-form-to-hint"))
                .values(typed.date_parts("to"))
                .error(errors.find("to")),
            by_whom: Field::text(texts, "by_whom", texts.text("desk-form-by"))
                .hint(texts.text("desk-form-by-hint"))
                .value(typed.text("by_whom"))
                .error(errors.find("by_whom")),
            note: Field::area(texts, "note", texts.text("desk-form-note"))
                .rows(2)
                .value(typed.text("note")),
            proof: Field::file(texts, "proof", texts.text("desk-form-proof"), KINDS)
                .hint(texts.text("desk-form-proof-hint"))
                .error(errors.find("proof")),
            keep_position: Choices::checkboxes(texts, "keep_position", "")
                .class("govuk-checkboxes--small")
                .item(Choice::new("1", texts.text("desk-form-position")))
                .chosen(typed.find("keep_position")),
        }
    }
}

/// `posting:headquarters` as form and kind of place; a form without place stands alone.
pub fn chosen(value: &str) -> (String, String) {
    let (form, place) = value.split_once(':').unwrap_or((value, ""));
    (form.to_owned(), place.to_owned())
}

fn value(form: Form, place: Option<Place>) -> String {
    match place {
        Some(place) => format!("{}:{}", form.code(), place.code()),
        None => form.code().to_owned(),
    }
}

fn label(form: Form, place: Option<Place>) -> String {
    match place {
        Some(place) => format!("{} – {}", form.label(), place.label()),
        None => form.label().to_owned(),
    }
}

/// The portal and the internal system are this product: nobody records them.
pub fn is_recorded(form: Form) -> bool {
    !matches!(form, Form::Portal | Form::InternalSystem)
}

fn choices(texts: Texts, ctx: &Context<'_>, item: &ItemView) -> Choices {
    let mut group = Choices::radios(texts, "form", texts.text("desk-form-which"))
        .hint(texts.text("desk-form-which-hint"));
    let mut shown = Vec::new();
    for need in item.missing.iter().filter(|need| is_recorded(need.form)) {
        shown.push((need.form, need.place));
        let hint = format!(
            "{}: {} ({})",
            texts.text("desk-form-missing"),
            need.duration.label(),
            need.citation
        );
        group = group.item(
            Choice::new(value(need.form, need.place), label(need.form, need.place)).hint(hint),
        );
    }
    let others = others(ctx, item, &shown);
    if !shown.is_empty() && !others.is_empty() {
        group = group.divider(texts.text("desk-form-or"));
    }
    for (form, place) in others {
        group = group.item(Choice::new(value(form, place), label(form, place)));
    }
    group
}

fn others(
    ctx: &Context<'_>,
    item: &ItemView,
    shown: &[(Form, Option<Place>)],
) -> Vec<(Form, Option<Place>)> {
    let Some(facts) = item.unit.facts() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for rule in ctx.law().forms(item.rule, &facts) {
        let places: Vec<Option<Place>> = if rule.places.is_empty() {
            vec![None]
        } else {
            rule.places.iter().copied().map(Some).collect()
        };
        for place in places {
            let one = (rule.form, place);
            if is_recorded(rule.form) && !shown.contains(&one) && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}
