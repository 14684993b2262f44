//! `/lam-viec/ho/{id}`: one household with its history and what can be done.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::roll::{LineageKind, Representative};
use dinh_service::roll::{HouseholdView, Related};
use serde::Deserialize;

use super::fields::{capacity_name, hamlet_page, household, household_address};
use super::step::{StepKind, may_move};
use crate::caller::Caller;
use crate::components::{SummaryList, SummaryRow};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    #[serde(default)]
    xong: String,
}

/// A link to a form.
pub(super) struct Way {
    pub href: String,
    pub text: String,
}

/// One who represents or represented the household.
pub(super) struct Person {
    pub span: String,
    pub name: String,
    pub facts: Vec<String>,
}

#[derive(Template)]
#[template(path = "roll/household.html")]
struct HouseholdPage {
    page: Page,
    unit_name: String,
    done: String,
    ended: String,
    facts: SummaryList,
    history: Vec<Person>,
    relatives: Vec<Way>,
    notes: Vec<String>,
    ways: Vec<Way>,
    may_manage: bool,
    here: String,
}

pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> PageResult {
    let view = household(&state, &caller, &id).await?;
    let texts = caller.texts();
    let title = texts.with("roll-household", &[("number", &view.household.number)]);
    let page = hamlet_page(&state, &caller, title, &view.unit);
    let here = household_address(view.household.id);
    html(&HouseholdPage {
        unit_name: view.unit.full_name.clone(),
        done: done.words(texts),
        ended: ended(texts, &view),
        facts: facts(texts, &view),
        history: people(texts, &view),
        relatives: relatives(texts, &view, &page),
        notes: notes(texts, &view),
        ways: ways(texts, &view, &page, may_move(&caller.context(&state))),
        may_manage: view.may_manage,
        here: page.link(&here),
        page,
    })
}

impl Done {
    /// The words for it; an unknown word says nothing.
    pub(super) fn words(&self, texts: Texts) -> String {
        let key = match self.xong.as_str() {
            "them" => "roll-done-add",
            "dai-dien" => "roll-done-representative",
            "ket-thuc" => "roll-done-end",
            "nhap-ho" => "roll-done-merge",
            "tach" => "roll-done-split",
            "chuyen" => "roll-done-move",
            "xoa" => "roll-done-erase",
            "noi-tai-khoan" => "roll-done-linked",
            "go-tai-khoan" => "roll-done-unlinked",
            _ => return String::new(),
        };
        texts.text(key)
    }
}

fn ended(texts: Texts, view: &HouseholdView) -> String {
    view.household.valid_to.map_or_else(String::new, |day| {
        let day = texts.formats().date(day);
        let reason = view.household.ended_reason.as_str();
        texts.with("roll-ended", &[("day", &day), ("reason", &reason)])
    })
}

pub(super) fn facts(texts: Texts, view: &HouseholdView) -> SummaryList {
    let mut list = SummaryList::new();
    if let Some(present) = view.representatives.last() {
        let erased = texts.text("roll-erased");
        let name = if present.erased {
            &erased
        } else {
            &present.name
        };
        list = list
            .row(SummaryRow::text(texts.text("roll-name"), name))
            .row(SummaryRow::text(
                texts.text("roll-address"),
                &present.address,
            ))
            .row(SummaryRow::text(texts.text("roll-phone"), &present.phone))
            .row(SummaryRow::text(
                texts.text("roll-capacity"),
                &capacity_name(texts, present.capacity),
            ));
        if !present.basis.is_empty() {
            list = list.row(SummaryRow::text(texts.text("roll-basis"), &present.basis));
        }
    }
    list.row(SummaryRow::text(
        texts.text("roll-cluster"),
        &view.household.cluster,
    ))
    .row(SummaryRow::text(
        texts.text("roll-from"),
        &texts.formats().date(view.household.valid_from),
    ))
}

/// Everyone, the present one first.
pub(super) fn people(texts: Texts, view: &HouseholdView) -> Vec<Person> {
    view.representatives
        .iter()
        .rev()
        .map(|one| Person {
            span: span(texts, one),
            name: if one.erased {
                texts.text("roll-erased")
            } else {
                one.name.clone()
            },
            facts: [
                one.address.clone(),
                one.phone.clone(),
                capacity_name(texts, one.capacity),
                one.basis.clone(),
            ]
            .into_iter()
            .filter(|fact| !fact.is_empty())
            .collect(),
        })
        .collect()
}

fn span(texts: Texts, one: &Representative) -> String {
    let from = texts.formats().date(one.valid_from);
    match one.valid_to {
        None => texts.with("roll-span-open", &[("from", &from)]),
        Some(to) => {
            let to = texts.formats().date(to);
            texts.with("roll-span", &[("from", &from), ("to", &to)])
        }
    }
}

pub(super) fn relatives(texts: Texts, view: &HouseholdView, page: &Page) -> Vec<Way> {
    let way = |key: &str, other: &Related| {
        let day = texts.formats().date(other.on);
        let arguments: [(&str, &dyn crate::texts::Argument); 4] = [
            ("number", &other.number),
            ("unit", &other.unit_name),
            ("day", &day),
            ("reason", &other.reason),
        ];
        Way {
            href: page.link(&household_address(other.household)),
            text: texts.with(key, &arguments),
        }
    };
    let before = view.predecessors.iter().map(|other| {
        let key = match other.kind {
            LineageKind::Merge => "roll-merged-from",
            LineageKind::Split => "roll-split-from",
            LineageKind::Move => "roll-moved-from",
        };
        way(key, other)
    });
    let after = view.successors.iter().map(|other| {
        let key = match other.kind {
            LineageKind::Merge => "roll-merged-into",
            LineageKind::Split => "roll-split-into",
            LineageKind::Move => "roll-moved-into",
        };
        way(key, other)
    });
    before.chain(after).collect()
}

/// Fixed rolls and erasures.
pub(super) fn notes(texts: Texts, view: &HouseholdView) -> Vec<String> {
    let fixed = view.mentions.iter().map(|mention| {
        let day = texts.formats().date(mention.as_of.to_jiff());
        texts.with("roll-mention", &[("line", &mention.line), ("day", &day)])
    });
    let erased = view.erasures.iter().map(|erasure| {
        let at = dinh_service::clock::local(erasure.at.to_jiff());
        let day = texts.formats().date(at.date());
        texts.with(
            "roll-erasure",
            &[("day", &day), ("reason", &erasure.reason)],
        )
    });
    fixed.chain(erased).collect()
}

fn ways(texts: Texts, view: &HouseholdView, page: &Page, may_move: bool) -> Vec<Way> {
    let here = household_address(view.household.id);
    let way = |word: &str, text: String| Way {
        href: page.link(&format!("{here}/{word}")),
        text,
    };
    let mut ways = Vec::new();
    if view.household.valid_to.is_none() {
        ways.push(way("dai-dien", texts.text("roll-representative-title")));
        ways.push(way("tai-khoan", texts.text("roll-accounts-title")));
        for kind in StepKind::ALL {
            if *kind != StepKind::Move || may_move {
                ways.push(way(kind.word(), kind.title(texts)));
            }
        }
    }
    ways.push(way("xoa-du-lieu", texts.text("roll-erase-title")));
    ways
}
