//! Reminders: whom they do not reach, and how the mail goes.

mod fields;
mod state;
mod unreached;

pub(crate) use fields::{address_field, choice_field};

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    let unreached = Access::Needs(Action::ReadUnreached);
    vec![
        Route::get("/lam-viec/thu-chua-den", unreached, unreached::show),
        Route::post(
            "/lam-viec/thu-chua-den/{id}/gui-lai",
            unreached,
            unreached::resend,
        ),
        Route::get(
            "/quan-tri/thu",
            Access::Needs(Action::ManagePeople),
            state::show,
        ),
    ]
}
