//! `/don-vi/{slug}`: a unit and its whole catalogue, in the order of the law.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dinh_domain::units::Unit;
use dinh_service::disclosure::{Quarter, UnitView, unit_view};
use dinh_service::units::UnitDirectory;
use dinh_store::disclosure::tally::Counts;

use super::community::{self, Community};
use super::shown::{Entry, Line};
use crate::caller::Caller;
use crate::components::{Tab, Tabs};
use crate::errors::PageResult;
use crate::page::Page;
use crate::pages::units::panel::UnitPanel;
use crate::response::{html, versioned};
use crate::state::AppState;
use crate::texts::{Lang, Texts};

const NEWEST: i64 = 8;
const QUARTERS: usize = 6;

/// Items of one number of the article.
struct Group {
    code: String,
    lines: Vec<Line>,
}

/// A quarter whose register can be read.
struct QuarterLink {
    label: String,
    href: String,
}

#[derive(Template)]
#[template(path = "disclosure/unit.html")]
struct UnitPage {
    page: Page,
    unit: Unit,
    panel: UnitPanel,
    tabs: Tabs,
    counts: Counts,
    share: String,
    groups: Vec<Group>,
    newest: Vec<Entry>,
    quarters: Vec<QuarterLink>,
    community: Option<community::Shown>,
}

/// The public page of a unit; of one that is no more, what became of it.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> PageResult {
    let ctx = caller.context(&state);
    let mut tx = ctx.read().await?;
    let directory = dinh_service::units::directory(&state.platform, &mut tx).await?;
    drop(tx);
    let unit = directory
        .find_by_slug(&slug)
        .ok_or(dinh_service::Error::NotFound)?;
    let view = unit_view(&ctx, unit.clone(), NEWEST).await?;
    let community = Community::read(&ctx, unit).await?;
    let version = format!(
        "{}-{}-{}{}",
        directory.version(),
        view.version,
        ctx.today(),
        community
            .as_ref()
            .map(Community::version)
            .unwrap_or_default()
    );
    versioned(&state, &caller, &headers, version, async {
        html(&page(&state, &caller, &directory, view, community.as_ref()))
    })
    .await
}

fn page(
    state: &AppState,
    caller: &Caller,
    directory: &UnitDirectory,
    view: UnitView,
    community: Option<&Community>,
) -> UnitPage {
    let texts = caller.texts();
    let unit = view.unit;
    let path = format!("/don-vi/{}", unit.slug);
    let page = caller
        .page(state, unit.full_name.clone())
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(texts.text("site-menu-units"), "/don-vi")
        .alternate(
            "application/atom+xml",
            unit.full_name.clone(),
            format!("{path}/feed.atom"),
        );
    let today = state.platform.clock.today();
    let panel = UnitPanel::new(&page, directory, &unit, today);
    let counts = view.counts;
    let done = counts.on_time + counts.late;
    let due = done + counts.overdue;
    UnitPage {
        tabs: tabs(texts, &path, Tabbed::Disclosure),
        share: texts.formats().share(whole(counts.on_time), whole(due)),
        groups: groups(texts, caller.lang, &view.catalogue),
        newest: view
            .newest
            .iter()
            .map(|stored| Entry::new(texts, stored, ""))
            .collect(),
        quarters: quarters(caller, state, &path),
        community: community.map(|found| found.shown(texts, &path)),
        page,
        panel,
        counts,
        unit,
    }
}

fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// A tab of a unit's page that has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tabbed {
    /// What it discloses.
    Disclosure,
    /// What it decides.
    Decision,
}

/// The six tabs in the order of the motto; rooms not yet open are named, not linked away.
pub(crate) fn tabs(texts: Texts, path: &str, current: Tabbed) -> Tabs {
    let names = [
        ("disclosure-tab-disclosure", "", Some(Tabbed::Disclosure)),
        (
            "disclosure-tab-decision",
            "/ban-va-quyet-dinh",
            Some(Tabbed::Decision),
        ),
        ("disclosure-tab-consultation", "#lay-y-kien", None),
        ("disclosure-tab-inspection", "#kiem-tra", None),
        ("disclosure-tab-convention", "#huong-uoc", None),
        ("disclosure-tab-results", "#ket-qua", None),
    ];
    let tabs = names
        .into_iter()
        .map(|(key, place, tab)| {
            Tab::new(texts.text(key), format!("{path}{place}")).current(tab == Some(current))
        })
        .collect();
    Tabs::new(texts.text("disclosure-tabs"), tabs)
}

fn groups(
    texts: Texts,
    lang: Lang,
    catalogue: &[dinh_service::disclosure::CatalogueLine],
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in catalogue {
        let shown = Line::new(texts, line, lang == Lang::En);
        match groups.last_mut() {
            Some(group) if group.code == shown.item => group.lines.push(shown),
            _ => groups.push(Group {
                code: shown.item.clone(),
                lines: vec![shown],
            }),
        }
    }
    groups
}

fn quarters(caller: &Caller, state: &AppState, path: &str) -> Vec<QuarterLink> {
    let mut quarter = Quarter::of(caller.context(state).today());
    let mut links = Vec::with_capacity(QUARTERS);
    for _ in 0..QUARTERS {
        links.push(QuarterLink {
            label: format!("Quý {}/{}", quarter.quarter, quarter.year),
            href: format!("{path}/danh-sach/{}", quarter.key()),
        });
        quarter = quarter.previous();
    }
    links
}
