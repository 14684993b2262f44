//! Deciding for readers (Bàn và quyết định), and the desk of those who run decisions.

mod after;
mod agree;
mod ballots;
mod deliver;
mod desk;
pub(crate) mod desk_decision;
pub(crate) mod downloads;
pub(crate) mod form;
mod households;
mod item;
mod list;
mod meeting;
pub(crate) mod next;
mod notices;
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

/// From the proposal to the opening, and the papers.
/// The papers.
fn printed() -> [Route; 3] {
    let read = Access::Needs(Action::ReadDecisions);
    let count = Access::Needs(Action::CountVotes);
    [
        Route::get(
            "/lam-viec/quyet-dinh/{number}/tai/{name}",
            count,
            downloads::show,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/cong-nhan/{name}",
            read,
            downloads::recognition,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/thong-bao-ho.pdf",
            count,
            notices::pdf,
        ),
    ]
}

fn desk_routes() -> Vec<Route> {
    let read = Access::Needs(Action::ReadDecisions);
    let run = Access::Needs(Action::RunDecision);
    let count = Access::Needs(Action::CountVotes);
    let mut all = vec![
        Route::get("/lam-viec/quyet-dinh", read, desk::show),
        Route::get("/lam-viec/quyet-dinh/{number}", read, desk_decision::show),
    ];
    all.extend(printed());
    all.extend(before());
    for pair in [
        Route::form(
            "/lam-viec/quyet-dinh/{number}/dong-thuan",
            count,
            support::form,
            support::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/giao",
            count,
            deliver::form,
            deliver::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/mo",
            run,
            open::form,
            open::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/dinh-chinh",
            run,
            open::correct_form,
            open::correct_send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/thong-bao-ho",
            count,
            notices::list,
            notices::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/tai-lieu",
            count,
            papers::form,
            papers::send,
        ),
    ] {
        all.extend(pair);
    }
    all.extend(meeting_routes());
    all
}

/// Proposal, plan and notice.
fn before() -> Vec<Route> {
    let propose = Access::Needs(Action::ProposeDecision);
    let agree = Access::Needs(Action::AgreeDecision);
    let run = Access::Needs(Action::RunDecision);
    [
        Route::form(
            "/lam-viec/quyet-dinh/de-xuat",
            propose,
            propose::form,
            propose::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/thong-nhat",
            agree,
            agree::form,
            agree::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/thoi",
            run,
            agree::drop_form,
            agree::drop_send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/ke-hoach",
            run,
            plan::form,
            plan::send,
        ),
        Route::form(
            "/lam-viec/quyet-dinh/{number}/thong-bao",
            run,
            notify::form,
            notify::send,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The meeting.
fn meeting_routes() -> Vec<Route> {
    let read = Access::Needs(Action::ReadDecisions);
    let run = Access::Needs(Action::RunDecision);
    let count = Access::Needs(Action::CountVotes);
    let mut all = vec![
        Route::get("/lam-viec/quyet-dinh/{number}/man-hinh", read, screen::show),
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
    ];
    all.extend(Route::form(
        "/lam-viec/quyet-dinh/{number}/hop",
        count,
        meeting::show,
        meeting::send,
    ));
    all.extend(Route::form(
        "/lam-viec/quyet-dinh/{number}/hop/tan-thanh",
        count,
        meeting::hands_form,
        meeting::hands_send,
    ));
    all
}
