//! `/lam-viec/so-ho`: the hamlets whose roll one may read. Who has one goes there.

use askama::Template;
use axum::extract::State;
use dinh_service::roll::roll_places;

use super::fields::roll_address;
use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::{html, see_other};
use crate::state::AppState;

struct Place {
    name: String,
    href: String,
    households: String,
}

#[derive(Template)]
#[template(path = "roll/places.html")]
struct PlacesPage {
    page: Page,
    places: Vec<Place>,
}

pub(super) async fn show(State(state): State<AppState>, caller: Caller) -> PageResult {
    let ctx = caller.context(&state);
    let places = roll_places(&ctx).await?;
    if let [only] = places.as_slice()
        && ctx.unit() == Some(only.unit.id)
    {
        return see_other(&roll_address(&only.unit.slug));
    }
    let texts = caller.texts();
    let mut page = caller
        .page(&state, texts.text("roll-title"))
        .crumb(texts.text("desk-title"), "/lam-viec");
    page.private = true;
    html(&PlacesPage {
        places: places
            .into_iter()
            .map(|place| Place {
                href: page.link(&roll_address(&place.unit.slug)),
                households: texts.with("roll-count", &[("count", &place.households)]),
                name: place.unit.full_name,
            })
            .collect(),
        page,
    })
}
