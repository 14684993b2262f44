//! The register for those who work in it: erasing what a sealed digest stands for, which takes two people.

mod asked;
mod erase;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of the room.
pub(crate) fn routes() -> Vec<Route> {
    let erase = Access::Needs(Action::AskErasure);
    let agree = Access::Needs(Action::EraseSealed);
    vec![
        Route::get(asked::LIST, erase, asked::list),
        Route::post("/lam-viec/so-cai/cho-xoa/{id}/dong-y", agree, asked::agree),
        Route::post("/lam-viec/so-cai/cho-xoa/{id}/khong", erase, asked::refuse),
        Route::get("/lam-viec/so-cai/{position}/xoa", erase, erase::form),
        Route::post("/lam-viec/so-cai/{position}/xoa", erase, erase::send),
    ]
}
