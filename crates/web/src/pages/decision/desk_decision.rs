//! `/lam-viec/quyet-dinh/{number}`: one decision on the desk: how it stands, and what may be done next.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::access::Action;
use dinh_service::decision::{DecisionView, get_decision};

use super::next::{NextStep, next};
use super::result::Results;
use super::shown::{
    day, due_words, form_words, matter_title, moment, needed_words, share_words, tags,
};
use super::subject::{Done, Rights};
use crate::caller::Caller;
use crate::components::{StatusTag, SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// A paper on the desk.
pub struct Paper {
    /// Where it is read.
    pub href: String,
    /// What it is.
    pub kind: String,
    /// Name.
    pub name: String,
}

#[derive(Template)]
#[template(path = "decision/desk_decision.html")]
struct DecisionPage {
    page: Page,
    done: String,
    number: i64,
    unit_name: String,
    tags: Vec<StatusTag>,
    facts: SummaryList,
    due: String,
    due_by: String,
    next: Vec<NextStep>,
    results: Option<Results>,
    reason: String,
    papers: Vec<Paper>,
    prints: Vec<(String, String)>,
    is_public: bool,
}

/// The page of one decision.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(done): Query<Done>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let view = get_decision(&ctx, number, Action::ReadDecisions).await?;
    let decision = view.decision();
    let mut tx = ctx.read().await?;
    let rights = Rights::load(&ctx, &mut tx, decision.unit).await;
    drop(tx);
    let by = decision
        .recogniser(ctx.law(), ctx.today())
        .map_err(dinh_service::Error::from)?;
    let due = decision.next_due(ctx.law());
    html(&DecisionPage {
        page: desk_page(&state, &caller, &view, decision.proposal.title.clone()),
        done: done.words(texts),
        number,
        unit_name: view.unit.full_name.clone(),
        tags: tags(texts, decision),
        facts: facts(texts, &caller, &view),
        due: due
            .map(|due| due_words(texts, due.step))
            .unwrap_or_default(),
        due_by: day(texts, due.and_then(|due| due.by)),
        next: next(texts, decision, by, &rights),
        results: Results::new(texts, &view, &decision.round),
        reason: decision.reason.clone(),
        papers: papers(&view),
        prints: super::downloads::names(texts, &view, &rights),
        is_public: view.stored.register_position.is_some(),
    })
}

/// The frame of a page of the desk about one decision.
pub(crate) fn desk_page(
    state: &AppState,
    caller: &Caller,
    view: &DecisionView,
    title: String,
) -> Page {
    let texts = caller.texts();
    let own = format!("/lam-viec/quyet-dinh/{}", view.decision().number);
    let mut page = caller
        .page(state, title)
        .crumb(texts.text("desk-title"), "/lam-viec")
        .crumb(texts.text("decision-desk-title"), "/lam-viec/quyet-dinh");
    if page.path != own {
        page = page.crumb(view.decision().proposal.title.clone(), own);
    }
    page.private = true;
    page
}

fn facts(texts: Texts, caller: &Caller, view: &DecisionView) -> SummaryList {
    let decision = view.decision();
    let mut list = SummaryList::new()
        .row(SummaryRow::text(
            texts.text("decision-matter"),
            &matter_title(texts, view.matter, caller.lang),
        ))
        .row(SummaryRow::text(
            texts.text("decision-subject"),
            decision.proposal.subject.label(),
        ))
        .row(SummaryRow::text(
            texts.text("decision-origin"),
            decision.proposal.origin.label(),
        ));
    if let Some(on) = decision.front_agreed_on {
        list = list.row(SummaryRow::text(
            texts.text("decision-front-agreed"),
            &texts.formats().date(on),
        ));
    }
    let needed = match needed_words(texts, &view.threshold, view.total) {
        Some(words) => format!("{}; {words}", share_words(texts, &view.threshold)),
        None => share_words(texts, &view.threshold),
    };
    list = list.row(SummaryRow::text(texts.text("decision-needed"), &needed));
    if let Some(plan) = &decision.round.plan {
        let mut when = moment(texts, Some(plan.starts));
        if let Some(closes) = plan.closes {
            when = format!("{when} – {}", moment(texts, Some(closes)));
        }
        list = list
            .row(SummaryRow::text(
                texts.text("decision-form"),
                &form_words(texts, plan.form),
            ))
            .row(SummaryRow::text(texts.text("decision-when"), &when));
        if !plan.place.is_empty() {
            list = list.row(SummaryRow::text(texts.text("decision-place"), &plan.place));
        }
    }
    if let Some(told) = decision
        .round
        .notice
        .as_ref()
        .and_then(|notice| notice.told_on)
    {
        list = list.row(SummaryRow::text(
            texts.text("decision-told-on"),
            &texts.formats().date(told),
        ));
    }
    list
}

fn papers(view: &DecisionView) -> Vec<Paper> {
    view.files
        .iter()
        .map(|row| Paper {
            href: format!(
                "/ban-va-quyet-dinh/{}/tep/{}",
                view.decision().number,
                row.id
            ),
            kind: dinh_service::decision::PaperKind::find(&row.kind)
                .map_or_else(|| row.kind.clone(), |kind| kind.label().to_owned()),
            name: row.name.clone(),
        })
        .collect()
}
