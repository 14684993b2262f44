//! The register for those who work in it: erasing what a sealed digest stands for.

mod erase;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of the room.
pub(crate) fn routes() -> Vec<Route> {
    let erase = Access::Needs(Action::EraseSealed);
    vec![
        Route::get("/lam-viec/so-cai/{position}/xoa", erase, erase::form),
        Route::post("/lam-viec/so-cai/{position}/xoa", erase, erase::send),
    ]
}
