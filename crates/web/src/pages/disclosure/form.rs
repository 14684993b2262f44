//! `/lam-viec/ban/{number}/hinh-thuc`: record what was done in each form, with place,
//! from, to, by whom and proof; and how each record ended.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::ids::FormRecordId;
use dinh_service::disclosure::{
    FormInput, ItemView, end_form, find_item, record_form, report_early_end,
};
use dinh_service::{Context, Error};
use dinh_store::disclosure::{self as stored, forms};

use super::editor::uploads;
use super::form_fields::{FormFields, chosen};
use super::form_record::Record;
use super::subject::{self, Done, field_errors};
use crate::caller::Caller;
use crate::components::{ErrorSummary, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_form.html")]
struct RecordsPage {
    page: Page,
    done: String,
    errors: ErrorSummary,
    number: i64,
    unit_name: String,
    title: String,
    missing: Vec<String>,
    fields: FormFields,
    records: Vec<Record>,
}

/// The form, with what the law still asks for first.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let item = item(&ctx, number).await?;
    let mut page = page(
        &state,
        &caller,
        &ctx,
        &item,
        &Posted::default(),
        &FormErrors::new(),
    );
    page.done = done.words(caller.texts());
    html(&page)
}

/// Record it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let item = item(&ctx, number).await?;
    let errors = match record(&ctx, &item, &typed).await {
        Ok(()) => return see_other(&format!("/lam-viec/ban/{number}/hinh-thuc?da=ghi")),
        Err(error) => field_errors(error)?,
    };
    let page = page(&state, &caller, &ctx, &item, &typed, &errors);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn record(ctx: &Context<'_>, item: &ItemView, typed: &Posted) -> Result<(), Error> {
    let (form, place_kind) = chosen(typed.text("form"));
    let input = FormInput {
        form,
        place_kind,
        place: typed.text("place").to_owned(),
        from: typed.date_parts("from"),
        to: typed.date_parts("to"),
        by_whom: typed.text("by_whom").to_owned(),
        note: typed.text("note").to_owned(),
    };
    let keep_position = typed.find("keep_position").is_some();
    let proof = uploads(typed, "proof", keep_position)?;
    record_form(
        ctx,
        item.stored.publication.id,
        input,
        proof.into_iter().next(),
    )
    .await?;
    Ok(())
}

/// A notice came down in its time; before, the refusal names the article and the way.
pub async fn end(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<FormRecordId>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let number = number_of(&ctx, id).await?;
    let result = match ended_on(&typed) {
        Ok(on) => end_form(&ctx, id, on).await,
        Err(wrong) => Err(Error::Invalid(vec![wrong])),
    };
    after(
        &state,
        &caller,
        &ctx,
        number,
        &typed,
        id,
        result.map(|()| "go"),
    )
    .await
}

/// A notice was gone before its time, and is said to have been.
pub async fn end_early(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<FormRecordId>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let number = number_of(&ctx, id).await?;
    let result = match ended_on(&typed) {
        Ok(on) => report_early_end(&ctx, id, on, typed.text("reason")).await,
        Err(wrong) => Err(Error::Invalid(vec![wrong])),
    };
    after(
        &state,
        &caller,
        &ctx,
        number,
        &typed,
        id,
        result.map(|()| "go-som"),
    )
    .await
}

fn ended_on(typed: &Posted) -> Result<jiff::civil::Date, FieldError> {
    dinh_domain::dates::require("ended", &typed.date_parts("ended"))
}

async fn after(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    number: i64,
    typed: &Posted,
    id: FormRecordId,
    result: Result<&'static str, Error>,
) -> PageResult {
    let found = match result {
        Ok(done) => return see_other(&format!("/lam-viec/ban/{number}/hinh-thuc?da={done}")),
        Err(Error::Invalid(found)) => found,
        Err(other) => return Err(other.into()),
    };
    // Each record has a form of its own, so its fields have names of their own.
    let mut errors = FormErrors::new();
    for error in found {
        errors.push(format!("{}-{id}", error.field), error.message);
    }
    let item = item(ctx, number).await?;
    let page = page(state, caller, ctx, &item, typed, &errors);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn number_of(ctx: &Context<'_>, id: FormRecordId) -> Result<i64, Error> {
    let mut tx = ctx.read().await?;
    let row = forms::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let of = dinh_domain::ids::PublicationId(row.publication_id);
    Ok(stored::get(&mut tx, of).await?.publication.number)
}

async fn item(ctx: &Context<'_>, number: i64) -> Result<ItemView, Error> {
    subject::publication(ctx, number, Action::RecordForm).await?;
    find_item(ctx, number, true).await?.ok_or(Error::NotFound)
}

fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    item: &ItemView,
    typed: &Posted,
    errors: &FormErrors,
) -> RecordsPage {
    let texts = caller.texts();
    let publication = &item.stored.publication;
    let mut page = caller
        .page(state, texts.text("desk-forms-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(
            item.duty.title.clone(),
            format!("/lam-viec/muc/{}", item.duty.number),
        );
    page.private = true;
    page.has_errors = !errors.is_empty();
    RecordsPage {
        page,
        done: String::new(),
        errors: ErrorSummary::new(texts, errors),
        number: publication.number,
        unit_name: item.unit.full_name.clone(),
        title: publication.content.title.clone(),
        missing: item.missing.iter().map(super::check::need_words).collect(),
        fields: FormFields::new(texts, ctx, item, typed, errors),
        records: item
            .forms
            .iter()
            .rev()
            .map(|row| Record::new(texts, item, row, typed, errors, ctx.today()))
            .collect(),
    }
}
