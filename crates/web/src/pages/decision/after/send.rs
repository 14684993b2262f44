//! `…/gui`: the decision was sent to People's Committee and Front (Article 20(3)).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::send_in;

use super::super::subject::Refused;
use super::step::{Asked, Check, day, day_of, shown_day};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, Action::RunDecision, "sent_on").await?;
    asked.first(page)
}

/// Show it once more, then record it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, Action::RunDecision, typed).await?;
    let taken = take(&asked).await;
    asked.answer(taken, shown, page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let ctx = asked.context();
    let on = day_of(&asked.typed, "sent_on")?;
    let mut tx = ctx.write().await?;
    send_in(&ctx, &mut tx, asked.id(), on).await?;
    asked.keep(tx).await
}

fn shown(asked: &Asked<'_>) -> Check {
    Check {
        title: "decision-next-send",
        facts: vec![(
            "after-sent-on",
            shown_day(asked.texts(), &asked.typed, "sent_on"),
        )],
        done: "gui",
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let texts = asked.texts();
    let due = match &asked.view.send_by {
        Some(due) => texts.with_one("after-send-by", "day", &texts.formats().date(due.by)),
        None => String::new(),
    };
    let on = day(texts, &asked.typed, &refused, "sent_on", "after-sent-on");
    asked
        .page("decision-next-send", refused)
        .lead(texts.text("after-send-lead"))
        .lead(due)
        .field(&on)
        .button(texts.text("after-continue"))
        .answer()
}
