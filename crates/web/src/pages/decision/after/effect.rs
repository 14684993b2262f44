//! `…/hieu-luc`: the People's Committee sets from when a commune-wide decision binds, or settles a dismissal on which the
//! meeting did not agree.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{set_effect_in, settle_dismissal_in};

use super::super::subject::Refused;
use super::step::{Asked, Check, day, day_of, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, Action::RecogniseDecision, "on").await?;
    asked.first(page)
}

/// Show it once more, then set it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, Action::RecogniseDecision, typed).await?;
    let taken = take(&asked).await;
    asked.answer(taken, shown, page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let (ctx, id, typed) = (asked.context(), asked.id(), &asked.typed);
    let on = day_of(typed, "on")?;
    let document = typed.text("document");
    let mut tx = ctx.write().await?;
    if asked.view.decision().is_thread() {
        set_effect_in(&ctx, &mut tx, id, document, on).await?;
    } else {
        let agrees = typed.text("front") == "1";
        settle_dismissal_in(&ctx, &mut tx, id, document, on, agrees).await?;
    }
    asked.keep(tx).await
}

fn shown(asked: &Asked<'_>) -> Check {
    Check {
        title: "after-effect-title",
        facts: vec![
            ("after-document", asked.typed.text("document").to_owned()),
            (
                "after-effect-on",
                shown_day(asked.texts(), &asked.typed, "on"),
            ),
        ],
        done: "hieu-luc",
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let thread = asked.view.decision().is_thread();
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
    let mut page = asked
        .page("after-effect-title", refused)
        .lead(texts.text(lead))
        .field(&document)
        .field(&on);
    if !thread {
        page = page.field(&front);
    }
    page.button(texts.text("after-continue")).answer()
}
