//! The online vote (Decree 59 Article 5): the pages of a household on its phone, and the desk of the team.
//!
//! A household brings the code of its card. It stands in a cookie of a quarter of an hour, for these pages alone, and
//! never in an address that is kept: the address of the QR code answers with the way on.

mod cards;
mod check;
mod conflicts;
mod desk;
mod enter;
mod holder;
mod vote;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of the online vote.
pub fn routes() -> Vec<Route> {
    let anyone = Access::Voter;
    let mut all = vec![
        Route::get("/bieu-quyet", anyone, holder::form),
        Route::post("/bieu-quyet", anyone, holder::send),
        Route::post("/bieu-quyet/roi", anyone, holder::leave),
        Route::post(
            "/bieu-quyet/noi-ho",
            Access::Needs(Action::VoteOnline),
            holder::link,
        ),
        Route::get("/bieu-quyet/phieu", anyone, vote::show),
        Route::post("/bieu-quyet/phieu", anyone, vote::send),
        Route::get("/bieu-quyet/bien-nhan", anyone, check::show),
        Route::get("/bieu-quyet/bien-nhan/tep", anyone, check::file),
    ];
    all.extend(desk_routes());
    all
}

fn desk_routes() -> Vec<Route> {
    let count = Access::Needs(Action::CountVotes);
    let run = Access::Needs(Action::RunDecision);
    vec![
        Route::get(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen",
            count,
            desk::show,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/the",
            count,
            cards::invite,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/cap-lai",
            count,
            cards::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/cap-lai",
            count,
            cards::replace,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/nhap-thay",
            count,
            enter::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/nhap-thay",
            count,
            enter::send,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/mau-thuan/{household}",
            count,
            conflicts::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/mau-thuan/{household}",
            count,
            conflicts::send,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/ket-thuc",
            run,
            desk::ask,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/truc-tuyen/ket-thuc",
            run,
            desk::conclude,
        ),
    ]
}
