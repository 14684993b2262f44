//! `/lam-viec/so-ho/{slug}/them`: one more household.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::units::Unit;
use dinh_service::roll::{HouseholdForm, add_household, roll_unit};

use super::fields::{
    day, draft, hamlet_page, household_address, representative, text, told, typed_day,
};
use crate::caller::Caller;
use crate::components::{Choice, Choices, DateInput, ErrorSummary, Field, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "roll/add.html")]
struct AddPage {
    page: Page,
    unit_name: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    day: DateInput,
    /// Asked only when there is a twin.
    another: Option<Choices>,
}

pub(super) async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let mut typed = Posted::default();
    typed_day(&mut typed.fields, "from", ctx.today());
    let page = page(&state, &caller, &hamlet.unit, &typed, &FormErrors::new());
    html(&page)
}

pub(super) async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let form = HouseholdForm {
        number: typed.text("number").to_owned(),
        cluster: typed.text("cluster").to_owned(),
        from: typed.date_parts("from"),
        representative: draft(&typed),
        is_another: typed.text("is_another") == "1",
    };
    match add_household(&ctx, hamlet.unit.id, form).await {
        Ok(new) => see_other(&format!("{}?xong=them", household_address(new.id))),
        Err(error) => {
            let errors = told(error)?;
            let page = page(&state, &caller, &hamlet.unit, &typed, &errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn page(
    state: &AppState,
    caller: &Caller,
    unit: &Unit,
    typed: &Posted,
    errors: &FormErrors,
) -> AddPage {
    let texts = caller.texts();
    let mut page = hamlet_page(state, caller, texts.text("roll-add-title"), unit);
    page.has_errors = !errors.is_empty();
    let mut fields = representative(texts, typed, errors, false);
    fields.push(
        text(texts, typed, errors, "number", "roll-number")
            .hint(texts.text("roll-number-hint"))
            .input_mode("numeric")
            .class("govuk-input--width-5"),
    );
    fields.push(
        text(texts, typed, errors, "cluster", "roll-cluster")
            .hint(texts.text("roll-cluster-hint"))
            .class("govuk-input--width-20"),
    );
    let twin = errors.find("is_another");
    let ticked = typed.text("is_another");
    let another = (twin.is_some() || ticked == "1").then(|| {
        Choices::checkboxes(texts, "is_another", texts.text("roll-another-title"))
            .item(Choice::new("1", texts.text("roll-another")))
            .chosen([ticked])
            .error(twin)
    });
    AddPage {
        unit_name: unit.full_name.clone(),
        errors: ErrorSummary::new(texts, errors),
        day: day(texts, typed, errors, "from", "roll-from"),
        fields,
        another,
        page,
    }
}
