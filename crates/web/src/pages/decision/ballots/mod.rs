//! Household ballots on paper at the desk: print, give, collect, read twice, settle, conclude. For whoever counts in the
//! community; every page cites its article.

mod collect;
mod conclude;
mod differ;
mod enter;
mod frame;
mod give;
mod marks;
mod overview;
mod papers;
mod print;
mod void;

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of household ballots.
pub fn routes() -> Vec<Route> {
    let count = Access::Needs(Action::CountVotes);
    let run = Access::Needs(Action::RunDecision);
    let mut all = paper_routes(count);
    all.extend(counting(count, run));
    all.extend(papers(count));
    all
}

/// From the press to the box.
fn paper_routes(count: Access) -> Vec<Route> {
    let mut all = Vec::from(Route::form(
        "/lam-viec/quyet-dinh/{number}/phieu/huy-bot",
        count,
        void::form,
        void::send,
    ));
    all.extend([
        Route::get("/lam-viec/quyet-dinh/{number}/phieu", count, overview::show),
        Route::get("/lam-viec/quyet-dinh/{number}/phieu/in", count, print::form),
        Route::post("/lam-viec/quyet-dinh/{number}/phieu/in", count, print::send),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/huy",
            count,
            print::replace,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/phat",
            count,
            give::list,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/phat",
            count,
            give::send,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/thu",
            count,
            collect::list,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/thu",
            count,
            collect::send,
        ),
    ]);
    all
}

/// From the box to the result.
fn counting(count: Access, run: Access) -> Vec<Route> {
    vec![
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/nhap",
            count,
            enter::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/nhap",
            count,
            enter::send,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/rut",
            count,
            enter::take_back,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/khac-nhau",
            count,
            differ::list,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/khac-nhau/{serial}",
            count,
            differ::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/khac-nhau/{serial}",
            count,
            differ::send,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/cong-bo",
            run,
            conclude::form,
        ),
        Route::post(
            "/lam-viec/quyet-dinh/{number}/phieu/cong-bo",
            run,
            conclude::send,
        ),
    ]
}

fn papers(count: Access) -> Vec<Route> {
    vec![
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/phieu.pdf",
            count,
            papers::ballots,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/ke-hoach.pdf",
            count,
            papers::plan,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/bien-ban.pdf",
            count,
            papers::minutes_pdf,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/phieu/bien-ban.docx",
            count,
            papers::minutes_docx,
        ),
    ]
}
