//! `/lam-viec/muc/{number}`: a duty with the computation of its due day, what the law
//! asks of it, and the steps that close it: disclose, or agree that it does not apply.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use dinh_domain::access::Action;
use dinh_domain::disclosure::{Duty, DutyState, PublicationState, standing};
use dinh_service::disclosure::{
    confirm_not_applicable, due_of, propose_not_applicable, refuse_not_applicable,
};
use dinh_service::{Context, Error};
use dinh_store::disclosure::{self as stored, Stored};

pub use super::check::{approve, check, send_back};
use super::shown::{day, tags};
use super::subject::{self, Done, Rights, Why, field_errors};
use crate::caller::Caller;
use crate::components::{ErrorSummary, Field, FormErrors, StatusTag};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

/// A form of disclosure that the law asks for.
struct Need {
    form: String,
    places: String,
    duration: String,
    citation: String,
    required: bool,
}

/// A button or link of the page.
struct Way {
    text: String,
    href: String,
}

#[derive(Template)]
#[template(path = "disclosure/desk_duty.html")]
struct DutyPage {
    page: Page,
    done: String,
    errors: ErrorSummary,
    number: i64,
    version: i64,
    unit_name: String,
    title: String,
    item: String,
    citation: String,
    wording: String,
    event: String,
    document: String,
    published: String,
    tags: Vec<StatusTag>,
    why: Why,
    needs: Vec<Need>,
    state: String,
    may_start: bool,
    ways: Vec<Way>,
    reason_field: Option<Field>,
    proposal: Option<String>,
    may_decide: bool,
    may_end: Option<(i64, i64)>,
}

/// The duty.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let duty = subject::duty(&ctx, number, Action::ReadDesk).await?;
    let nothing = Posted::default();
    let mut page = page(&state, &caller, &ctx, duty, &nothing, &FormErrors::new()).await?;
    page.done = done.words(caller.texts());
    html(&page)
}

/// Say that it does not apply, with the reason.
pub async fn propose(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let duty = subject::duty(&ctx, number, Action::ProposeNotApplicable).await?;
    let result = propose_not_applicable(&ctx, duty.id, version(&typed), typed.text("reason")).await;
    let errors = match result {
        Ok(()) => return see_other(&format!("/lam-viec/muc/{number}?da=de-nghi")),
        Err(error) => field_errors(error)?,
    };
    let page = page(&state, &caller, &ctx, duty, &typed, &errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Agree as the second person.
pub async fn confirm(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let duty = subject::duty(&ctx, number, Action::ConfirmNotApplicable).await?;
    confirm_not_applicable(&ctx, duty.id, version(&typed)).await?;
    see_other(&format!("/lam-viec/muc/{number}?da=xac-nhan"))
}

/// Disagree: the duty is open again.
pub async fn refuse(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let duty = subject::duty(&ctx, number, Action::ConfirmNotApplicable).await?;
    refuse_not_applicable(&ctx, duty.id, version(&typed)).await?;
    see_other(&format!("/lam-viec/muc/{number}?da=bac"))
}

/// The version that the form was made from; a damaged one fits nothing.
pub fn version(typed: &Posted) -> i64 {
    typed.text("version").parse().unwrap_or(0)
}

async fn page(
    state: &AppState,
    caller: &Caller,
    ctx: &Context<'_>,
    duty: Duty,
    typed: &Posted,
    errors: &FormErrors,
) -> Result<DutyPage, Error> {
    let texts = caller.texts();
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::get(&mut tx, duty.unit).await?;
    let publication = stored::find_by_duty(&mut tx, duty.id).await?;
    let rights = Rights::load(ctx, &mut tx, duty.unit).await;
    drop(tx);
    let rule = ctx.law().rule(&duty.rule_code, duty.event_on)?;
    let mut page = caller.page(state, duty.title.clone()).crumb(
        texts.text("desk-title"),
        format!("/lam-viec?don-vi={}", unit.slug),
    );
    page.private = true;
    page.has_errors = !errors.is_empty();
    let is_open = duty.state == DutyState::Open;
    Ok(DutyPage {
        page,
        done: String::new(),
        errors: ErrorSummary::new(texts, errors),
        item: format!("{} – {}", duty.item, rule.title),
        citation: rule.citation.to_string(),
        wording: rule.wording.clone(),
        event: texts.formats().date(duty.event_on),
        published: day(texts, duty.published_on),
        tags: tags(texts, standing(&duty, ctx.today(), ctx.law().calendar())),
        why: Why::new(texts, &due_of(ctx, &unit, &duty)?),
        needs: needs(ctx, &unit, rule),
        state: state_words(texts, &duty, publication.as_ref()),
        may_start: is_open && publication.is_none() && rights.has(Action::DraftPublication),
        ways: ways(texts, publication.as_ref(), &rights),
        reason_field: (is_open && rights.has(Action::ProposeNotApplicable)).then(|| {
            Field::area(texts, "reason", texts.text("desk-exempt-reason"))
                .hint(texts.text("desk-exempt-hint"))
                .rows(3)
                .value(typed.text("reason"))
                .error(errors.find("reason"))
        }),
        proposal: (!duty.reason.is_empty()).then(|| duty.reason.clone()),
        may_decide: duty.state == DutyState::NotApplicableProposed
            && rights.has(Action::ConfirmNotApplicable),
        may_end: publication
            .as_ref()
            .filter(|found| found.publication.state == PublicationState::Published)
            .filter(|_| rights.has(Action::CorrectPublication) && !rule.permanent)
            .map(|found| (found.publication.number, found.publication.version)),
        number: duty.number,
        version: duty.version,
        unit_name: unit.full_name,
        title: duty.title,
        document: duty.event_document,
    })
}

fn needs(ctx: &Context<'_>, unit: &dinh_domain::units::Unit, rule: &dinh_law::Rule) -> Vec<Need> {
    let Some(facts) = unit.facts() else {
        return Vec::new();
    };
    ctx.law()
        .forms(rule, &facts)
        .into_iter()
        .map(|form| Need {
            form: form.label().to_owned(),
            places: form
                .places
                .iter()
                .map(|place| place.label())
                .collect::<Vec<_>>()
                .join("; "),
            duration: form.duration.label(),
            citation: form.citation.to_string(),
            required: form.required,
        })
        .collect()
}

fn state_words(texts: Texts, duty: &Duty, publication: Option<&Stored>) -> String {
    let drafted = publication.map(|found| found.publication.state);
    texts.text(match (duty.state, drafted) {
        (DutyState::Open, Some(PublicationState::Submitted)) => "desk-state-submitted",
        (DutyState::Open, Some(_)) => "desk-state-draft",
        (DutyState::Open, None) => "desk-state-open",
        (DutyState::NotApplicableProposed, _) => "desk-state-proposed",
        (DutyState::NotApplicable, _) => "desk-state-exempt",
        (DutyState::Published, Some(PublicationState::Ended)) => "desk-state-ended",
        (DutyState::Published, _) => "desk-state-published",
        (DutyState::Withdrawn, _) => "desk-state-withdrawn",
    })
}

/// The pages that lead on, as far as state and role allow.
fn ways(texts: Texts, publication: Option<&Stored>, rights: &Rights) -> Vec<Way> {
    let Some(found) = publication else {
        return Vec::new();
    };
    let number = found.publication.number;
    let desk = format!("/lam-viec/ban/{number}");
    let all: &[(Option<Action>, &str, &str)] = match found.publication.state {
        PublicationState::Draft => &[(Some(Action::DraftPublication), "desk-step-continue", "")],
        PublicationState::Submitted => &[(
            Some(Action::ApprovePublication),
            "desk-step-approve",
            "/duyet",
        )],
        PublicationState::Published => &[
            (Some(Action::RecordForm), "desk-step-forms", "/hinh-thuc"),
            (
                Some(Action::CorrectPublication),
                "desk-step-correct",
                "/dinh-chinh",
            ),
            (
                Some(Action::WithdrawPublication),
                "desk-step-withdraw",
                "/rut",
            ),
        ],
        PublicationState::Ended | PublicationState::Withdrawn => &[],
    };
    let mut ways = Vec::new();
    if found.published_at.is_some() {
        ways.push(Way {
            text: texts.text("desk-see-public"),
            href: format!("/cong-khai/{number}"),
        });
    }
    for (action, key, end) in all {
        if action.is_none_or(|action| rights.has(action)) {
            ways.push(Way {
                text: texts.text(key),
                href: format!("{desk}{end}"),
            });
        }
    }
    ways
}
