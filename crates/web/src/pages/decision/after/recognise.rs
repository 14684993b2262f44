//! `…/cong-nhan`: recognise a decision, or refuse it with reasons (Article 21(2)).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{
    Answer, DecisionView, elected_of, recognise, recognise_in, refuse_recognition,
    refuse_recognition_in,
};

use super::super::form::{FormPage, done, of};
use super::super::subject::Refused;
use super::step::{area, begun, check, day, day_of, is_confirmed, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

const YES: &str = "recognise";
const NO: &str = "refuse";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::ReadDecisions).await?;
    let typed = begun("on", ctx.today());
    page(
        &state,
        &caller,
        &view,
        &typed,
        Refused::none(caller.texts()),
    )
}

/// Show it once more, then recognise or refuse.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::ReadDecisions).await?;
    let answer = typed.text("answer").to_owned();
    match take(&state, &caller, &view, &typed).await {
        Ok(()) if is_confirmed(&typed) => {
            let what = if answer == YES {
                "cong-nhan"
            } else {
                "tra-loi"
            };
            see_other(&done(number, what))
        }
        Ok(()) => {
            let texts = caller.texts();
            let (words, reason) = if answer == YES {
                (texts.text("after-recognise-yes"), String::new())
            } else {
                (
                    texts.text("after-recognise-no"),
                    typed.text("reason").to_owned(),
                )
            };
            let shown = [
                ("after-recognise-answer", words),
                ("after-document", typed.text("document").to_owned()),
                ("after-document-on", shown_day(texts, &typed, "on")),
                ("after-reason", reason),
                ("after-elected", elected_of(view.decision()).join(", ")),
            ];
            check(
                &state,
                &caller,
                &view,
                "decision-next-recognise",
                &shown,
                &typed,
            )
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
    let places = elected_of(view.decision()).len();
    let answer = Answer {
        document: typed.text("document").to_owned(),
        on: day_of(typed, "on")?,
        logins: (0..places)
            .map(|place| typed.text(&format!("login-{place}")).to_owned())
            .collect(),
    };
    let reason = typed.text("reason");
    match (typed.text("answer"), is_confirmed(typed)) {
        (YES, true) => recognise(&ctx, id, answer).await,
        (NO, true) => refuse_recognition(&ctx, id, answer, reason).await,
        (YES, false) => {
            let mut tx = ctx.write().await?;
            recognise_in(&ctx, &mut tx, id, answer).await
        }
        (NO, false) => {
            let mut tx = ctx.write().await?;
            refuse_recognition_in(&ctx, &mut tx, id, answer, reason).await
        }
        _ => Err(Error::field(
            "answer",
            caller.texts().text("after-recognise-choose"),
        )),
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
    let reason = area(texts, typed, &refused, "reason", "after-reason")
        .hint(texts.text("after-reason-hint"));
    let answer = Choices::radios(texts, "answer", texts.text("after-recognise-answer"))
        .chosen([typed.text("answer")])
        .error(refused.find("answer"))
        .item(Choice::new(YES, texts.text("after-recognise-yes")))
        .item(Choice::new(NO, texts.text("after-recognise-no")).conditional(&reason));
    let document = line(texts, typed, &refused, "document", "after-document")
        .hint(texts.text("after-document-hint"));
    let on = day(texts, typed, &refused, "on", "after-document-on");
    let logins: Vec<Field> = elected_of(view.decision())
        .into_iter()
        .enumerate()
        .map(|(place, name)| {
            let field = format!("login-{place}");
            Field::text(
                texts,
                field.clone(),
                texts.with_one("after-login", "name", &name.to_owned()),
            )
            .hint(texts.text("after-login-hint"))
            .value(typed.text(&field))
            .error(refused.find(&field))
        })
        .collect();
    let due = match &view.recognise_by {
        Some(due) => texts.with_one("after-recognise-by", "day", &texts.formats().date(due.by)),
        None => String::new(),
    };
    let mut page = FormPage::new(state, caller, view, "decision-next-recognise", refused)
        .lead(texts.text("after-recognise-lead"))
        .lead(due)
        .field(&answer)
        .field(&document)
        .field(&on);
    for login in &logins {
        page = page.field(login);
    }
    page.button(texts.text("after-continue")).answer()
}
