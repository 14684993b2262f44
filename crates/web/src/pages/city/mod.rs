//! What the whole city shows to everyone: home, search, documents, the public register,
//! feeds, calendars, open data. Each page is a projection of what is stored and stays
//! within ten statements.

mod about;
mod acts;
mod calendar;
mod data;
mod dictionary;
mod documents;
mod export;
mod feeds;
mod guide;
mod home;
mod ledger;
mod map;
mod narrowing;
mod proof;
mod safety;
mod search;
mod shown;
mod sitemap;
mod stamps;
mod thing;
mod tiles;
mod verifier;

pub(crate) use shown::{hex, moment};
pub(crate) use tiles::{Incompressible, text_answer, tile_answer};

use crate::routes::{Access, Route};

/// The routes of these pages.
pub(crate) fn routes() -> Vec<Route> {
    let public = Access::Public;
    vec![
        Route::get("/", public, home::home),
        Route::get("/gioi-thieu", public, about::about),
        Route::get("/tiep-can", public, about::accessibility),
        Route::get("/an-toan", public, safety::safety),
        Route::get("/tim-kiem", public, search::search),
        Route::get("/van-ban", public, documents::list),
        Route::get("/van-ban/{name}", public, documents::one),
        Route::get("/kiem-chung", public, verifier::verify),
        Route::get("/tu-kiem-tra", public, guide::guide),
        Route::get("/lam-chung", public, guide::witnesses),
        Route::get("/so-cai", public, ledger::browse),
        Route::get("/so-cai/khoa", public, proof::key),
        Route::get("/so-cai/doi-tuong/{thing}", public, thing::chain),
        Route::get("/so-cai/{name}", public, proof::entry),
        Route::get(
            "/so-cai/{position}/noi-dung/{place}",
            public,
            proof::content,
        ),
        Route::get("/so-cong-khai", public, tiles::door),
        Route::get("/so-cong-khai/checkpoint", public, tiles::checkpoint),
        Route::get("/so-cong-khai/checkpoints/{*path}", public, tiles::heads),
        Route::get("/so-cong-khai/policy", public, tiles::trust),
        Route::get("/so-cong-khai/tile/{*path}", public, tiles::tile),
        Route::get("/so-cong-khai/dau-thoi-gian/{name}", public, stamps::stamp),
        Route::get("/feed.atom", public, feeds::city),
        Route::get("/don-vi/{slug}/feed.atom", public, feeds::unit),
        Route::get("/don-vi/{slug}/lich.ics", public, calendar::unit),
        Route::get("/robots.txt", public, sitemap::robots),
        Route::get("/sitemap.xml", public, sitemap::index),
        Route::get("/sitemap/{page}", public, sitemap::part),
        Route::get("/du-lieu-mo", public, data::dictionary),
        Route::get("/du-lieu-mo/{name}", public, data::file),
    ]
}
