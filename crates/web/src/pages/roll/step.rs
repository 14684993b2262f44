//! End, merge, split, move: a form, a page that shows everything once more, the step.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use dinh_domain::access::{Action, Reach, reach};
use dinh_service::roll::{
    EndForm, HouseholdView, MergeForm, MoveForm, SplitForm, Step, check_step, roll_places,
    take_step,
};
use dinh_service::{Context, Error};

use super::fields::{
    day, draft, household, household_address, household_page, reason, representative, text, told,
    typed_day, version,
};
use super::representative::caption;
use crate::caller::Caller;
use crate::components::{
    DateInput, ErrorSummary, Field, FormErrors, SelectOption, SummaryList, SummaryRow,
};
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, html_with, see_other};
use crate::state::AppState;
use crate::texts::Texts;

/// Which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StepKind {
    End,
    Merge,
    Split,
    Move,
}

impl StepKind {
    pub(super) const ALL: &[Self] = &[Self::End, Self::Merge, Self::Split, Self::Move];

    /// Path of its form.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::End => "/lam-viec/ho/{id}/ket-thuc",
            Self::Merge => "/lam-viec/ho/{id}/nhap-ho",
            Self::Split => "/lam-viec/ho/{id}/tach",
            Self::Move => "/lam-viec/ho/{id}/chuyen",
        }
    }

    /// Last part of the path.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::End => "ket-thuc",
            Self::Merge => "nhap-ho",
            Self::Split => "tach",
            Self::Move => "chuyen",
        }
    }

    pub(super) fn title(self, texts: Texts) -> String {
        texts.text(match self {
            Self::End => "roll-end-title",
            Self::Merge => "roll-merge-title",
            Self::Split => "roll-split-title",
            Self::Move => "roll-move-title",
        })
    }

    fn lead(self, texts: Texts) -> String {
        texts.text(match self {
            Self::End => "roll-end-lead",
            Self::Merge => "roll-merge-lead",
            Self::Split => "roll-split-lead",
            Self::Move => "roll-move-lead",
        })
    }

    fn step(self, typed: &Posted) -> Step {
        let end = EndForm {
            version: version(typed),
            on: typed.date_parts("on"),
            reason: typed.text("reason").to_owned(),
        };
        match self {
            Self::End => Step::End(end),
            Self::Merge => Step::Merge(MergeForm {
                end,
                into: typed.text("into").to_owned(),
            }),
            Self::Split => Step::Split(SplitForm {
                version: end.version,
                on: end.on,
                reason: end.reason,
                cluster: typed.text("cluster").to_owned(),
                representative: draft(typed),
            }),
            Self::Move => Step::Move(MoveForm {
                end,
                to: typed.text("to").to_owned(),
                address: typed.text("address").to_owned(),
            }),
        }
    }
}

/// Whether the mandate reaches beyond one hamlet, as moving needs.
pub(super) fn may_move(ctx: &Context<'_>) -> bool {
    ctx.mandate()
        .and_then(|mandate| reach(mandate.role, Action::ManageRoll))
        .is_some_and(|reach| reach != Reach::OwnUnit)
}

#[derive(Template)]
#[template(path = "roll/step.html")]
struct StepPage {
    page: Page,
    caption: String,
    lead: String,
    errors: ErrorSummary,
    version: i64,
    fields: Vec<Field>,
    day: DateInput,
    reason: Field,
    back: String,
}

#[derive(Template)]
#[template(path = "roll/confirm.html")]
struct ConfirmPage {
    page: Page,
    caption: String,
    answers: SummaryList,
    hidden: Vec<(String, String)>,
    action: String,
    back: String,
}

pub(super) async fn form(
    kind: StepKind,
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let mut typed = Posted::default();
    let seen = view.household.version.to_string();
    typed.fields.push(("version".into(), seen));
    typed_day(&mut typed.fields, "on", caller.context(&state).today());
    html(&page(kind, &state, &caller, &view, &typed, &FormErrors::new()).await?)
}

pub(super) async fn send(
    kind: StepKind,
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    typed: Posted,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let ctx = caller.context(&state);
    let step = kind.step(&typed);
    let is_confirmed = typed.text("confirmed") == "1";
    let answer = if is_confirmed {
        take_step(&ctx, view.household.id, step).await
    } else {
        check_step(&ctx, view.household.id, step).await
    };
    match answer {
        Ok(after) if is_confirmed => see_other(&format!(
            "{}?xong={}",
            household_address(after.id),
            kind.word()
        )),
        Ok(_) => confirm(kind, &state, &caller, &view, &typed).await,
        Err(error) => {
            let errors = told(error)?;
            let page = page(kind, &state, &caller, &view, &typed, &errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn page(
    kind: StepKind,
    state: &AppState,
    caller: &Caller,
    view: &HouseholdView,
    typed: &Posted,
    errors: &FormErrors,
) -> Result<StepPage, Error> {
    let texts = caller.texts();
    let mut page = household_page(state, caller, kind.title(texts), view);
    page.has_errors = !errors.is_empty();
    let fields = match kind {
        StepKind::End => Vec::new(),
        StepKind::Merge => vec![
            text(texts, typed, errors, "into", "roll-into")
                .hint(texts.text("roll-into-hint"))
                .input_mode("numeric")
                .class("govuk-input--width-5"),
        ],
        StepKind::Split => {
            let mut fields = representative(texts, typed, errors, false);
            fields.push(
                text(texts, typed, errors, "cluster", "roll-cluster")
                    .hint(texts.text("roll-cluster-hint"))
                    .class("govuk-input--width-20"),
            );
            fields
        }
        StepKind::Move => vec![
            destinations(caller, state, view, typed, errors).await?,
            text(texts, typed, errors, "address", "roll-address"),
        ],
    };
    Ok(StepPage {
        caption: caption(caller, view),
        lead: kind.lead(texts),
        errors: ErrorSummary::new(texts, errors),
        version: version(typed),
        fields,
        day: day(texts, typed, errors, "on", "roll-on"),
        reason: reason(texts, typed, errors),
        back: page.link(&household_address(view.household.id)),
        page,
    })
}

/// The other hamlets of the commune.
async fn destinations(
    caller: &Caller,
    state: &AppState,
    view: &HouseholdView,
    typed: &Posted,
    errors: &FormErrors,
) -> Result<Field, Error> {
    let ctx = caller.context(state);
    if !may_move(&ctx) {
        return Err(Error::Forbidden);
    }
    let texts = caller.texts();
    let mut options = vec![SelectOption::new("", texts.text("roll-to-choose"))];
    for place in roll_places(&ctx).await? {
        if place.unit.id != view.unit.id {
            options.push(SelectOption::new(place.unit.slug, place.unit.full_name));
        }
    }
    Ok(Field::select(texts, "to", texts.text("roll-to"), options)
        .value(typed.text("to"))
        .error(errors.find("to")))
}

async fn confirm(
    kind: StepKind,
    state: &AppState,
    caller: &Caller,
    view: &HouseholdView,
    typed: &Posted,
) -> PageResult {
    let texts = caller.texts();
    let page = household_page(state, caller, kind.title(texts), view);
    let name = view.representatives.last().map_or("", |one| &one.name);
    let mut answers = SummaryList::new().row(SummaryRow::text(texts.text("roll-name"), name));
    let shown: &[(&str, &str)] = match kind {
        StepKind::End => &[],
        StepKind::Merge => &[("into", "roll-into")],
        StepKind::Split => &[
            ("name", "roll-new-name"),
            ("address", "roll-address"),
            ("phone", "roll-phone"),
            ("basis", "roll-basis"),
        ],
        StepKind::Move => &[("address", "roll-address")],
    };
    if kind == StepKind::Move {
        let to = dinh_service::roll::roll_unit(&caller.context(state), typed.text("to")).await?;
        answers = answers.row(SummaryRow::text(texts.text("roll-to"), &to.unit.full_name));
    }
    for (name, label) in shown {
        answers = answers.row(SummaryRow::text(texts.text(label), typed.text(name).trim()));
    }
    let on = typed.needed_date("on").map(|day| texts.formats().date(day));
    answers = answers
        .row(SummaryRow::text(
            texts.text("roll-on"),
            &on.unwrap_or_default(),
        ))
        .row(SummaryRow::text(
            texts.text("roll-reason"),
            typed.text("reason").trim(),
        ));
    html(&ConfirmPage {
        caption: caption(caller, view),
        answers,
        hidden: typed
            .fields
            .iter()
            .filter(|(name, _)| name != "_csrf" && name != "confirmed")
            .cloned()
            .collect(),
        action: page.link(&page.path),
        back: page.link(&household_address(view.household.id)),
        page,
    })
}
