//! Signing in and out, one's own account with its factors and sessions, who read one's data, and giving back what a lost
//! session held.

mod account;
mod application;
mod codes;
mod factors;
mod kept;
mod my_data;
mod passkey;
mod provider;
mod reads;
mod second_step;
mod sessions;
mod sign_in;

pub(crate) use account::{MandateLine, mandate_line};
pub(crate) use kept::{
    given_back_after_sign_in, given_back_as_too_large, given_back_to_send_again,
};
pub(crate) use provider::authority;

use axum::http::header;
use axum::response::Response;
use dinh_service::people::SignedIn;

use crate::cookie;
use crate::routes::{Access, Route};
use crate::state::AppState;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/dang-nhap", Access::Public, sign_in::show),
        Route::post("/dang-nhap", Access::Public, sign_in::send),
        Route::post("/dang-nhap/buoc-hai", Access::Public, second_step::send),
        Route::post("/dang-nhap/khoa", Access::Public, second_step::with_passkey),
        Route::post("/dang-xuat", Access::SignedIn, sign_in::sign_out),
        Route::get("/tai-khoan", Access::SignedIn, account::show),
        Route::post(
            "/tai-khoan/mat-khau",
            Access::SignedIn,
            account::change_password,
        ),
        Route::post("/tai-khoan/thu", Access::SignedIn, account::change_mail),
        Route::get("/tai-khoan/vai-tro", Access::SignedIn, account::mandates),
        Route::post("/tai-khoan/vai-tro", Access::SignedIn, account::choose),
        Route::post("/tai-khoan/da-doc", Access::SignedIn, account::see),
        Route::get("/tai-khoan/ai-da-xem", Access::SignedIn, reads::show),
        Route::get("/tai-khoan/phien", Access::SignedIn, sessions::show),
        Route::post("/tai-khoan/phien", Access::SignedIn, sessions::end),
        Route::get("/tai-khoan/du-lieu", Access::SignedIn, my_data::show),
        Route::post("/tai-khoan/du-lieu", Access::SignedIn, my_data::take),
    ];
    routes.extend(factor_routes());
    routes.extend(provider::routes());
    routes
}

fn factor_routes() -> Vec<Route> {
    let mine = Access::SignedIn;
    let [form, confirm] = Route::form(
        "/tai-khoan/xac-thuc/ung-dung",
        mine,
        application::form,
        application::confirm,
    );
    vec![
        Route::get("/tai-khoan/xac-thuc", mine, factors::show),
        form,
        confirm,
        Route::post(
            "/tai-khoan/xac-thuc/bo-ung-dung",
            mine,
            factors::remove_totp,
        ),
        Route::post("/tai-khoan/xac-thuc/khoa", mine, factors::add_passkey),
        Route::post("/tai-khoan/xac-thuc/bo-khoa", mine, factors::remove_passkey),
        Route::post("/tai-khoan/xac-thuc/ma", mine, factors::renew_codes),
    ]
}

/// The session, and the machine as one that is known.
fn with_tokens(state: &AppState, response: Response, signed_in: &SignedIn) -> Response {
    let mut response = with_token(state, response, &signed_in.token);
    if let Some(value) = cookie::give_device(state, &signed_in.device) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn with_token(state: &AppState, mut response: Response, token: &str) -> Response {
    if let Some(value) = cookie::give(state, token) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
