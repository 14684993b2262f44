//! Signing in and out, one's own account, and giving back what a lost session held.

mod account;
mod kept;
mod my_data;
mod provider;
mod sign_in;

pub(crate) use account::{MandateLine, mandate_line};
pub(crate) use kept::{given_back_after_sign_in, given_back_to_send_again};
pub(crate) use provider::authority;

use axum::http::header;
use axum::response::Response;

use crate::cookie;
use crate::routes::{Access, Route};
use crate::state::AppState;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/dang-nhap", Access::Public, sign_in::show),
        Route::post("/dang-nhap", Access::Public, sign_in::send),
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
    ];
    routes.push(Route::get(
        "/tai-khoan/du-lieu",
        Access::SignedIn,
        my_data::show,
    ));
    routes.push(Route::post(
        "/tai-khoan/du-lieu",
        Access::SignedIn,
        my_data::take,
    ));
    routes.extend(provider::routes());
    routes
}

fn with_token(state: &AppState, mut response: Response, token: &str) -> Response {
    if let Some(value) = cookie::give(state, token) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
