//! `…/bai-bo`: the People's Committee annuls a decision, or asks the community to mend it (Article 22).

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::AnnulmentGround;
use dinh_service::Error;
use dinh_service::decision::{DecisionView, annul, annul_in, ask_to_mend, ask_to_mend_in};

use super::super::form::{FormPage, done, of};
use super::super::subject::Refused;
use super::step::{area, begun, check, day, day_of, is_confirmed, line, shown_day};
use crate::caller::Caller;
use crate::components::{Choice, Choices};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

const ANNUL: &str = "annul";
const MEND: &str = "mend";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::AnnulDecision).await?;
    let typed = begun("on", ctx.today());
    page(
        &state,
        &caller,
        &view,
        &typed,
        Refused::none(caller.texts()),
    )
}

/// Show it once more, then do it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::AnnulDecision).await?;
    let annuls = typed.text("what") == ANNUL;
    match take(&state, &caller, &view, &typed).await {
        Ok(()) if is_confirmed(&typed) => {
            let what = if annuls { "bai-bo" } else { "de-nghi-sua" };
            see_other(&done(number, what))
        }
        Ok(()) => {
            let texts = caller.texts();
            let what = if annuls {
                "after-annul-annul"
            } else {
                "after-annul-mend"
            };
            let ground = AnnulmentGround::find(typed.text("ground"));
            let shown = [
                ("after-annul-what", texts.text(what)),
                (
                    "after-annul-ground",
                    ground.map_or("", AnnulmentGround::label).to_owned(),
                ),
                ("after-document", typed.text("document").to_owned()),
                ("after-document-on", shown_day(texts, &typed, "on")),
                ("after-reason", typed.text("reason").to_owned()),
            ];
            check(
                &state,
                &caller,
                &view,
                "decision-next-annul",
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
    let on = day_of(typed, "on")?;
    let (document, reason) = (typed.text("document"), typed.text("reason"));
    let ground = AnnulmentGround::find(typed.text("ground"))
        .ok_or_else(|| Error::field("ground", caller.texts().text("after-annul-choose-ground")))?;
    match (typed.text("what"), is_confirmed(typed)) {
        (ANNUL, true) => annul(&ctx, id, ground, document, reason, on).await,
        (MEND, true) => ask_to_mend(&ctx, id, ground, document, reason, on).await,
        (ANNUL, false) => {
            let mut tx = ctx.write().await?;
            annul_in(&ctx, &mut tx, id, ground, document, reason, on).await
        }
        (MEND, false) => {
            let mut tx = ctx.write().await?;
            ask_to_mend_in(&ctx, &mut tx, id, ground, document, reason, on).await
        }
        _ => Err(Error::field(
            "what",
            caller.texts().text("after-annul-choose"),
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
    FormPage::new(state, caller, view, "decision-next-annul", refused)
        .lead(texts.text("after-annul-lead"))
        .field(&what)
        .field(&ground)
        .field(&document)
        .field(&on)
        .field(&reason)
        .button(texts.text("after-continue"))
        .answer()
}
