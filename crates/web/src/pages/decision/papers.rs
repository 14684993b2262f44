//! `…/tai-lieu`: upload what is to be decided, and afterwards the signed minutes.

use axum::extract::{Path, State};
use dinh_domain::access::Action;
use dinh_service::decision::{DecisionView, PaperKind, attach_paper};
use dinh_service::{Context, Error};

use super::form::{FormPage, done, of};
use super::subject::Refused;
use crate::caller::Caller;
use crate::components::{Choice, Choices, Field};
use crate::errors::PageResult;
use crate::posted::Posted;
use crate::response::see_other;
use crate::state::AppState;

const KINDS: &str = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png";

/// The form.
pub async fn form(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let refused = Refused::none(caller.texts());
    page(&state, &caller, &view, &Posted::default(), refused)
}

/// Keep the file.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    match keep(&ctx, &view, &typed).await {
        Ok(()) => see_other(&done(number, "tai-lieu")),
        Err(error) => {
            let refused = Refused::from(caller.texts(), error)?;
            page(&state, &caller, &view, &typed, refused)
        }
    }
}

async fn keep(ctx: &Context<'_>, view: &DecisionView, typed: &Posted) -> Result<(), Error> {
    let kind = PaperKind::find(typed.text("kind"))
        .ok_or_else(|| Error::field("kind", "Hãy chọn loại tài liệu."))?;
    let file = typed
        .file("file")
        .ok_or_else(|| Error::field("file", "Hãy chọn tệp."))?;
    let upload = file.upload(false)?;
    attach_paper(ctx, view.decision().id, kind, upload).await?;
    Ok(())
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    typed: &Posted,
    refused: Refused,
) -> PageResult {
    let texts = caller.texts();
    let mut kinds = Choices::radios(texts, "kind", texts.text("decision-paper-kind"))
        .chosen([typed.text("kind")])
        .error(refused.find("kind"));
    for kind in PaperKind::ALL {
        let hint = if kind.is_public() {
            "decision-paper-public"
        } else {
            "decision-paper-inside"
        };
        kinds = kinds.item(Choice::new(kind.code(), kind.label()).hint(texts.text(hint)));
    }
    let file = Field::file(texts, "file", texts.text("decision-paper-file"), KINDS)
        .hint(texts.text("decision-paper-hint"))
        .error(refused.find("file"));
    FormPage::new(state, caller, view, "decision-next-papers", refused)
        .with_files()
        .field(&kinds)
        .field(&file)
        .button(texts.text("decision-paper-send"))
        .answer()
}
