//! `…/gui`: the decision was sent to People's Committee and Front (Article 20(3)).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{DecisionView, send as send_decision, send_in};

use super::super::form::{FormPage, done, of};
use super::super::subject::Refused;
use super::step::{begun, check, day, day_of, is_confirmed, shown_day};
use crate::caller::Caller;
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
    let view = of(&ctx, number, Action::RunDecision).await?;
    let typed = begun("sent_on", ctx.today());
    page(
        &state,
        &caller,
        &view,
        &typed,
        Refused::none(caller.texts()),
    )
}

/// Show it once more, then record it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match take(&state, &caller, &view, &typed).await {
        Ok(()) if is_confirmed(&typed) => see_other(&done(number, "gui")),
        Ok(()) => {
            let texts = caller.texts();
            let shown = [("after-sent-on", shown_day(texts, &typed, "sent_on"))];
            check(&state, &caller, &view, "decision-next-send", &shown, &typed)
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
    let on = day_of(typed, "sent_on")?;
    let id = view.decision().id;
    if is_confirmed(typed) {
        return send_decision(&ctx, id, on).await;
    }
    // Tried and not kept: what is refused is said before the check page.
    let mut tx = ctx.write().await?;
    send_in(&ctx, &mut tx, id, on).await
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let due = match &view.send_by {
        Some(due) => texts.with_one("after-send-by", "day", &texts.formats().date(due.by)),
        None => String::new(),
    };
    let on = day(texts, typed, &refused, "sent_on", "after-sent-on");
    FormPage::new(state, caller, view, "decision-next-send", refused)
        .lead(texts.text("after-send-lead"))
        .lead(due)
        .field(&on)
        .button(texts.text("after-continue"))
        .answer()
}
