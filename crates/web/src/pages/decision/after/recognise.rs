//! `…/cong-nhan`: recognise a decision, or refuse it with reasons (Article 21(2)).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::Error;
use dinh_service::decision::{Answer, elected_of, recognise_in, refuse_recognition_in};

use super::super::subject::Refused;
use super::step::{Asked, Check, area, day, day_of, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

const YES: &str = "recognise";
const NO: &str = "refuse";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, Action::ReadDecisions, "on").await?;
    asked.first(page)
}

/// Show it once more, then recognise or refuse.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, Action::ReadDecisions, typed).await?;
    let taken = take(&asked).await;
    asked.answer(taken, shown, page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let (ctx, id, typed) = (asked.context(), asked.id(), &asked.typed);
    let places = elected_of(asked.view.decision()).len();
    let answer = Answer {
        document: typed.text("document").to_owned(),
        on: day_of(typed, "on")?,
        logins: (0..places)
            .map(|place| typed.text(&format!("login-{place}")).to_owned())
            .collect(),
    };
    let mut tx = ctx.write().await?;
    match typed.text("answer") {
        YES => recognise_in(&ctx, &mut tx, id, answer).await?,
        NO => refuse_recognition_in(&ctx, &mut tx, id, answer, typed.text("reason")).await?,
        _ => {
            let choose = asked.texts().text("after-recognise-choose");
            return Err(Error::field("answer", choose));
        }
    }
    asked.keep(tx).await
}

fn shown(asked: &Asked<'_>) -> Check {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let (words, reason, done) = if typed.text("answer") == YES {
        ("after-recognise-yes", "", "cong-nhan")
    } else {
        ("after-recognise-no", typed.text("reason"), "tra-loi")
    };
    let elected = elected_of(asked.view.decision()).join(", ");
    Check {
        title: "decision-next-recognise",
        facts: vec![
            ("after-recognise-answer", texts.text(words)),
            ("after-document", typed.text("document").to_owned()),
            ("after-document-on", shown_day(texts, typed, "on")),
            ("after-reason", reason.to_owned()),
            ("after-elected", elected),
        ],
        done,
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
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
    let logins: Vec<Field> = elected_of(asked.view.decision())
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
    let due = match &asked.view.recognise_by {
        Some(due) => texts.with_one("after-recognise-by", "day", &texts.formats().date(due.by)),
        None => String::new(),
    };
    let mut page = asked
        .page("decision-next-recognise", refused)
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
