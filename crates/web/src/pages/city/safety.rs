//! `/an-toan`: who might do harm, what stands in the way, and what remains, in few words. The long form is `docs/threats.md`.

use askama::Template;
use axum::extract::State;

use crate::caller::Caller;
use crate::errors::PageResult;
use crate::page::Page;
use crate::response::html_for_everybody;
use crate::state::AppState;
use crate::texts::Texts;

/// One kind of people, or of accident.
struct Threat {
    who: String,
    stops: String,
    remains: String,
}

#[derive(Template)]
#[template(path = "city/safety.html")]
struct SafetyPage {
    page: Page,
    threats: Vec<Threat>,
}

/// `GET /an-toan`
pub(super) async fn safety(State(state): State<AppState>, caller: Caller) -> PageResult {
    let texts = caller.texts();
    let page = caller
        .page(&state, texts.text("city-safety-title"))
        .crumb(texts.text("site-menu-home"), "/")
        .crumb(texts.text("city-about-title"), "/gioi-thieu");
    let shown = SafetyPage {
        page,
        threats: threats(texts),
    };
    html_for_everybody(&caller, &shown)
}

fn threats(texts: Texts) -> Vec<Threat> {
    let threat = |who: &str, stops: &str, remains: &str| Threat {
        who: texts.text(who),
        stops: texts.text(stops),
        remains: texts.text(remains),
    };
    vec![
        threat(
            "city-safety-officer",
            "city-safety-officer-stops",
            "city-safety-officer-remains",
        ),
        threat(
            "city-safety-head",
            "city-safety-head-stops",
            "city-safety-head-remains",
        ),
        threat(
            "city-safety-machine",
            "city-safety-machine-stops",
            "city-safety-machine-remains",
        ),
        threat(
            "city-safety-witness",
            "city-safety-witness-stops",
            "city-safety-witness-remains",
        ),
        threat(
            "city-safety-phone",
            "city-safety-phone-stops",
            "city-safety-phone-remains",
        ),
        threat(
            "city-safety-stranger",
            "city-safety-stranger-stops",
            "city-safety-stranger-remains",
        ),
    ]
}
