//! `…/phieu/thong-bao-ho`: what households must be told on paper, to print and to hand over.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_service::decision::ballots::{self, HouseholdNotice};

use super::frame::{Asked, base, caption, load, page};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::response::{html, see_other};
use crate::state::AppState;

struct Line {
    id: String,
    household: String,
    address: String,
    text: String,
    handed: String,
}

#[derive(Template)]
#[template(path = "decision/ballots_notices.html")]
struct NoticesPage {
    page: Page,
    done: String,
    caption: String,
    base: String,
    lines: Vec<Line>,
}

/// The list.
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let texts = caller.texts();
    let view = load(&state, &caller, number).await?;
    let notices = ballots::notices(&caller.context(&state), number).await?;
    html(&NoticesPage {
        page: page(&state, &caller, &view, texts.text("ballots-notices")),
        done: asked.words(texts),
        caption: caption(&view),
        base: base(&view),
        lines: notices
            .into_iter()
            .map(|notice| line(&caller, notice))
            .collect(),
    })
}

fn line(caller: &Caller, notice: HouseholdNotice) -> Line {
    let texts = caller.texts();
    let (household, address) = notice.household.map_or_else(
        || (texts.text("ballots-erased"), String::new()),
        |line| {
            let words = [
                ("number", &line.number as &dyn crate::texts::Argument),
                ("name", &line.representative),
            ];
            (
                texts.with("ballots-household", &words),
                line.address.clone(),
            )
        },
    );
    Line {
        id: notice.id.to_string(),
        household,
        address,
        text: notice.text,
        handed: notice.handed_on.map_or_else(String::new, |day| {
            format!("{} · {}", texts.formats().date(day), notice.way)
        }),
    }
}

/// A household has its notice.
pub async fn send(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    typed: Posted,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = load(&state, &caller, number).await?;
    let notice = typed
        .text("giao")
        .parse()
        .map_err(|_| dinh_service::Error::NotFound)?;
    let today = ctx.today();
    ballots::hand_over_notice(&ctx, view.decision.id, notice, today, "tận tay").await?;
    see_other(&format!("{}/thong-bao-ho?da=giao", base(&view)))
}
