//! Deciding for readers (Bàn và quyết định), and the desk of those who run decisions.

mod ballots;
mod desk;
mod desk_decision;
mod item;
mod list;
pub(crate) mod next;
pub(crate) mod result;
pub(crate) mod shown;
pub(crate) mod subject;
mod unit;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of the room.
pub fn routes() -> Vec<Route> {
    let mut all = public();
    all.extend(desk_routes());
    all.extend(ballots::routes());
    all
}

fn public() -> Vec<Route> {
    let anyone = Access::Public;
    vec![
        Route::get("/ban-va-quyet-dinh", anyone, list::show),
        Route::get("/ban-va-quyet-dinh/{number}", anyone, item::show),
        Route::get("/ban-va-quyet-dinh/{number}/tep/{file}", anyone, item::file),
        Route::get("/don-vi/{slug}/ban-va-quyet-dinh", anyone, unit::show),
    ]
}

fn desk_routes() -> Vec<Route> {
    let read = Access::Needs(Action::ReadDecisions);
    vec![
        Route::get("/lam-viec/quyet-dinh", read, desk::show),
        Route::get("/lam-viec/quyet-dinh/{number}", read, desk_decision::show),
    ]
}
