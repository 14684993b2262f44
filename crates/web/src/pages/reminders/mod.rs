//! Reminders: whom they do not reach, and how the mail goes.

mod confirm;
mod fields;
mod state;
mod unreached;

pub(crate) use fields::{address_field, address_state, choice_field, shown_address};

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    let unreached = Access::Needs(Action::ReadUnreached);
    let [ask, confirm] = Route::form(
        "/tai-khoan/thu/xac-nhan",
        Access::Public,
        confirm::show,
        confirm::send,
    );
    vec![
        ask,
        confirm,
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
