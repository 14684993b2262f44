//! `…/hieu-luc`: the People's Committee sets from when a commune-wide decision binds, or settles a dismissal on which the
//! meeting did not agree.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{
    DecisionView, set_effect, set_effect_in, settle_dismissal, settle_dismissal_in,
};

use super::super::form::{FormPage, done, of};
use super::super::subject::Refused;
use super::step::{begun, check, day, day_of, is_confirmed, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RecogniseDecision).await?;
    let typed = begun("on", ctx.today());
    page(
        &state,
        &caller,
        &view,
        &typed,
        Refused::none(caller.texts()),
    )
}

/// Show it once more, then set it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RecogniseDecision).await?;
    match take(&state, &caller, &view, &typed).await {
        Ok(()) if is_confirmed(&typed) => see_other(&done(number, "hieu-luc")),
        Ok(()) => {
            let texts = caller.texts();
            let shown = [
                ("after-document", typed.text("document").to_owned()),
                ("after-effect-on", shown_day(texts, &typed, "on")),
            ];
            check(&state, &caller, &view, "after-effect-title", &shown, &typed)
        }
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn take(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
) -> Result<(), Error> {
    let ctx = caller.context(state);
    let id = view.decision().id;
    let on = day_of(typed, "on")?;
    let document = typed.text("document");
    let agrees = typed.text("front") == "1";
    match (view.decision().is_thread(), is_confirmed(typed)) {
        (true, true) => set_effect(&ctx, id, document, on).await,
        (false, true) => settle_dismissal(&ctx, id, document, on, agrees).await,
        (true, false) => {
            let mut tx = ctx.write().await?;
            set_effect_in(&ctx, &mut tx, id, document, on).await
        }
        (false, false) => {
            let mut tx = ctx.write().await?;
            settle_dismissal_in(&ctx, &mut tx, id, document, on, agrees).await
        }
    }
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let thread = view.decision().is_thread();
    let document = line(texts, typed, &refused, "document", "after-document")
        .hint(texts.text("after-document-hint"));
    let on = day(texts, typed, &refused, "on", "after-effect-on");
    let front = Choices::checkboxes(texts, "front", texts.text("after-effect-front"))
        .chosen([typed.text("front")])
        .item(Choice::new("1", texts.text("after-effect-front-yes")));
    let lead = if thread {
        "after-effect-lead-thread"
    } else {
        "after-effect-lead-dismissal"
    };
    let mut page = FormPage::new(state, caller, view, "after-effect-title", refused)
        .lead(texts.text(lead))
        .field(&document)
        .field(&on);
    if !thread {
        page = page.field(&front);
    }
    page.button(texts.text("after-continue")).answer()
}
