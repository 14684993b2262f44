//! `…/bai-bo`: the People's Committee annuls a decision, or asks the community to mend it (Article 22).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::AnnulmentGround;
use dinh_service::Error;
use dinh_service::decision::{annul_in, ask_to_mend_in};

use super::super::subject::Refused;
use super::step::{Asked, Check, area, day, day_of, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::state::AppState;

const ANNUL: &str = "annul";
const MEND: &str = "mend";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let asked = Asked::fresh(&state, &caller, number, Action::AnnulDecision, "on").await?;
    asked.first(page)
}

/// Show it once more, then do it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let asked = Asked::sent(&state, &caller, number, Action::AnnulDecision, typed).await?;
    let taken = take(&asked).await;
    asked.answer(taken, shown, page)
}

async fn take(asked: &Asked<'_>) -> Result<(), Error> {
    let (ctx, id, typed) = (asked.context(), asked.id(), &asked.typed);
    let on = day_of(typed, "on")?;
    let (document, reason) = (typed.text("document"), typed.text("reason"));
    let choose = |field: &str, key: &str| Error::field(field, asked.texts().text(key));
    let ground = AnnulmentGround::find(typed.text("ground"))
        .ok_or_else(|| choose("ground", "after-annul-choose-ground"))?;
    let mut tx = ctx.write().await?;
    match typed.text("what") {
        ANNUL => annul_in(&ctx, &mut tx, id, ground, document, reason, on).await?,
        MEND => ask_to_mend_in(&ctx, &mut tx, id, ground, document, reason, on).await?,
        _ => return Err(choose("what", "after-annul-choose")),
    }
    asked.keep(tx).await
}

fn shown(asked: &Asked<'_>) -> Check {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let (what, done) = if typed.text("what") == ANNUL {
        ("after-annul-annul", "bai-bo")
    } else {
        ("after-annul-mend", "de-nghi-sua")
    };
    let ground = AnnulmentGround::find(typed.text("ground"));
    let ground = ground.map_or("", AnnulmentGround::label).to_owned();
    Check {
        title: "decision-next-annul",
        facts: vec![
            ("after-annul-what", texts.text(what)),
            ("after-annul-ground", ground),
            ("after-document", typed.text("document").to_owned()),
            ("after-document-on", shown_day(texts, typed, "on")),
            ("after-reason", typed.text("reason").to_owned()),
        ],
        done,
    }
}

fn page(asked: &Asked<'_>, refused: Refused) -> PageResult {
    let (texts, typed) = (asked.texts(), &asked.typed);
    let what = Choices::radios(texts, "what", texts.text("after-annul-what"))
        .chosen([typed.text("what")])
        .error(refused.find("what"))
        .item(Choice::new(ANNUL, texts.text("after-annul-annul")))
        .item(
            Choice::new(MEND, texts.text("after-annul-mend"))
                .hint(texts.text("after-annul-mend-hint")),
        );
    let mut ground = Choices::radios(texts, "ground", texts.text("after-annul-ground"))
        .chosen([typed.text("ground")])
        .error(refused.find("ground"));
    for one in AnnulmentGround::ALL {
        ground = ground.item(Choice::new(one.code(), one.label()));
    }
    let document = line(texts, typed, &refused, "document", "after-document")
        .hint(texts.text("after-document-hint"));
    let on = day(texts, typed, &refused, "on", "after-document-on");
    let reason = area(texts, typed, &refused, "reason", "after-reason")
        .hint(texts.text("after-reason-hint"));
    asked
        .page("decision-next-annul", refused)
        .lead(texts.text("after-annul-lead"))
        .field(&what)
        .field(&ground)
        .field(&document)
        .field(&on)
        .field(&reason)
        .button(texts.text("after-continue"))
        .answer()
}
