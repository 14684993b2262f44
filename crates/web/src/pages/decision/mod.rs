//! Deciding for readers (Bàn và quyết định), and the desk of those who run decisions.

mod after;
mod agree;
mod ballots;
mod deliver;
mod desk;
pub(crate) mod desk_decision;
mod downloads;
pub(crate) mod form;
mod households;
mod item;
mod list;
mod meeting;
pub(crate) mod next;
mod notify;
mod online;
mod open;
mod papers;
mod plan;
mod plan_fields;
mod propose;
pub(crate) mod result;
mod screen;
pub(crate) mod shown;
pub(crate) mod subject;
mod support;
mod unit;
mod vote;

pub(crate) use after::{Tile, tiles};
pub(crate) use desk::Line as DueDecision;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of the room.
pub fn routes() -> Vec<Route> {
    let mut all = public();
    all.extend(desk_routes());
    all.extend(after::routes());
    all.extend(ballots::routes());
    all.extend(online::routes());
    all
}

fn public() -> Vec<Route> {
    let anyone = Access::Public;
    vec![
        Route::get("/ban-va-quyet-dinh", anyone, list::show),
        Route::get("/ban-va-quyet-dinh/{number}", anyone, item::show),
        Route::get("/ban-va-quyet-dinh/{number}/tep/{file}", anyone, item::file),
        Route::get("/don-vi/{slug}/ban-va-quyet-dinh", anyone, unit::show),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table of routes")]
fn desk_routes() -> Vec<Route> {
    let read = Access::Needs(Action::ReadDecisions);
    let propose = Access::Needs(Action::ProposeDecision);
    let agree = Access::Needs(Action::AgreeDecision);
    let run = Access::Needs(Action::RunDecision);
    let count = Access::Needs(Action::CountVotes);
    vec![
        Route::get("/lam-viec/quyet-dinh", read, desk::show),
        Route::get("/lam-viec/quyet-dinh/de-xuat", propose, propose::form),
        Route::post("/lam-viec/quyet-dinh/de-xuat", propose, propose::send),
        Route::get("/lam-viec/quyet-dinh/{number}", read, desk_decision::show),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/thong-nhat",
            agree,
            agree::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/thong-nhat",
            agree,
            agree::send,
        ),
        Route::get("/lam-viec/quyet-dinh/{number}/thoi", run, agree::drop_form),
        Route::post("/lam-viec/quyet-dinh/{number}/thoi", run, agree::drop_send),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/dong-thuan",
            count,
            support::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/dong-thuan",
            count,
            support::send,
        ),
        Route::get("/lam-viec/quyet-dinh/{number}/ke-hoach", run, plan::form),
        Route::post("/lam-viec/quyet-dinh/{number}/ke-hoach", run, plan::send),
        Route::get("/lam-viec/quyet-dinh/{number}/thong-bao", run, notify::form),
        Route::post("/lam-viec/quyet-dinh/{number}/thong-bao", run, notify::send),
        Route::get("/lam-viec/quyet-dinh/{number}/giao", count, deliver::form),
        Route::post("/lam-viec/quyet-dinh/{number}/giao", count, deliver::send),
        Route::get("/lam-viec/quyet-dinh/{number}/mo", run, open::form),
        Route::post("/lam-viec/quyet-dinh/{number}/mo", run, open::send),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/dinh-chinh",
            run,
            open::correct_form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/dinh-chinh",
            run,
            open::correct_send,
        ),
        Route::get("/lam-viec/quyet-dinh/{number}/hop", count, meeting::show),
        Route::post("/lam-viec/quyet-dinh/{number}/hop", count, meeting::send),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/hop/ket-thuc",
            run,
            vote::send,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/hop/khong-du",
            run,
            vote::close_small,
        ),
        Route::get("/lam-viec/quyet-dinh/{number}/man-hinh", read, screen::show),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/tai/{name}",
            count,
            downloads::show,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/tai-lieu",
            count,
            papers::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/tai-lieu",
            count,
            papers::send,
        ),
    ]
}
