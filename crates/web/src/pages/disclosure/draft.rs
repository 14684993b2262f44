//! `/lam-viec/ban/{number}`: write a draft, attach files, hand it in. One form carries
//! text and files together, so that no button loses what stands in the other fields.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::FieldError;
use dinh_domain::access::Action;
use dinh_domain::disclosure::{Draft, PublicationState, check_draft};
use dinh_domain::ids::{FileId, PublicationId};
use dinh_service::disclosure::{self as service, DraftForm};
use dinh_service::{Context, Error};
use dinh_store::disclosure::{self as stored, Stored};

use super::decide::version;
use super::editor::{Attached, Beside, Fields, draft_of, says_the_same, typed_draft, uploads};
use super::subject::{self, Done, field_errors};
use crate::caller::Caller;
use crate::components::{ErrorSummary, FormErrors};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "disclosure/desk_draft.html")]
struct DraftPage {
    page: Page,
    done: String,
    errors: ErrorSummary,
    number: i64,
    version: i64,
    unit_name: String,
    item: String,
    citation: String,
    wording: String,
    due: String,
    fields: Fields,
    files: Vec<Attached>,
    conflict: Option<Beside>,
    conflict_words: String,
    editable: bool,
    duty_href: String,
}

/// Start the draft of a duty, or go on with the one that is there.
pub async fn start(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let duty = subject::duty(&ctx, number, Action::DraftPublication).await?;
    let publication = service::start_draft(&ctx, duty.id).await?;
    see_other(&format!("/lam-viec/ban/{}", publication.number))
}

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::DraftPublication).await?;
    if found.publication.state != PublicationState::Draft {
        return see_other(&subject::duty_address(&ctx, &found).await?);
    }
    let shown = Shown {
        draft: draft_of(&found.publication.content),
        errors: FormErrors::new(),
        conflict: None,
        version: found.publication.version,
    };
    let mut page = page(&state, &caller, &ctx, &found, shown).await?;
    page.done = done.words(caller.texts());
    html(&page)
}

/// What the form shows again after a refusal.
struct Shown {
    draft: Draft,
    errors: FormErrors,
    conflict: Option<String>,
    version: i64,
}

/// Save, and with `submit` hand it in. A file that was chosen but not yet uploaded
/// goes along.
pub async fn save(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::DraftPublication).await?;
    let id = found.publication.id;
    let submits = typed.find("submit").is_some();
    match store(&ctx, id, &typed, submits).await {
        Ok(()) if submits => see_other(&format!(
            "{}?da=trinh",
            subject::duty_address(&ctx, &found).await?
        )),
        Ok(()) => see_other(&format!("/lam-viec/ban/{number}?da=luu")),
        Err(error) => again(&state, &caller, &ctx, number, &typed, error).await,
    }
}

async fn store(
    ctx: &Context<'_>,
    id: PublicationId,
    typed: &Posted,
    submits: bool,
) -> Result<(), Error> {
    let draft = typed_draft(typed);
    match attach_all(ctx, id, typed).await {
        Ok(_) => {}
        Err(Error::Invalid(mut errors)) => {
            errors.extend(check_draft(&draft, ctx.today()).err().unwrap_or_default());
            return Err(Error::Invalid(errors));
        }
        Err(other) => return Err(other),
    }
    let form = DraftForm {
        draft,
        version: version(typed),
    };
    if submits {
        service::submit(ctx, id, form).await
    } else {
        service::save_draft(ctx, id, form).await
    }
}

/// Attach every chosen file; each that is refused says why.
pub async fn attach_all(
    ctx: &Context<'_>,
    id: PublicationId,
    typed: &Posted,
) -> Result<usize, Error> {
    let files = uploads(typed, "file", false)?;
    let mut refused: Vec<FieldError> = Vec::new();
    let count = files.len();
    for upload in files {
        match service::attach(ctx, id, upload).await {
            Ok(_) => {}
            Err(Error::Invalid(errors)) => refused.extend(errors),
            Err(other) => return Err(other),
        }
    }
    if refused.is_empty() {
        Ok(count)
    } else {
        Err(Error::Invalid(refused))
    }
}

/// The form once more, with everything that was typed.
async fn again(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    number: i64,
    typed: &Posted,
    error: Error,
) -> PageResult {
    let found = subject::publication(ctx, number, Action::DraftPublication).await?;
    let mut shown = Shown {
        draft: typed_draft(typed),
        errors: FormErrors::new(),
        conflict: None,
        version: version(typed),
    };
    let status = match error {
        Error::Conflict(message) => {
            shown.errors.push("", message.clone());
            shown.conflict = Some(message);
            // Whoever saves again has seen what is stored now.
            shown.version = found.publication.version;
            StatusCode::CONFLICT
        }
        other => {
            shown.errors = field_errors(other)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    html_with(status, &page(state, caller, ctx, &found, shown).await?)
}

/// Attach files. What stands typed in the other fields stays typed.
pub async fn attach(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::DraftPublication).await?;
    let result = match attach_all(&ctx, found.publication.id, &typed).await {
        Ok(0) => Err(Error::field("file", "Hãy chọn tệp trước khi bấm tải lên.")),
        other => other,
    };
    after_files(&state, &caller, &ctx, &found, &typed, result.map(|_| "tep")).await
}

/// Take a file out.
pub async fn detach(
    State(state): State<AppState>,
    caller: Caller,
    Path((number, file)): Path<(i64, FileId)>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let found = subject::publication(&ctx, number, Action::DraftPublication).await?;
    let result = service::detach(&ctx, found.publication.id, file).await;
    after_files(
        &state,
        &caller,
        &ctx,
        &found,
        &typed,
        result.map(|()| "go-tep"),
    )
    .await
}

async fn after_files(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    found: &Stored,
    typed: &Posted,
    result: Result<&'static str, Error>,
) -> PageResult {
    let number = found.publication.number;
    let correcting = found.publication.state == PublicationState::Published;
    match result {
        Err(error) if correcting => {
            super::change::again(state, caller, ctx, number, typed, error).await
        }
        Err(error) => again(state, caller, ctx, number, typed, error).await,
        Ok(_) if correcting => super::change::kept(state, caller, ctx, number, typed).await,
        Ok(done) if says_the_same(&typed_draft(typed), &found.publication.content) => {
            see_other(&format!("/lam-viec/ban/{number}?da={done}"))
        }
        Ok(done) => {
            let shown = Shown {
                draft: typed_draft(typed),
                errors: FormErrors::new(),
                conflict: None,
                version: version(typed),
            };
            let mut page = page(state, caller, ctx, found, shown).await?;
            page.done = Done::of(done).words(caller.texts());
            html(&page)
        }
    }
}

async fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    found: &Stored,
    shown: Shown,
) -> Result<DraftPage, Error> {
    let texts = caller.texts();
    let publication = &found.publication;
    let item = service::find_item(ctx, publication.number, true)
        .await?
        .ok_or(Error::NotFound)?;
    let mut tx = ctx.read().await?;
    let files = stored::files::of_publication(&mut tx, publication.id).await?;
    drop(tx);
    let mut page = caller
        .page(state, texts.text("desk-draft-title"))
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(
            item.duty.title.clone(),
            format!("/lam-viec/muc/{}", item.duty.number),
        );
    page.private = true;
    page.has_errors = !shown.errors.is_empty();
    Ok(DraftPage {
        page,
        done: String::new(),
        errors: ErrorSummary::new(texts, &shown.errors),
        number: publication.number,
        version: shown.version,
        unit_name: item.unit.full_name.clone(),
        item: format!("{} – {}", publication.item, item.rule.title),
        citation: item.rule.citation.to_string(),
        wording: item.rule.wording.clone(),
        due: texts.formats().date(item.duty.due_on),
        fields: Fields::new(texts, &shown.draft, &shown.errors),
        files: files
            .iter()
            .filter(|row| row.purpose == "attachment")
            .map(|row| Attached::new(texts, publication.number, row))
            .collect(),
        conflict: shown.conflict.as_ref().map(|_| Beside::new(texts, found)),
        conflict_words: shown.conflict.unwrap_or_default(),
        editable: publication.state == PublicationState::Draft,
        duty_href: format!("/lam-viec/muc/{}", item.duty.number),
    })
}
