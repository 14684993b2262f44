//! Signing in with the account that a person has elsewhere, and which account elsewhere opens theirs here.

mod back;
mod errand;
mod mine;
mod notice;
mod out;
mod signed_out;

pub(super) use out::{ProviderLink, link};
pub(super) use signed_out::after_sign_out;

use std::sync::Arc;

use dinh_service::people::provider::Authority;

use crate::errors::Failure;
use crate::routes::{Access, Route};
use crate::state::AppState;

/// Where the browser comes back to; the provider knows it.
const BACK: &str = "/dang-nhap/tro-ve";
const MINE: &str = "/tai-khoan/tai-khoan-chung";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/dang-nhap/tai-khoan-chung", Access::Public, out::go),
        Route::get(BACK, Access::Public, back::arrive),
        Route::get(
            "/dang-xuat/tai-khoan-chung",
            Access::Public,
            signed_out::show,
        ),
        Route::get(MINE, Access::SignedIn, mine::show),
        Route::post(MINE, Access::SignedIn, mine::link),
        Route::post(
            "/tai-khoan/tai-khoan-chung/go",
            Access::SignedIn,
            mine::unlink,
        ),
    ]
}

/// The provider of this city; without one its pages are not there.
pub(crate) fn authority(state: &AppState) -> Result<&Arc<Authority>, Failure> {
    let provider = state.settings.provider.as_ref();
    provider.ok_or_else(|| dinh_service::Error::NotFound.into())
}

fn back_address(state: &AppState) -> String {
    format!("{}{BACK}", state.platform.base_url.trim_end_matches('/'))
}
