//! A whole data set is sent as it is read: in parts, by key, and no further than somebody takes it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dinh_domain::ids::UnitId;
use dinh_domain::units::{Unit, UnitKind};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::site::{Site, site};

/// More rows than are ever read at once.
const ROWS: usize = 50_000;
/// A part of a thousand rows is not larger than this.
const PART: usize = 700_000;

/// The units of the city, and many more.
async fn many() -> Site {
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    let mut tx = site.platform.store.write().await.expect("the seat");
    for number in 1..=ROWS {
        let id = UnitId(Uuid::from_u128(1_000_000 + number as u128));
        let unit = Unit {
            slug: format!("ap-thu-{number:06}"),
            sample: true,
            ..Unit::named(id, UnitKind::Village, &format!("Ấp Thử {number}"))
        };
        dinh_store::units::add(&mut tx, &unit)
            .await
            .expect("a unit");
    }
    tx.commit().await.expect("commit");
    site
}

async fn ask(site: &Site, path: &str) -> axum::response::Response {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    site.router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer")
}

#[tokio::test]
async fn fifty_thousand_rows_are_sent_in_parts_and_each_row_once() {
    let site = many().await;
    for (path, lines_before) in [
        ("/du-lieu-mo/don-vi.jsonl", 0),
        ("/du-lieu-mo/don-vi.csv?tat-ca=1", 1),
    ] {
        let answer = ask(&site, path).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let mut body = answer.into_body();
        let (mut lines, mut parts, mut largest) = (0, 0, 0);
        let mut seen = std::collections::BTreeSet::new();
        while let Some(frame) = body.frame().await {
            let part = frame.expect("a part").into_data().expect("data");
            parts += 1;
            largest = largest.max(part.len());
            let text = String::from_utf8(part.to_vec()).expect("a part ends with a line");
            for line in text.lines() {
                lines += 1;
                if let Some((_, rest)) = line.split_once("ap-thu-") {
                    seen.insert(rest.chars().take(6).collect::<String>());
                }
            }
        }
        assert_eq!(seen.len(), ROWS, "{path}");
        assert!(
            lines > ROWS + lines_before && parts > 50,
            "{lines} lines in {parts} parts"
        );
        assert!(largest < PART, "{path}: a part of {largest} bytes");
    }
}

#[tokio::test]
async fn nothing_more_is_read_when_the_reader_goes_away() {
    let site = many().await;
    let answer = ask(&site, "/du-lieu-mo/don-vi.jsonl").await;
    let mut body = answer.into_body();
    body.frame().await.expect("a part").expect("a part");
    let made = site.platform.store.statements_made();
    drop(body);
    tokio::task::yield_now().await;
    assert_eq!(site.platform.store.statements_made(), made);
}

#[tokio::test]
async fn a_pressed_stream_is_whole_and_who_has_the_set_gets_nothing() {
    use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
    use tokio::io::AsyncReadExt as _;
    let site = site(&["Dự án cầu Ông Dựa"]).await;
    for path in [
        "/du-lieu-mo/so-cai.jsonl",
        "/du-lieu-mo/cong-khai.csv?tat-ca=1",
        "/du-lieu-mo/nghia-vu.jsonl",
        "/du-lieu-mo/quyet-dinh.jsonl",
    ] {
        let plain = site.get(path).await;
        for coding in ["gzip", "zstd", "br"] {
            let pressed = site.get_with(path, &[("accept-encoding", coding)]).await;
            if pressed.header("content-encoding").is_empty() {
                assert_eq!(pressed.body, plain.body, "{path}");
                continue;
            }
            let mut back = Vec::new();
            match coding {
                "gzip" => {
                    GzipDecoder::new(&*pressed.body)
                        .read_to_end(&mut back)
                        .await
                }
                "zstd" => {
                    ZstdDecoder::new(&*pressed.body)
                        .read_to_end(&mut back)
                        .await
                }
                _ => {
                    BrotliDecoder::new(&*pressed.body)
                        .read_to_end(&mut back)
                        .await
                }
            }
            .expect("whole");
            assert_eq!(back, plain.body, "{path} {coding}");
        }
        let tag = plain.header("etag").to_owned();
        let had = site.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!(had.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}
