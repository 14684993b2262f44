//! What every reader gets alike is made once, and never given out when it is not true any more.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use dinh_store::Engine;

use crate::pages::{FILES, PAGES};
use crate::site::{Site, site, sites};

const MORE: &[&str] = &[
    "/don-vi",
    "/don-vi?q=cai+khe",
    "/don-vi/phuong-cai-khe",
    "/don-vi/phuong-cai-khe/ban-va-quyet-dinh",
    "/don-vi/phuong-cai-khe/danh-sach/2026-Q4",
    "/cong-khai",
    "/cong-khai/1",
    "/ban-va-quyet-dinh",
    "/ban-va-quyet-dinh?don-vi=phuong-cai-khe&tinh-trang=open",
    "/gioi-thieu",
    "/tiep-can",
];

fn addresses() -> impl Iterator<Item = &'static str> {
    let all = PAGES.iter().chain(FILES).chain(MORE).copied();
    // Tiles never change and have a room of their own.
    all.filter(|path| !path.contains("/tile/"))
}

async fn statements(site: &Site, path: &str, tag: &str) -> (StatusCode, u64) {
    let before = site.platform.store.statements_made();
    let answer = if tag.is_empty() {
        site.get(path).await
    } else {
        site.get_with(path, &[("if-none-match", tag)]).await
    };
    (
        answer.status,
        site.platform.store.statements_made() - before,
    )
}

#[tokio::test]
async fn what_was_answered_once_costs_no_statement_on_sqlite_and_one_on_postgres() {
    for site in sites(&["Dự án cầu Ông Dựa", "Dự án chợ mới"]).await {
        let most = u64::from(site.platform.store.engine() == Engine::Postgres);
        for path in addresses() {
            let first = site.get(path).await;
            assert_eq!(first.status, StatusCode::OK, "{path}");
            let tag = first.header("etag").to_owned();
            assert!(!tag.is_empty(), "{path} has no tag");
            let cheap = path.ends_with("checkpoint") || path.ends_with("policy");
            if cheap && !path.starts_with("/api") {
                continue;
            }
            let again = statements(&site, path, "").await;
            // Another test of the same server may have committed meanwhile.
            if most == 0 {
                assert_eq!(again, (StatusCode::OK, 0), "{path}");
            }
            let had = statements(&site, path, &tag).await;
            assert_eq!(had.0, StatusCode::NOT_MODIFIED, "{path}");
            assert!(most > 0 || had.1 == 0, "{path}");
            assert_eq!(site.get(path).await.body, first.body, "{path}");
        }
    }
}

#[tokio::test]
async fn what_another_process_or_node_writes_is_seen_at_once() {
    for site in sites(&["Dự án cầu Ông Dựa"]).await {
        let other = site.another_process().await;
        for round in 0..5 {
            for path in [
                "/",
                "/cong-khai",
                "/don-vi/phuong-cai-khe",
                "/api/v1/publications",
                "/feed.atom",
            ] {
                site.get(path).await;
            }
            let title = format!("Dự án của tiến trình khác {round}");
            site.publish_there(&other, &title, &format!("{round}9/QĐ-UBND"))
                .await;
            for path in [
                "/",
                "/cong-khai",
                "/don-vi/phuong-cai-khe",
                "/api/v1/publications",
                "/feed.atom",
            ] {
                let text = site.get(path).await.text();
                assert!(text.contains(&title), "{path} is old");
            }
            let found = site.get("/tim-kiem?q=tien+trinh+khac").await.text();
            let found = found.replace("<mark>", "").replace("</mark>", "");
            assert!(found.contains(&title), "the search is old");
        }
    }
}

#[tokio::test]
async fn a_commit_that_changes_nothing_shown_does_not_make_the_page_anew() {
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    let first = site.get("/cong-khai").await;
    let mut tx = site.platform.store.write().await.expect("the seat");
    dinh_store::settings::save(&mut tx, "kept", "1")
        .await
        .expect("a change");
    tx.commit().await.expect("a commit");
    let (status, made) = statements(&site, "/cong-khai", "").await;
    assert!(status == StatusCode::OK && made <= 2, "{made}");
    assert_eq!(statements(&site, "/cong-khai", "").await.1, 0);
    assert_eq!(site.get("/cong-khai").await.body, first.body);
}

#[tokio::test]
async fn each_coding_gives_the_same_page_and_the_tag_of_it() {
    use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
    use tokio::io::AsyncReadExt as _;
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    let plain = site.get("/").await;
    assert_eq!(plain.header("content-encoding"), "");
    for (asked, coding) in [
        ("gzip", "gzip"),
        ("zstd, gzip", "zstd"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, *;q=0.1", "zstd"),
    ] {
        for _ in 0..2 {
            let answer = site.get_with("/", &[("accept-encoding", asked)]).await;
            assert_eq!(answer.header("content-encoding"), coding, "{asked}");
            assert!(
                answer
                    .headers
                    .get_all("vary")
                    .iter()
                    .any(|value| value == "accept-encoding")
            );
            assert_eq!(answer.header("etag"), plain.header("etag"));
            assert!(answer.body.len() * 3 < plain.body.len(), "{asked}");
            let mut page = Vec::new();
            match coding {
                "gzip" => GzipDecoder::new(&*answer.body).read_to_end(&mut page).await,
                "zstd" => ZstdDecoder::new(&*answer.body).read_to_end(&mut page).await,
                _ => {
                    BrotliDecoder::new(&*answer.body)
                        .read_to_end(&mut page)
                        .await
                }
            }
            .expect("whole");
            assert_eq!(page, plain.body, "{asked}");
        }
    }
    for asked in ["identity;q=0", "*;q=0"] {
        let refused = site.get_with("/", &[("accept-encoding", asked)]).await;
        assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE, "{asked}");
    }
    let plain_again = site
        .get_with("/", &[("accept-encoding", "gzip;q=0, identity")])
        .await;
    assert_eq!(plain_again.body, plain.body);
}

#[tokio::test]
async fn only_the_head_of_a_kept_page_is_sent_to_whoever_asks_for_the_head() {
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    let page = site.get("/cong-khai").await;
    for _ in 0..2 {
        let request = Request::builder().method(Method::HEAD).uri("/cong-khai");
        let head = site
            .send(request.body(Body::empty()).expect("a request"))
            .await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.body.is_empty());
        assert_eq!(head.header("etag"), page.header("etag"));
    }
}

#[tokio::test]
async fn a_publication_that_is_kept_shows_another_day_on_the_next_day() {
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    let first = site.get("/don-vi/phuong-cai-khe/lich.ics").await;
    site.clock
        .set(dinh_service::clock::start_of(jiff::civil::date(
            2026, 11, 24,
        )));
    let next = site.get("/don-vi/phuong-cai-khe/lich.ics").await;
    assert_ne!(first.header("etag"), next.header("etag"));
}
