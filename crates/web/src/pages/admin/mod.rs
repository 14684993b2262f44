//! Administration: accounts and mandates, the trail, the rule packs.

mod account;
mod accounts;
mod audit;
mod identity;
mod retention;
mod rules;
mod signer;
mod status;
mod strict;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = account_routes();
    routes.extend(sign_in_routes());
    routes.extend(readers());
    routes
}

fn account_routes() -> Vec<Route> {
    let people = Access::Needs(Action::ManagePeople);
    vec![
        Route::get("/quan-tri/tai-khoan", people, accounts::list),
        Route::get("/quan-tri/tai-khoan/moi", people, accounts::form),
        Route::post("/quan-tri/tai-khoan/moi", people, accounts::create),
        Route::get("/quan-tri/tai-khoan/{id}", people, account::show),
        Route::post("/quan-tri/tai-khoan/{id}/nhiem-vu", people, account::give),
        Route::post("/quan-tri/tai-khoan/{id}/ket-thuc", people, account::end),
        Route::post(
            "/quan-tri/tai-khoan/{id}/mat-khau",
            people,
            account::reset_password,
        ),
        Route::post(
            "/quan-tri/tai-khoan/{id}/thu",
            people,
            account::change_address,
        ),
        Route::post("/quan-tri/tai-khoan/{id}/khoa", people, account::disable),
    ]
}

/// How people sign in.
fn sign_in_routes() -> Vec<Route> {
    let people = Access::Needs(Action::ManagePeople);
    vec![
        Route::post(
            "/quan-tri/tai-khoan/{id}/xac-thuc",
            people,
            account::reset_factors,
        ),
        Route::post(
            "/quan-tri/tai-khoan/{id}/phien",
            people,
            account::end_sessions,
        ),
        Route::get("/quan-tri/xac-thuc", people, strict::show),
        Route::post("/quan-tri/xac-thuc", people, strict::send),
        Route::get(
            "/quan-tri/tai-khoan/{id}/tai-khoan-chung",
            people,
            identity::show,
        ),
        Route::post(
            "/quan-tri/tai-khoan/{id}/tai-khoan-chung",
            people,
            identity::link,
        ),
        Route::post(
            "/quan-tri/tai-khoan/{id}/tai-khoan-chung/go",
            people,
            identity::unlink,
        ),
    ]
}

/// The trail, the rules, and the state of the machine.
fn readers() -> Vec<Route> {
    vec![
        Route::get(
            "/quan-tri/nhat-ky",
            Access::Needs(Action::ReadAudit),
            audit::show,
        ),
        Route::get(
            "/quan-tri/luu-giu",
            Access::Needs(Action::ReadAudit),
            retention::show,
        ),
        Route::get(
            "/quan-tri/quy-tac",
            Access::Needs(Action::ReadRules),
            rules::show,
        ),
        Route::get(
            "/quan-tri/so-cong-khai",
            Access::Needs(Action::WatchRegister),
            signer::show,
        ),
        Route::get(
            "/quan-tri/tinh-trang",
            Access::Needs(Action::WatchRegister),
            status::show,
        ),
    ]
}
