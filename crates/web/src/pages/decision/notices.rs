//! `…/thong-bao-ho`: what households must be told on paper, to print and to hand over.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_service::decision::ballots::{self, HouseholdNotice};

use super::desk_decision::desk_page;
use super::form::of;
use super::subject::Done;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::posted::Posted;
use crate::press::PDF;
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
#[template(path = "decision/notices.html")]
struct NoticesPage {
    page: Page,
    done: String,
    caption: String,
    base: String,
    may_print: bool,
    lines: Vec<Line>,
}

/// The list.
pub async fn list(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let texts = caller.texts();
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let lines: Vec<Line> = ballots::notices(&ctx, number)
        .await?
        .into_iter()
        .map(|notice| line(&caller, notice))
        .collect();
    let mut page = desk_page(&state, &caller, &view, texts.text("ballots-notices"));
    page.private = true;
    html(&NoticesPage {
        page,
        done: done.words(texts),
        caption: format!(
            "{} · {}",
            view.unit.full_name,
            view.decision().proposal.title
        ),
        base: format!("/lam-viec/quyet-dinh/{number}"),
        may_print: lines.iter().any(|line| line.handed.is_empty()),
        lines,
    })
}

/// The notices that were not handed over yet, to print.
pub async fn pdf(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> PageResult {
    let ctx = caller.context(&state);
    let view = of(&ctx, number, Action::CountVotes).await?;
    let notices = ballots::household_notices(&ctx, &view).await?;
    let make = Box::new(move || dinh_report::household_notices_pdf(&notices));
    state
        .press
        .print(make, PDF, &format!("thong-bao-ho-{number}.pdf"))
        .await
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
    let view = of(&ctx, number, Action::CountVotes).await?;
    let notice = typed
        .text("giao")
        .parse()
        .map_err(|_| dinh_service::Error::NotFound)?;
    let today = ctx.today();
    ballots::hand_over_notice(&ctx, view.decision().id, notice, today, "tận tay").await?;
    see_other(&format!(
        "/lam-viec/quyet-dinh/{number}/thong-bao-ho?da=giao-thong-bao"
    ))
}
