//! A page of the roll to tick: who supports it, what reached whom.

use std::collections::BTreeMap;

use askama::Template;
use dinh_domain::ids::HouseholdId;
use dinh_service::Context;
use dinh_service::Error;
use dinh_service::decision::DecisionView;
use dinh_service::roll::{PAGE, list_roll};
use jiff::civil::Date;
use serde::Deserialize;

use crate::components::Pagination;
use crate::posted::Posted;
use crate::texts::Texts;

/// What is looked for, on which page of the roll.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Looked {
    /// A number, or words of name and address.
    pub tim: String,
    /// Page, from 1.
    pub trang: String,
    /// What is ticked: a purpose or a kind.
    pub loai: String,
}

/// A household to tick.
pub struct Household {
    id: String,
    number: i64,
    name: String,
    address: String,
    since: String,
    ticked: bool,
}

/// The households of a page, with a search before it.
#[derive(Template)]
#[template(path = "decision/households.html")]
pub struct Households {
    texts: Texts,
    listed: Vec<Household>,
    pages: Pagination,
    found: i64,
    error: Option<String>,
}

impl askama::filters::HtmlSafe for Households {}

/// The search of a page of the roll.
#[derive(Template)]
#[template(path = "decision/household_search.html")]
pub struct Search {
    texts: Texts,
    words: String,
    kind: String,
}

impl askama::filters::HtmlSafe for Search {}

impl Search {
    /// The search as it was typed.
    pub fn new(texts: Texts, looked: &Looked) -> Self {
        Self {
            texts,
            words: looked.tim.clone(),
            kind: looked.loai.clone(),
        }
    }
}

impl Households {
    /// A page of the roll of the community; `done` says since when it is so for a household.
    pub async fn load(
        ctx: &Context<'_>,
        texts: Texts,
        view: &DecisionView,
        looked: &Looked,
        done: &BTreeMap<HouseholdId, Date>,
        typed: &Posted,
        error: Option<String>,
    ) -> Result<Self, Error> {
        let page = looked.trang.parse().unwrap_or(1);
        let roll = list_roll(ctx, view.decision().unit, ctx.today(), &looked.tim, page).await?;
        let ticked = typed.all("household");
        let households = roll
            .entries
            .into_iter()
            .map(|entry| {
                let id = entry.household.id.to_string();
                Household {
                    number: entry.household.number,
                    name: entry.representative.name,
                    address: entry.representative.address,
                    since: done
                        .get(&entry.household.id)
                        .map(|day| texts.formats().date(*day))
                        .unwrap_or_default(),
                    ticked: ticked.contains(&id.as_str()),
                    id,
                }
            })
            .collect();
        let (words, kind) = (
            crate::address::encoded(&looked.tim),
            crate::address::encoded(&looked.loai),
        );
        let last = (roll.found + PAGE - 1) / PAGE;
        let pages = Pagination::new(texts, roll.page, last, |number| {
            format!("?tim={words}&loai={kind}&trang={number}")
        });
        Ok(Self {
            texts,
            listed: households,
            pages,
            found: roll.found,
            error,
        })
    }
}

/// The households that were ticked.
pub fn ticked(typed: &Posted) -> Result<Vec<HouseholdId>, Error> {
    let chosen: Vec<HouseholdId> = typed
        .all("household")
        .into_iter()
        .filter_map(|id| id.parse().ok())
        .collect();
    if chosen.is_empty() {
        return Err(Error::field("household", "Hãy chọn ít nhất một hộ."));
    }
    Ok(chosen)
}
