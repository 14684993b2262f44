//! `/lam-viec`: *Việc cần làm*, one list made by the law, the earliest due day first.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::access::{Action, Reach, reach};
use dinh_domain::ids::UnitId;
use dinh_domain::units::UnitKind;
use dinh_service::decision::decision_desk;
use dinh_service::disclosure::{Desk, Quarter, desk};
use dinh_service::{Context, Error};
use dinh_store::disclosure::tally::{self, Counts};
use serde::Deserialize;

use super::desk_line::Line;
use super::subject::{Done, Rights};
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::decision::{DueDecision, Tile, tiles};
use crate::response::html;
use crate::state::AppState;

/// The unit whose desk is asked for; the unit of the mandate when it says nothing.
#[derive(Deserialize)]
pub struct Which {
    #[serde(default, rename = "don-vi")]
    slug: String,
}

#[derive(Template)]
#[template(path = "disclosure/desk_list.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one part of the page is there"
)]
struct DeskPage {
    page: Page,
    done: String,
    unit_name: String,
    unit_href: String,
    quarter_href: String,
    counts: Counts,
    lines: Vec<Line>,
    tiles: Vec<Tile>,
    decisions: Vec<DueDecision>,
    may_decide: bool,
    more: bool,
    may_open: bool,
    other_units: bool,
}

/// The desk of a unit; for those who watch over many, first the choice of the unit.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(which): Query<Which>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let mandate = ctx.mandate().ok_or(Error::Forbidden)?;
    let wide = reach(mandate.role, Action::ReadDesk) != Some(Reach::OwnUnit);
    if wide && which.slug.is_empty() {
        return choose(&state, &caller, &ctx).await;
    }
    let unit = unit_asked(&ctx, &which, mandate.unit).await?;
    let view = desk(&ctx, unit).await?;
    let mut tx = ctx.read().await?;
    let rights = Rights::load(&ctx, &mut tx, unit).await;
    let counts = tally::find(&mut tx, unit)
        .await?
        .map(|tally| tally.counts)
        .unwrap_or_default();
    drop(tx);
    let mut shown = page(&state, &caller, &view, counts, &rights, &done, wide);
    // Who cannot read decisions of the unit simply has none here.
    if let Ok(decisions) = decision_desk(&ctx, unit).await {
        let today = ctx.today();
        shown.may_decide = true;
        shown.tiles = tiles(&ctx, caller.texts(), &view.unit).await?;
        shown.decisions = decisions
            .under_way
            .iter()
            .filter(|line| line.due.is_some_and(|due| due.by.is_some()))
            .map(|line| DueDecision::new(caller.texts(), line, today))
            .collect();
    }
    html(&shown)
}

async fn unit_asked(ctx: &Context<'_>, which: &Which, own: UnitId) -> Result<UnitId, Error> {
    if which.slug.is_empty() {
        return Ok(own);
    }
    let mut tx = ctx.read().await?;
    let unit = dinh_store::units::find_by_slug(&mut tx, &which.slug).await?;
    Ok(unit.ok_or(Error::NotFound)?.id)
}

fn page(
    state: &AppState,
    caller: &Caller,
    view: &Desk,
    counts: Counts,
    rights: &Rights,
    done: &Done,
    wide: bool,
) -> DeskPage {
    let texts = caller.texts();
    let today = caller.context(state).today();
    let unit_href = format!("/don-vi/{}", view.unit.slug);
    let mut page = caller.page(state, texts.text("desk-title"));
    if wide {
        page = page.crumb(texts.text("desk-units"), "/lam-viec");
    }
    page.private = true;
    DeskPage {
        page,
        done: done.words(texts),
        unit_name: view.unit.full_name.clone(),
        quarter_href: format!("{unit_href}/danh-sach/{}", Quarter::of(today).key()),
        unit_href,
        counts,
        lines: view
            .tasks
            .iter()
            .map(|task| Line::new(texts, task, today, rights))
            .collect(),
        tiles: Vec::new(),
        decisions: Vec::new(),
        may_decide: false,
        more: view.more,
        may_open: rights.has(Action::OpenDuty) && view.unit.kind.law_kind().is_some(),
        other_units: wide,
    }
}

struct Choice {
    name: String,
    href: String,
    overdue: i64,
    soon: i64,
    missing: i64,
}

#[derive(Template)]
#[template(path = "disclosure/desk_units.html")]
struct UnitsPage {
    page: Page,
    choices: Vec<Choice>,
}

const ALL_UNITS: i64 = 10_000;

async fn choose(state: &AppState, caller: &Caller, ctx: &Context<'_>) -> PageResult {
    let texts = caller.texts();
    let mut tx = ctx.read().await?;
    let tallies: std::collections::BTreeMap<UnitId, Counts> = tally::all(&mut tx, ALL_UNITS)
        .await?
        .into_iter()
        .map(|row| (UnitId(row.unit_id), row.counts))
        .collect();
    let mut choices = Vec::new();
    for kind in UnitKind::ALL
        .iter()
        .filter(|kind| kind.law_kind().is_some())
    {
        for unit in dinh_store::units::of_kind(&mut tx, *kind, ctx.today(), ALL_UNITS).await? {
            let counts = tallies.get(&unit.id).copied().unwrap_or_default();
            choices.push(Choice {
                name: unit.full_name,
                href: format!("/lam-viec?don-vi={}", unit.slug),
                overdue: counts.overdue,
                soon: counts.due_soon,
                missing: counts.missing_forms,
            });
        }
    }
    drop(tx);
    choices.sort_by_key(|choice| std::cmp::Reverse((choice.overdue, choice.missing)));
    let mut page = caller.page(state, texts.text("desk-units"));
    page.private = true;
    html(&UnitsPage { page, choices })
}
