//! After the result, on the desk and for readers: sending, recognition, effect, annulment, contributions, petitions,
//! statistics.

mod account;
mod annul;
mod effect;
mod letter;
mod pledge;
mod receive;
mod recognise;
mod send;
mod spend;
mod statistics;
mod step;
mod sums;
mod thread;
mod void;
mod waiting;

pub use thread::Communities;
pub use waiting::{Tile, tiles};

use dinh_domain::access::Action;

use crate::routes::{Access, Route};

/// The routes of this part of the room.
pub fn routes() -> Vec<Route> {
    let mut all = readers();
    all.extend(steps());
    all.extend(contributions());
    all.extend(numbers());
    all
}

fn readers() -> Vec<Route> {
    let anyone = Access::Public;
    let letter = "/ban-va-quyet-dinh/{number}/kien-nghi";
    vec![
        Route::get("/ban-va-quyet-dinh/{number}/dong-gop", anyone, sums::show),
        Route::get(
            "/ban-va-quyet-dinh/{number}/dong-gop/bien-nhan/{receipt}",
            anyone,
            sums::receipt,
        ),
        Route::get(letter, anyone, letter::form),
        Route::post(letter, anyone, letter::write),
    ]
}

fn steps() -> Vec<Route> {
    let read = Access::Needs(Action::ReadDecisions);
    let run = Access::Needs(Action::RunDecision);
    let effect = Access::Needs(Action::RecogniseDecision);
    let annul = Access::Needs(Action::AnnulDecision);
    let send_path = "/lam-viec/quyet-dinh/{number}/gui";
    let recognise_path = "/lam-viec/quyet-dinh/{number}/cong-nhan";
    let effect_path = "/lam-viec/quyet-dinh/{number}/hieu-luc";
    let annul_path = "/lam-viec/quyet-dinh/{number}/bai-bo";
    let thread_path = "/lam-viec/quyet-dinh/{number}/toan-xa";
    vec![
        Route::get("/lam-viec/quyet-dinh/cong-nhan", read, waiting::show),
        Route::get(send_path, run, send::form),
        Route::post(send_path, run, send::send),
        // Which of the two bodies it is, the use case checks with the article.
        Route::get(recognise_path, read, recognise::form),
        Route::post(recognise_path, read, recognise::send),
        Route::get(effect_path, effect, effect::form),
        Route::post(effect_path, effect, effect::send),
        Route::get(annul_path, annul, annul::form),
        Route::post(annul_path, annul, annul::send),
        Route::get(thread_path, run, thread::form),
        Route::post(thread_path, run, thread::send),
    ]
}

fn contributions() -> Vec<Route> {
    let keep = Access::Needs(Action::ManageContributions);
    let base = "/lam-viec/quyet-dinh/{number}/dong-gop";
    let receive = "/lam-viec/quyet-dinh/{number}/dong-gop/thu";
    let spend = "/lam-viec/quyet-dinh/{number}/dong-gop/chi";
    let pledge = "/lam-viec/quyet-dinh/{number}/dong-gop/muc";
    let void = "/lam-viec/quyet-dinh/{number}/dong-gop/huy";
    vec![
        Route::get(base, keep, account::show),
        Route::post(base, keep, account::open),
        Route::get(receive, keep, receive::form),
        Route::post(receive, keep, receive::send),
        Route::get(spend, keep, spend::form),
        Route::post(spend, keep, spend::send),
        Route::get(pledge, keep, pledge::form),
        Route::post(pledge, keep, pledge::send),
        Route::get(void, keep, void::form),
        Route::post(void, keep, void::send),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/dong-gop/bien-nhan/{receipt}",
            keep,
            account::receipt,
        ),
        Route::get(
            "/lam-viec/quyet-dinh/{number}/dong-gop/chung-tu/{expense}",
            Access::Needs(Action::ReadVouchers),
            account::voucher,
        ),
    ]
}

fn numbers() -> Vec<Route> {
    let export = Access::Needs(Action::ExportStatistics);
    vec![
        Route::get("/lam-viec/quyet-dinh/thong-ke", export, statistics::show),
        Route::get(
            "/lam-viec/quyet-dinh/thong-ke.xlsx",
            export,
            statistics::workbook,
        ),
    ]
}
