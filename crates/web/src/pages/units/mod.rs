//! The units room: the list of a day, the facts of one unit, and its administration.

mod change;
mod form;
mod import;
mod kinds;
mod list;
mod manage;
mod merge;
pub(crate) mod panel;
mod query;
mod split;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// Every route of the room but the page of one unit, which belongs to disclosure.
pub(crate) fn routes() -> Vec<Route> {
    let manage = Access::Needs(Action::ManageUnits);
    vec![
        Route::get("/don-vi", Access::Public, list::get),
        Route::get("/quan-tri/don-vi", manage, manage::get),
        Route::get("/quan-tri/don-vi/xuat", manage, manage::export),
        Route::post("/quan-tri/don-vi/tep", manage, import::preview),
        Route::post("/quan-tri/don-vi/tep/luu", manage, import::store),
        Route::get("/quan-tri/don-vi/sap-nhap", manage, merge::get),
        Route::post("/quan-tri/don-vi/sap-nhap", manage, merge::post),
        Route::get("/quan-tri/don-vi/{slug}", manage, change::get),
        Route::post("/quan-tri/don-vi/{slug}/so-lieu", manage, change::facts),
        Route::post("/quan-tri/don-vi/{slug}/doi-ten", manage, change::rename),
        Route::get("/quan-tri/don-vi/{slug}/chia", manage, split::get),
        Route::post("/quan-tri/don-vi/{slug}/chia", manage, split::post),
    ]
}
