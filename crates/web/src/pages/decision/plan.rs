//! `…/ke-hoach`: first the form, then its fields on one page, then the answers once more, then it is saved.

use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_law::DecisionForm;
use dinh_service::decision::{DecisionView, check_plan, plan};
use dinh_service::{Context, Error};
use serde::Deserialize;

use super::form::{FormPage, done, of};
use super::plan_fields::{add_fields, read_plan, typed_of};
use super::shown::{form_words, moment};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;
use crate::texts::Texts;

/// The form that was chosen, if one was.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default, rename = "hinh-thuc")]
    form: String,
}

/// The choice of the form, or its fields.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(chosen): Query<Chosen>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    let refused = Refused::none(caller.texts());
    match chosen.form.parse::<DecisionForm>() {
        Ok(form) => {
            let typed = typed_of(view.decision(), form);
            fields(&state, &caller, &view, form, &typed, refused)
        }
        Err(_) => choose(&state, &caller, &view, refused),
    }
}

/// Check the answers, change them, or save the plan.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    let Ok(form) = typed.text("form").parse::<DecisionForm>() else {
        return choose(&state, &caller, &view, Refused::none(caller.texts()));
    };
    if typed.find("edit").is_some() {
        let refused = Refused::none(caller.texts());
        return fields(&state, &caller, &view, form, &typed, refused);
    }
    match checked_or_saved(&ctx, &view, form, &typed).await {
        Ok(true) => see_other(&done(number, "ke-hoach")),
        Ok(false) => answers(&state, &caller, &view, form, &typed),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            fields(&state, &caller, &view, form, &typed, refused)
        }
    }
}

/// Whether it was saved, or only found lawful.
async fn checked_or_saved(
    ctx: &Context<'_>,
    view: &DecisionView,
    form: DecisionForm,
    typed: &Posted,
) -> Result<bool, Error> {
    let new = read_plan(ctx, form, typed)?;
    let id = view.decision().id;
    if typed.find("save").is_none() {
        check_plan(ctx, id, new).await?;
        return Ok(false);
    }
    plan(ctx, id, new).await?;
    Ok(true)
}

fn choose(state: &AppState, caller: &Caller, view: &DecisionView, refused: Refused) -> PageResult {
    let texts = caller.texts();
    let scope = view.decision().proposal.scope;
    let mut forms = Choices::radios(texts, "hinh-thuc", texts.text("decision-plan-form"));
    for allowed in view.matter.forms.iter().filter(|form| form.scope == scope) {
        forms = forms.item(
            Choice::new(allowed.form.code(), form_words(texts, allowed.form))
                .hint(allowed.citation.to_string()),
        );
    }
    FormPage::new(state, caller, view, "decision-next-plan", refused)
        .asks()
        .lead(texts.text("decision-plan-form-lead"))
        .field(&forms)
        .button(texts.text("decision-plan-go-on"))
        .answer()
}

fn fields(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    form: DecisionForm,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let made = add_fields(texts, view, form, typed, &refused);
    let mut page = FormPage::new(state, caller, view, "decision-next-plan", refused)
        .lead(form_words(texts, form))
        .hidden("form", form.code());
    for field in &made {
        page = page.field(field);
    }
    page.button(texts.text("decision-plan-check")).answer()
}

/// Everything once more; saving starts clocks that others rely on.
fn answers(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    form: DecisionForm,
    typed: &Posted,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let plan = read_plan(&ctx, form, typed)?;
    let mut page = FormPage::new(
        state,
        caller,
        view,
        "decision-plan-answers",
        Refused::none(texts),
    )
    .lead(texts.text("decision-plan-answers-lead"))
    .facts(facts(texts, &plan));
    let carried = typed
        .fields
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "_csrf" | "save" | "edit"));
    for (name, value) in carried {
        page = page.hidden(name, value);
    }
    page.hidden("save", "1")
        .button(texts.text("decision-plan-save"))
        .other_button(texts.text("decision-plan-edit"), "edit", "1")
        .answer()
}

fn facts(texts: Texts, plan: &dinh_domain::decision::Plan) -> SummaryList {
    let row = |key: &str, value: &str| SummaryRow::text(texts.text(key), value);
    let mut list = SummaryList::new()
        .row(row("decision-form", &form_words(texts, plan.form)))
        .row(row("decision-plan-convener", plan.convener.label()))
        .row(row(
            "decision-plan-starts",
            &moment(texts, Some(plan.starts)),
        ));
    if let Some(closes) = plan.closes {
        list = list.row(row("decision-plan-closes", &moment(texts, Some(closes))));
    }
    if !plan.place.is_empty() {
        list = list.row(row("decision-place", &plan.place));
    }
    if let Some(ground) = plan.ground {
        list = list.row(row("decision-plan-ground", ground.label()));
    }
    for cluster in &plan.clusters {
        let words = format!(
            "{}: {}, {}, {}",
            cluster.name,
            cluster.chair,
            cluster.place,
            moment(texts, cluster.starts)
        );
        list = list.row(row("decision-plan-cluster", &words));
    }
    for member in &plan.team {
        let mut words = format!("{} – {}", member.name, member.body);
        if member.leader {
            words = format!("{words} ({})", texts.text("decision-plan-leader"));
        }
        list = list.row(row("decision-plan-member", &words));
    }
    if let Some(day) = plan.reported_on {
        list = list.row(row("decision-plan-reported", &texts.formats().date(day)));
    }
    list
}
