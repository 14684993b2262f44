//! `/lam-viec/so-ho/{slug}`: the roll of a hamlet on a day, page by page.

use askama::Template;
use axum::extract::{Path, Query, State};
use dinh_domain::roll::Capacity;
use dinh_service::roll::{PAGE, RollPage, list_roll, roll_unit};
use jiff::civil::Date;
use serde::Deserialize;

use super::fields::{capacity_name, hamlet_page, household_address, roll_address};
use crate::address::encoded;
use crate::caller::Caller;
use crate::components::{Field, Pagination};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// What part of the roll is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    trang: Option<i64>,
    /// How many households an import brought.
    #[serde(default)]
    moi: Option<i64>,
    /// How many lines an import left out.
    #[serde(default)]
    bo: Option<i64>,
}

struct Row {
    href: String,
    number: i64,
    name: String,
    facts: Vec<String>,
    note: String,
}

#[derive(Template)]
#[template(path = "roll/list.html")]
struct ListPage {
    page: Page,
    unit_name: String,
    here: String,
    add_href: String,
    import_href: String,
    export_href: String,
    book_href: String,
    done: String,
    total: String,
    found: String,
    words: Field,
    day: Field,
    rows: Vec<Row>,
    pages: Pagination,
    may_manage: bool,
}

pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let ctx = caller.context(&state);
    let hamlet = roll_unit(&ctx, &slug).await?;
    let on: Date = asked.ngay.parse().unwrap_or_else(|_| ctx.today());
    let roll = list_roll(&ctx, hamlet.unit.id, on, &asked.q, asked.trang.unwrap_or(1)).await?;
    html(&page(&state, &caller, &roll, &asked))
}

fn page(state: &AppState, caller: &Caller, roll: &RollPage, asked: &Asked) -> ListPage {
    let texts = caller.texts();
    let here = roll_address(&roll.unit.slug);
    let page = hamlet_page(state, caller, texts.text("roll-title"), &roll.unit);
    let last = (roll.found + PAGE - 1) / PAGE;
    let pages = Pagination::new(texts, roll.page, last, |to| {
        let (q, day) = (encoded(&asked.q), encoded(&asked.ngay));
        page.link(&format!("{here}?q={q}&ngay={day}&trang={to}"))
    });
    let day = texts.formats().date(roll.on);
    ListPage {
        unit_name: roll.unit.full_name.clone(),
        done: done(texts, asked),
        total: texts.with("roll-total", &[("count", &roll.total), ("day", &day)]),
        found: if asked.q.trim().is_empty() {
            String::new()
        } else {
            texts.with("roll-found", &[("count", &roll.found)])
        },
        words: Field::text(texts, "q", texts.text("roll-search"))
            .hint(texts.text("roll-search-hint"))
            .value(asked.q.clone()),
        day: Field::text(texts, "ngay", texts.text("roll-day"))
            .kind("date")
            .class("govuk-input--width-10")
            .value(roll.on.to_string()),
        rows: roll
            .entries
            .iter()
            .map(|entry| Row {
                href: page.link(&household_address(entry.household.id)),
                number: entry.household.number,
                name: entry.representative.name.clone(),
                facts: facts(texts, entry),
                note: note(texts, entry.representative.capacity),
            })
            .collect(),
        pages,
        may_manage: roll.may_manage,
        add_href: page.link(&format!("{here}/them")),
        import_href: page.link(&format!("{here}/nhap")),
        export_href: page.link(&format!("{here}/xuat")),
        book_href: page.link(&format!("{here}/xuat.xlsx")),
        here,
        page,
    }
}

fn done(texts: Texts, asked: &Asked) -> String {
    asked.moi.map_or_else(String::new, |new| {
        let left = asked.bo.unwrap_or(0);
        texts.with("roll-imported", &[("count", &new), ("left", &left)])
    })
}

fn facts(texts: Texts, entry: &dinh_store::roll::Entry) -> Vec<String> {
    let by = &entry.representative;
    let cluster = &entry.household.cluster;
    let mut facts = vec![by.address.clone(), by.phone.clone()];
    if !cluster.is_empty() {
        facts.push(texts.with_one("roll-in-cluster", "cluster", cluster));
    }
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// What the head must see at once: nobody, or somebody by nomination.
fn note(texts: Texts, capacity: Capacity) -> String {
    match capacity {
        Capacity::Full => String::new(),
        other => capacity_name(texts, other),
    }
}
