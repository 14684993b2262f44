//! `…/thong-bao`: record that the community has been told.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_domain::decision::Notice;
use dinh_law::DecisionForm;
use dinh_service::decision::{DecisionView, notify};
use dinh_service::{Context, Error};

use super::form::{FormPage, done, of};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, DateInput};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

/// Ways of telling a community that the law names, in the words of the notice.
const WAYS: [(&str, &str); 5] = [
    ("giấy mời đến từng hộ", "decision-way-letter"),
    ("truyền thanh", "decision-way-loudspeaker"),
    ("niêm yết", "decision-way-posting"),
    ("điện thoại", "decision-way-phone"),
    ("nhóm mạng xã hội của cộng đồng", "decision-way-group"),
];

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    let refused = Refused::none(caller.texts());
    page(&state, &caller, &view, &Posted::default(), refused)
}

/// Record it.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::RunDecision).await?;
    match record(&ctx, &view, &typed).await {
        Ok(()) => see_other(&done(number, "thong-bao")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn record(ctx: &Context<'_>, view: &DecisionView, typed: &Posted) -> Result<(), Error> {
    let mut errors = Vec::new();
    let mut day = |name: &str| match typed.date(name) {
        Ok(day) => day,
        Err(wrong) => {
            errors.push(wrong);
            None
        }
    };
    let (told_on, posted_on) = (day("told_on"), day("posted_on"));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let notice = Notice {
        told_on,
        posted_on,
        papers_on: None,
        ways: typed
            .all("ways")
            .into_iter()
            .filter(|way| WAYS.iter().any(|(known, _)| known == way))
            .map(ToOwned::to_owned)
            .collect(),
    };
    notify(ctx, view.decision().id, notice).await
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(state);
    let mut ways = Choices::checkboxes(texts, "ways", texts.text("decision-notify-ways"))
        .chosen(typed.all("ways"))
        .error(refused.find("ways"));
    for (value, key) in WAYS {
        ways = ways.item(Choice::new(value, texts.text(key)));
    }
    let date = |name: &str, label: &str| {
        DateInput::new(texts, name, texts.text(label))
            .values(typed.date_parts(name))
            .error(refused.find(name))
    };
    let told = date("told_on", "decision-notify-told");
    let posted = date("posted_on", "decision-notify-posted");
    let last = view
        .decision()
        .notify_by(ctx.law())
        .map(|day| texts.formats().date(day))
        .map_err(Error::from)?;
    let meets = view
        .decision()
        .round
        .plan
        .as_ref()
        .is_some_and(|plan| plan.form == DecisionForm::Meeting);
    let mut form = FormPage::new(state, caller, view, "decision-next-notify", refused)
        .lead(texts.with("decision-notify-last", &[("day", &last)]))
        .lead(texts.text("decision-notify-lead"))
        .field(&told)
        .field(&ways);
    if meets {
        form = form.field(&posted);
    }
    form.button(texts.text("decision-notify-send")).answer()
}
