//! `/ban-va-quyet-dinh`: the newest decisions of the city; by unit, matter and state.

use askama::Template;
use axum::extract::{Query, State};
use dinh_domain::decision::State as Stands;
use dinh_service::Error;
use dinh_store::decision::lists::{self, Wanted};
use serde::Deserialize;

use super::shown::{Entry, state_words};
use crate::address::encoded;
use crate::caller::Caller;
use crate::components::{Field, SelectOption};
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::{Lang, Texts};

const PAGE: i64 = 20;

/// What is asked for, and where the list goes on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    #[serde(rename = "don-vi")]
    unit: String,
    #[serde(rename = "viec")]
    matter: String,
    #[serde(rename = "tinh-trang")]
    state: String,
    sau: String,
}

#[derive(Template)]
#[template(path = "decision/list.html")]
struct ListPage {
    page: Page,
    unit_name: String,
    unit_slug: String,
    matter: Field,
    state: Field,
    entries: Vec<Entry>,
    next: Option<String>,
}

/// The newest decisions.
pub async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> PageResult {
    let ctx = caller.context(&state);
    let texts = caller.texts();
    let mut tx = ctx.read().await?;
    let units = dinh_service::units::directory(&state.platform, &mut tx).await?;
    let unit = match asked.unit.as_str() {
        "" => None,
        slug => Some(units.find_by_slug(slug).ok_or(Error::NotFound)?),
    };
    let wanted = Wanted {
        matter: &asked.matter,
        state: &asked.state,
        below: asked.sau.parse().unwrap_or(i64::MAX),
        limit: PAGE + 1,
    };
    let mut found = match unit {
        None => lists::public(&mut tx, wanted).await?,
        Some(unit) if unit.kind.is_commune_level() => {
            lists::public_of_commune(&mut tx, unit.id, wanted).await?
        }
        Some(unit) => lists::public_of_unit(&mut tx, unit.id, wanted).await?,
    };
    drop(tx);
    let more = i64::try_from(found.len()).unwrap_or(0) > PAGE;
    found.truncate(usize::try_from(PAGE).unwrap_or(20));
    let next = found.last().filter(|_| more).map(|last| {
        format!(
            "/ban-va-quyet-dinh?don-vi={}&viec={}&tinh-trang={}&sau={}",
            encoded(&asked.unit),
            encoded(&asked.matter),
            encoded(&asked.state),
            last.decision.number
        )
    });
    let entries = found
        .iter()
        .map(|one| {
            let unit = units.find(one.decision.unit);
            Entry::new(texts, one, unit.map_or("", |unit| unit.full_name.as_str()))
        })
        .collect();
    html_for_everybody(
        &caller,
        &ListPage {
            page: caller
                .page(&state, texts.text("decision-list-title"))
                .crumb(texts.text("site-menu-home"), "/"),
            unit_name: unit.map(|unit| unit.full_name.clone()).unwrap_or_default(),
            unit_slug: asked.unit.clone(),
            matter: matters(texts, &state, caller.lang, &asked.matter),
            state: states(texts, &asked.state),
            entries,
            next,
        },
    )
}

fn matters(texts: Texts, state: &AppState, lang: Lang, chosen: &str) -> Field {
    let today = state.platform.clock.today();
    let mut options = vec![SelectOption::new("", texts.text("decision-filter-any"))];
    let of_communities = |matter: &&dinh_law::Matter| matter.code.starts_with("15.");
    options.extend(
        state
            .platform
            .law
            .matters()
            .iter()
            .filter(|matter| matter.is_valid_on(today))
            .filter(of_communities)
            .map(|matter| {
                let words = super::shown::matter_title(texts, matter, lang);
                SelectOption::new(&matter.code, words)
            }),
    );
    Field::select(texts, "viec", texts.text("decision-filter-matter"), options).value(chosen)
}

fn states(texts: Texts, chosen: &str) -> Field {
    let mut options = vec![SelectOption::new("", texts.text("decision-filter-any"))];
    let public = |state: &&Stands| !matches!(state, Stands::Proposed | Stands::Planned);
    options.extend(
        Stands::ALL
            .iter()
            .filter(public)
            .map(|state| SelectOption::new(state.code(), state_words(texts, *state))),
    );
    Field::select(
        texts,
        "tinh-trang",
        texts.text("decision-filter-state"),
        options,
    )
    .value(chosen)
}
