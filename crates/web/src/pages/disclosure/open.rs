//! `/lam-viec/mo-muc`: open a duty because something was decided, planned, reported.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::units::Unit;
use dinh_service::access::authorise;
use dinh_service::disclosure::{OpenDuty, check_event, open_duty};
use dinh_service::{Context, Error};

use super::subject::field_errors;
use crate::caller::Caller;
use crate::components::{DateInput, ErrorSummary, Field, FormErrors, SelectOption};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_open.html")]
struct OpenPage {
    page: Page,
    unit_name: String,
    errors: ErrorSummary,
    rule: Field,
    title: Field,
    document: Field,
    event_date: DateInput,
}

/// The form.
pub async fn form(State(state): State<AppState>, caller: Caller) -> PageResult {
    let ctx = caller.context(&state);
    let unit = own_unit(&ctx).await?;
    html(&page(
        &state,
        &caller,
        &ctx,
        &unit,
        &Posted::default(),
        &FormErrors::new(),
    ))
}

/// Open it; then the duty with its due day is shown.
pub async fn send(State(state): State<AppState>, caller: Caller, typed: Posted) -> PageResult {
    let ctx = caller.context(&state);
    let unit = own_unit(&ctx).await?;
    let errors = match open(&ctx, &unit, &typed).await {
        Ok(number) => return see_other(&format!("/lam-viec/muc/{number}?da=mo")),
        Err(error) => field_errors(error)?,
    };
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&state, &caller, &ctx, &unit, &typed, &errors),
    )
}

/// Everything that is wrong is told at once; only a sound form reaches the use case.
async fn open(ctx: &Context<'_>, unit: &Unit, typed: &Posted) -> Result<i64, Error> {
    let mut errors = Vec::new();
    let rule = typed.text("rule");
    if !rules(ctx, unit)
        .iter()
        .any(|choice| choice.value == rule && !rule.is_empty())
    {
        errors.push(dinh_domain::FieldError::new(
            "rule",
            "Hãy chọn mục phải công khai.",
        ));
    }
    let event_on = dinh_domain::dates::require("event_date", &typed.date_parts("event_date"));
    errors.extend(check_event(
        ctx,
        unit,
        typed.text("title"),
        event_on.as_ref().ok().copied(),
    ));
    match event_on {
        Ok(event_on) if errors.is_empty() => {
            let input = OpenDuty {
                rule: rule.to_owned(),
                title: typed.text("title").to_owned(),
                event_on,
                event_document: typed.text("document").to_owned(),
            };
            Ok(open_duty(ctx, unit.id, input).await?.number)
        }
        Ok(_) => Err(Error::Invalid(errors)),
        Err(wrong) => {
            errors.push(wrong);
            Err(Error::Invalid(errors))
        }
    }
}

async fn own_unit(ctx: &Context<'_>) -> Result<Unit, Error> {
    let mut tx = ctx.read().await?;
    let own = ctx.unit().ok_or(Error::Forbidden)?;
    authorise(ctx, &mut tx, Action::OpenDuty, own).await?;
    Ok(dinh_store::units::get(&mut tx, own).await?)
}

/// The items that arise from an event: permanent ones are corrected, periodic ones
/// are opened by the calendar.
fn rules(ctx: &Context<'_>, unit: &Unit) -> Vec<SelectOption> {
    let Some(kind) = unit.kind.law_kind() else {
        return Vec::new();
    };
    ctx.law()
        .catalogue(kind, ctx.today())
        .into_iter()
        .filter(|rule| !rule.permanent && rule.recurrence.is_none())
        .map(|rule| SelectOption::new(&rule.code, format!("{} – {}", rule.item, rule.title)))
        .collect()
}

fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    unit: &Unit,
    typed: &Posted,
    errors: &FormErrors,
) -> OpenPage {
    let texts = caller.texts();
    let mut page = caller
        .page(state, texts.text("desk-open-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.has_errors = !errors.is_empty();
    page.private = true;
    let mut options = vec![SelectOption::new("", texts.text("desk-open-choose"))];
    options.extend(rules(ctx, unit));
    OpenPage {
        page,
        unit_name: unit.full_name.clone(),
        errors: ErrorSummary::new(texts, errors),
        rule: Field::select(texts, "rule", texts.text("desk-open-rule"), options)
            .hint(texts.text("desk-open-rule-hint"))
            .value(typed.text("rule"))
            .error(errors.find("rule")),
        title: Field::text(texts, "title", texts.text("desk-open-what"))
            .hint(texts.text("desk-open-what-hint"))
            .value(typed.text("title"))
            .error(errors.find("title")),
        document: Field::text(texts, "document", texts.text("desk-open-document"))
            .hint(texts.text("desk-open-document-hint"))
            .class("govuk-input--width-20")
            .value(typed.text("document"))
            .error(errors.find("document")),
        event_date: DateInput::new(texts, "event_date", texts.text("desk-open-date"))
            .hint(texts.text("desk-open-date-hint"))
            .values(typed.date_parts("event_date"))
            .error(errors.find("event_date")),
    }
}
