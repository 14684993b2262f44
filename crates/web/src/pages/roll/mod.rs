//! The household roll (Sổ hộ): for the head of a hamlet and the clerk of its commune.

mod accounts;
mod add;
mod data;
mod erase;
mod fields;
mod household;
mod import;
mod list;
mod places;
mod representative;
mod step;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};
use step::StepKind;

/// The routes of the room.
pub fn routes() -> Vec<Route> {
    let read = Access::Needs(Action::ReadRoll);
    let manage = Access::Needs(Action::ManageRoll);
    let mut all = vec![
        Route::get("/lam-viec/so-ho", read, places::show),
        Route::get("/lam-viec/so-ho/{slug}", read, list::show),
        Route::post("/lam-viec/so-ho/{slug}/xuat", manage, data::roll),
        Route::post("/lam-viec/so-ho/{slug}/xuat.xlsx", manage, data::roll_book),
        Route::get("/lam-viec/so-ho/{slug}/them", manage, add::form),
        Route::post("/lam-viec/so-ho/{slug}/them", manage, add::send),
        Route::get("/lam-viec/so-ho/{slug}/nhap", manage, import::form),
        Route::post("/lam-viec/so-ho/{slug}/nhap", manage, import::preview),
        Route::get("/lam-viec/so-ho/tep/{id}", manage, import::waiting),
        Route::post("/lam-viec/so-ho/tep/{id}", manage, import::store),
        Route::post("/lam-viec/so-ho/tep/{id}/bo", manage, import::discard),
        Route::get("/lam-viec/ho/{id}", read, household::show),
        Route::get("/lam-viec/ho/{id}/dai-dien", manage, representative::form),
        Route::post("/lam-viec/ho/{id}/dai-dien", manage, representative::send),
        Route::get("/lam-viec/ho/{id}/xoa-du-lieu", manage, erase::form),
        Route::post("/lam-viec/ho/{id}/xoa-du-lieu", manage, erase::send),
        Route::post("/lam-viec/ho/{id}/du-lieu", manage, data::own),
        Route::post("/lam-viec/ho/{id}/du-lieu.json", manage, data::own_file),
    ];
    all.extend(Route::form(
        "/lam-viec/ho/{id}/tai-khoan",
        manage,
        accounts::form,
        accounts::send,
    ));
    for kind in StepKind::ALL.iter().copied() {
        all.push(Route::get(kind.path(), manage, move |state, caller, id| {
            step::form(kind, state, caller, id)
        }));
        all.push(Route::post(
            kind.path(),
            manage,
            move |state, caller, id, typed| step::send(kind, state, caller, id, typed),
        ));
    }
    all
}
