//! `/tim-kiem`: publications, decisions, documents and units; a plain form, pages of twenty that go on by key.

use askama::Template;
use axum::extract::{Query, State};
use dinh_service::search::{Filters, Hit, HitKind, Piece};
use dinh_service::units::{UnitDirectory, directory};
use jiff::civil::Date;
use serde::Deserialize;

use super::narrowing::{Choice, Narrowing, Sort, standing_words};
use crate::address::encoded;
use crate::caller::Caller;
use crate::components::Field;
use crate::errors::{Failure, PageResult};
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::Texts;

/// What may be typed; everything is optional and nothing of it can be wrong.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    #[serde(rename = "loai")]
    pub(super) kind: String,
    #[serde(rename = "don-vi")]
    pub(super) unit: String,
    #[serde(rename = "muc")]
    item: String,
    #[serde(rename = "tinh-trang")]
    pub(super) standing: String,
    #[serde(rename = "nam")]
    pub(super) year: String,
    #[serde(rename = "tu")]
    from: String,
    #[serde(rename = "den")]
    to: String,
    sau: String,
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
    item: Field,
    from: String,
    to: String,
    hidden: Vec<(&'static str, String)>,
    asked: bool,
    count: String,
    /// What was searched instead, and where only that is asked.
    meant: Option<(String, String)>,
    chosen: Vec<Choice>,
    sorts: Vec<Sort>,
    hits: Vec<Shown>,
    first: Option<String>,
    next: Option<String>,
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
    let filters = asked.filters();
    let results = index.search(&asked.q, &filters, asked.sau.parse().ok())?;
    let texts = caller.texts();
    let page = frame(&state, &caller, &asked.q);
    let link = |asked: &Asked| page.link(&asked.address());
    let meant = results.meant.clone().map(|written| {
        let again = Asked {
            q: written.clone(),
            ..asked.first()
        };
        (written, link(&again))
    });
    let next = results.next.map(|after| {
        link(&Asked {
            sau: after.to_string(),
            ..asked.clone()
        })
    });
    let narrowing = Narrowing {
        texts,
        asked: &asked,
        units: &directory,
        link: &link,
    };
    html_for_everybody(
        &caller,
        &SearchPage {
            item: Field::text(texts, "muc", texts.text("city-search-item"))
                .hint(texts.text("city-search-item-hint"))
                .value(asked.item.clone()),
            hidden: asked.hidden(),
            asked: !asked.q.trim().is_empty() || filters != Filters::default(),
            count: count(texts, results.total),
            meant,
            chosen: narrowing.chosen(),
            sorts: narrowing.sorts(&results),
            first: (!asked.sau.is_empty()).then(|| link(&asked.first())),
            next,
            hits: results
                .hits
                .into_iter()
                .map(|hit| shown(texts, &directory, hit))
                .collect(),
            q: asked.q.clone(),
            from: filters.from.map(|day| day.to_string()).unwrap_or_default(),
            to: filters.to.map(|day| day.to_string()).unwrap_or_default(),
            page,
        },
    )
}

fn frame(state: &AppState, caller: &Caller, words: &str) -> Page {
    let texts = caller.texts();
    let mut page = caller
        .page(state, texts.text("city-search-title"))
        .crumb(texts.text("site-place"), "/");
    words.clone_into(&mut page.search);
    page.private = true;
    page
}

fn count(texts: Texts, total: usize) -> String {
    let number = i64::try_from(total).unwrap_or(i64::MAX);
    let number = texts.formats().number(number);
    texts.with_one("city-search-count", "count", &number)
}

impl Asked {
    fn filters(&self) -> Filters {
        Filters {
            kind: self.kind.clone(),
            unit: self.unit.clone(),
            item: self.item.clone(),
            standing: self.standing.clone(),
            year: self.year.clone(),
            from: self.from.parse().ok(),
            to: self.to.parse().ok(),
        }
    }

    /// The same question from its first page.
    pub(super) fn first(&self) -> Self {
        Self {
            sau: String::new(),
            ..self.clone()
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("q", &self.q),
            ("loai", &self.kind),
            ("don-vi", &self.unit),
            ("muc", &self.item),
            ("tinh-trang", &self.standing),
            ("nam", &self.year),
            ("tu", &self.from),
            ("den", &self.to),
            ("sau", &self.sau),
        ]
    }

    /// What was chosen by a link and stays when the form is sent.
    fn hidden(&self) -> Vec<(&'static str, String)> {
        let linked = ["loai", "don-vi", "tinh-trang", "nam"];
        let pairs = self.pairs().into_iter();
        pairs
            .filter(|(name, value)| linked.contains(name) && !value.is_empty())
            .map(|(name, value)| (name, value.to_owned()))
            .collect()
    }

    fn address(&self) -> String {
        let pairs = self.pairs().into_iter();
        let pairs: Vec<String> = pairs
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("/tim-kiem?{}", pairs.join("&"))
    }
}

fn shown(texts: Texts, units: &UnitDirectory, hit: Hit) -> Shown {
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
    let standing = match hit.kind {
        HitKind::Publication | HitKind::Decision => standing_words(texts, &hit.standing),
        HitKind::Document | HitKind::Unit => String::new(),
    };
    Shown {
        href,
        kind,
        standing,
        title: hit.title,
        snippet: hit.snippet,
        // Many hamlets are called the same.
        unit: if hit.kind == HitKind::Unit {
            above(units, &hit.address)
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

/// The commune of a hamlet.
fn above(units: &UnitDirectory, hamlet: &str) -> String {
    let found = units.find_by_slug(hamlet).filter(|unit| unit.has_roll());
    let above = found.and_then(|unit| units.find(unit.parent?));
    above.map(|unit| unit.full_name.clone()).unwrap_or_default()
}

fn date_of(number: u64) -> Option<Date> {
    Date::new(
        i16::try_from(number / 10_000).ok()?,
        i8::try_from(number / 100 % 100).ok()?,
        i8::try_from(number % 100).ok()?,
    )
    .ok()
}
