//! `/tim-kiem`: publications, decisions, documents and units; a plain form, pages of twenty.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::decision::State as Stands;
use dinh_service::search::{Filters, Hit, HitKind, Piece};
use dinh_service::units::{UnitDirectory, directory};
use jiff::civil::Date;
use serde::Deserialize;

use crate::address::encoded;
use crate::caller::Caller;
use crate::components::{Field, Pagination, SelectOption};
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::pages::decision::shown::state_words;
use crate::response::html;
use crate::state::AppState;
use crate::texts::Texts;

/// What may be typed; everything is optional and nothing of it can be wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    #[serde(rename = "don-vi")]
    unit: String,
    #[serde(rename = "muc")]
    item: String,
    #[serde(rename = "tinh-trang")]
    standing: String,
    #[serde(rename = "tu")]
    from: String,
    #[serde(rename = "den")]
    to: String,
    trang: String,
}

struct Shown {
    href: String,
    title: Vec<Piece>,
    snippet: Vec<Piece>,
    kind: String,
    unit: String,
    old_names: String,
    day: String,
    standing: String,
}

#[derive(Template)]
#[template(path = "city/search.html")]
struct SearchPage {
    page: Page,
    q: String,
    from: String,
    to: String,
    fields: Vec<Field>,
    asked: bool,
    count: String,
    hits: Vec<Shown>,
    pagination: Pagination,
}

/// `GET /tim-kiem`
pub(super) async fn search(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let ctx = caller.context(&state);
    let index = state
        .search
        .get()
        .ok_or_else(|| Failure::from(dinh_service::Error::Busy))?;
    index.follow(&ctx).await?;
    let mut tx = ctx.read().await?;
    let directory = directory(&state.platform, &mut tx).await?;
    drop(tx);
    let filters = Filters {
        unit: asked.unit.clone(),
        item: asked.item.clone(),
        standing: asked.standing.clone(),
        from: asked.from.parse().ok(),
        to: asked.to.parse().ok(),
    };
    let number = asked.trang.parse().unwrap_or(1);
    let results = index.search(&asked.q, &filters, number)?;
    let texts = caller.texts();
    let mut page = caller
        .page(&state, texts.text("city-search-title"))
        .crumb(texts.text("site-place"), "/");
    page.search.clone_from(&asked.q);
    page.private = true;
    let pages = i64::try_from(results.pages).unwrap_or(1);
    let current = i64::try_from(results.page).unwrap_or(1);
    html(&SearchPage {
        fields: fields(texts, &asked, &directory, ctx.today()),
        asked: !asked.q.trim().is_empty() || filters != Filters::default(),
        count: texts.with("city-search-count", &[("count", &results.total)]),
        hits: results
            .hits
            .into_iter()
            .map(|hit| shown(texts, hit))
            .collect(),
        pagination: Pagination::new(texts, current, pages, |number| {
            address(&asked, &caller, number)
        }),
        q: asked.q.clone(),
        from: filters.from.map(|day| day.to_string()).unwrap_or_default(),
        to: filters.to.map(|day| day.to_string()).unwrap_or_default(),
        page,
    })
}

fn fields(texts: Texts, asked: &Asked, units: &UnitDirectory, today: Date) -> Vec<Field> {
    let any = || SelectOption::new("", texts.text("city-search-any"));
    let mut offered = vec![any()];
    offered.extend(
        units
            .units()
            .iter()
            .filter(|unit| unit.valid_to.is_none_or(|to| today < to))
            // Hamlets are many, share their names, and publish nothing of their own.
            .filter(|unit| !unit.kind.has_roll())
            .map(|unit| SelectOption::new(unit.slug.clone(), unit.full_name.clone())),
    );
    let standings = vec![
        any(),
        SelectOption::new("on_time", texts.text("city-standing-on-time")),
        SelectOption::new("late", texts.text("city-standing-late")),
        SelectOption::new("ended", texts.text("city-standing-ended")),
        SelectOption::new("withdrawn", texts.text("city-standing-withdrawn")),
    ];
    vec![
        Field::select(texts, "don-vi", texts.text("city-column-unit"), offered)
            .value(asked.unit.clone()),
        Field::text(texts, "muc", texts.text("city-search-item"))
            .hint(texts.text("city-search-item-hint"))
            .value(asked.item.clone()),
        Field::select(
            texts,
            "tinh-trang",
            texts.text("city-search-standing"),
            standings,
        )
        .value(asked.standing.clone()),
    ]
}

fn shown(texts: Texts, hit: Hit) -> Shown {
    let (href, kind) = match hit.kind {
        HitKind::Publication => (
            format!("/cong-khai/{}", hit.address),
            texts.with("city-hit-publication", &[("item", &hit.item)]),
        ),
        HitKind::Decision => (
            format!("/ban-va-quyet-dinh/{}", hit.address),
            texts.text("city-hit-decision"),
        ),
        HitKind::Document => (
            format!("/van-ban/{}", hit.address),
            texts.text("city-hit-document"),
        ),
        HitKind::Unit => (
            format!("/don-vi/{}", hit.address),
            texts.text("city-hit-unit"),
        ),
    };
    let standing = match (hit.kind, hit.standing.as_str()) {
        (HitKind::Publication, "on_time") => texts.text("city-standing-on-time"),
        (HitKind::Publication, "late") => texts.text("city-standing-late"),
        (HitKind::Publication, "ended") => texts.text("city-standing-ended"),
        (HitKind::Publication, "withdrawn") => texts.text("city-standing-withdrawn"),
        (HitKind::Decision, code) => Stands::ALL
            .iter()
            .find(|state| state.code() == code)
            .map(|state| state_words(texts, *state))
            .unwrap_or_default(),
        _ => String::new(),
    };
    Shown {
        href,
        kind,
        standing,
        title: hit.title,
        snippet: hit.snippet,
        unit: if hit.kind == HitKind::Unit {
            String::new()
        } else {
            hit.unit_name
        },
        old_names: if hit.kind == HitKind::Unit {
            hit.old_names
        } else {
            String::new()
        },
        day: date_of(hit.day)
            .map(|day| texts.formats().date(day))
            .unwrap_or_default(),
    }
}

fn date_of(number: u64) -> Option<Date> {
    Date::new(
        i16::try_from(number / 10_000).ok()?,
        i8::try_from(number / 100 % 100).ok()?,
        i8::try_from(number % 100).ok()?,
    )
    .ok()
}

fn address(asked: &Asked, caller: &Caller, number: i64) -> String {
    let mut address = format!("/tim-kiem?q={}", encoded(&asked.q));
    for (name, value) in [
        ("don-vi", &asked.unit),
        ("muc", &asked.item),
        ("tinh-trang", &asked.standing),
        ("tu", &asked.from),
        ("den", &asked.to),
    ] {
        if !value.is_empty() {
            address = format!("{address}&{name}={}", encoded(value));
        }
    }
    format!("{address}&trang={number}&lang={}", caller.lang.code())
}
