//! The pages of the city, its feeds, data and API.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::site::{Site, site};

pub const PAGES: &[&str] = &[
    "/",
    "/tim-kiem",
    "/tim-kiem?q=cau+ong+dua&muc=11.3&tinh-trang=on_time&tu=2026-11-01&den=2026-11-30",
    "/van-ban",
    "/van-ban/to-trinh-356-ttr-ubnd",
    "/van-ban/du-thao-nghi-quyet-dan-chu-o-co-so-2025-2030",
    "/so-cai",
    "/so-cai?don-vi=phuong-cai-khe",
    "/so-cai?don-vi=cai+khe&linh-vuc=disclosure&tu=2026-11-01&den=30%2F11%2F2026",
    "/so-cai?den=2026-11-23&truoc=2",
    "/so-cai/0",
    "/tu-kiem-tra",
    "/lam-chung",
    "/an-toan",
    "/du-lieu-mo",
    "/api",
];

pub const FILES: &[&str] = &[
    "/van-ban/to-trinh-356-ttr-ubnd.txt",
    "/van-ban/to-trinh-356-ttr-ubnd.pdf",
    "/so-cai/0.dinh.json",
    "/so-cai/0.tlog-proof",
    "/so-cai/0/noi-dung/0",
    "/so-cong-khai/checkpoint",
    "/so-cong-khai/policy",
    "/so-cong-khai/tile/0/000.p/1",
    "/so-cong-khai/tile/entries/000.p/1",
    "/so-cai/khoa",
    "/kiem-chung",
    "/feed.atom",
    "/don-vi/phuong-cai-khe/feed.atom",
    "/don-vi/phuong-cai-khe/lich.ics",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/0.xml",
    "/sitemap/1.xml",
    "/du-lieu-mo/don-vi.csv",
    "/du-lieu-mo/nghia-vu.json",
    "/du-lieu-mo/cong-khai.csv?bom=1",
    "/du-lieu-mo/quyet-dinh.csv",
    "/du-lieu-mo/quyet-dinh.json",
    "/du-lieu-mo/so-cai.json",
    "/api/v1/openapi.json",
    "/api/v1/units",
    "/api/v1/units/phuong-cai-khe",
    "/api/v1/units/phuong-cai-khe/duties",
    "/api/v1/publications",
    "/api/v1/publications/1",
    "/api/v1/decisions",
    "/api/v1/register/checkpoint",
    "/api/v1/register/entries/0",
    "/api/v1/register/entries/0/proof",
    "/api/v1/law/catalogue?kind=commune&on=2026-02-12",
    "/api/v1/law/due?rule=11.3:projects&kind=commune&event=decision_issued%3D2026-02-12",
];

async fn small() -> Site {
    site(&["Dự án cầu Ông Dựa", "Dự án chợ mới"]).await
}

#[tokio::test]
async fn every_page_answers_in_both_languages_within_ten_statements() {
    let site = small().await;
    // The first search builds the index; that is not the cost of a page.
    site.get("/tim-kiem?q=a").await;
    for path in PAGES {
        let join = if path.contains('?') { '&' } else { '?' };
        for address in [(*path).to_owned(), format!("{path}{join}lang=en")] {
            let before = site.platform.store.statements_made();
            let answer = site.get(&address).await;
            let made = site.platform.store.statements_made() - before;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(made <= 10, "{address} made {made} statements");
            let text = answer.text();
            assert!(text.contains("<h1"), "{address}");
            for key in ["city-", "register-", "site-"] {
                let shown = text.split(['>', '"']).any(|part| part.starts_with(key));
                assert!(!shown, "{address} shows a key of the texts: {key}");
            }
        }
    }
}

#[tokio::test]
async fn every_file_and_api_route_answers_within_ten_statements() {
    let site = small().await;
    for path in FILES {
        let before = site.platform.store.statements_made();
        let answer = site.get(path).await;
        let made = site.platform.store.statements_made() - before;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        assert!(made <= 10, "{path} made {made} statements");
    }
}

#[tokio::test]
async fn the_city_page_shows_every_unit_on_the_map_and_in_the_table() {
    let site = small().await;
    let text = site.get("/").await.text();
    assert_eq!(text.matches("class=\"dinh-area").count(), 103);
    assert_eq!(text.matches("<th scope=\"row\"").count(), 103);
    assert!(text.contains("Dự án cầu Ông Dựa"));
    assert!(text.contains("Tờ trình dự thảo Nghị quyết"));
}

#[tokio::test]
async fn a_reader_who_has_the_page_gets_it_only_when_it_changed() {
    let site = small().await;
    for path in [
        "/",
        "/so-cai",
        "/feed.atom",
        "/van-ban/to-trinh-356-ttr-ubnd",
    ] {
        let first = site.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let again = site.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[tokio::test]
async fn a_public_page_is_made_once_for_its_version_and_language() {
    let site = small().await;
    for path in ["/", "/?lang=en"] {
        let first = site.get(path).await;
        let before = site.platform.store.statements_made();
        let second = site.get(path).await;
        let made = site.platform.store.statements_made() - before;
        assert_eq!(made, 0, "{path} made {made} statements");
        assert_eq!(first.body, second.body, "{path}");
        for header in ["etag", "content-type", "cache-control", "vary"] {
            assert_eq!(first.header(header), second.header(header), "{path}");
        }
    }
    let english = site.get("/?lang=en").await.text();
    assert!(english.contains("lang=\"en\""), "{english}");
    site.publish_more("Dự án nạo vét kênh Bún Xáng", "9/QĐ-UBND")
        .await;
    let text = site.get("/").await.text();
    assert!(text.contains("kênh Bún Xáng"), "a new act makes a new page");
}

#[tokio::test]
async fn a_duty_that_an_officer_opens_is_seen_though_the_register_has_no_entry_of_it() {
    let site = small().await;
    for path in ["/", "/don-vi/phuong-cai-khe"] {
        let first = site.get(path).await;
        let tag = first.header("etag").to_owned();
        site.open("Dự án mở sau").await;
        let again = site.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!(again.status, StatusCode::OK, "{path}");
        assert_ne!(again.header("etag"), tag, "{path}");
    }
}

#[tokio::test]
async fn an_old_name_leads_to_the_unit_of_today_and_nothing_typed_is_markup() {
    let site = small().await;
    let text = site.get("/tim-kiem?q=an+hoa").await.text();
    assert!(text.contains("href=\"/don-vi/phuong-cai-khe\""));
    let text = site
        .get("/tim-kiem?q=%3Cscript%3Ealert(1)%3C/script%3E")
        .await
        .text();
    assert!(!text.contains("<script>alert"));
}

#[tokio::test]
async fn the_article_of_a_document_has_its_own_address() {
    let site = small().await;
    let text = site
        .get("/van-ban/du-thao-nghi-quyet-dan-chu-o-co-so-2025-2030")
        .await
        .text();
    for anchor in ["dieu-2-khoan-4", "dieu-3-khoan-1-diem-a", "dieu-6"] {
        assert_eq!(
            text.matches(&format!("id=\"{anchor}\"")).count(),
            1,
            "{anchor}"
        );
    }
    assert!(text.contains("href=\"#dieu-3\""));
}

#[tokio::test]
async fn a_receipt_from_the_page_is_accepted_offline() {
    let site = small().await;
    let receipt = site.get("/so-cai/0.dinh.json").await.text();
    let key = site.get("/so-cai/khoa").await.text();
    let receipt: dinh_register::Receipt = serde_json::from_str(&receipt).expect("a receipt");
    let key: dinh_register::VerifierKey =
        dinh_register::VerifierKey::parse(key.trim()).expect("a key");
    let content = site.get("/so-cai/0/noi-dung/0").await;
    let policy = dinh_register::Policy::of_logs([key]);
    dinh_register::receipt::verify(&receipt, &policy, &[("to-trinh.txt", &content.body)])
        .expect("accepted");
    let page = site.get("/so-cai/0").await.text();
    assert!(page.contains("Chưa được chứng kiến: chỉ có thành phố ký"));
}

#[tokio::test]
async fn sealed_contents_and_entries_that_are_not_there_are_not_found() {
    let site = small().await;
    for path in [
        "/so-cai/999999",
        "/so-cai/-1",
        "/so-cai/abc",
        "/so-cai/0/noi-dung/9",
        "/so-cai/doi-tuong/abc",
        "/so-cai/doi-tuong/00000000-0000-0000-0000-000000000000",
        "/van-ban/khong-co",
        "/du-lieu-mo/khac.csv",
        "/sitemap/9.xml",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Whether every element is closed by its own name.
fn is_well_formed(text: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for part in text.split('<').skip(1) {
        let Some((tag, _)) = part.split_once('>') else {
            return false;
        };
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(_) => return false,
            None => open.push(name),
        }
    }
    open.is_empty()
}

#[tokio::test]
async fn feeds_and_sitemaps_are_well_formed_and_say_when_things_changed() {
    let site = small().await;
    for path in [
        "/feed.atom",
        "/don-vi/phuong-cai-khe/feed.atom",
        "/sitemap.xml",
        "/sitemap/0.xml",
        "/sitemap/1.xml",
    ] {
        assert!(is_well_formed(&site.get(path).await.text()), "{path}");
    }
    let feed = site.get("/feed.atom").await.text();
    assert_eq!(feed.matches("<entry>").count(), 2);
    assert!(feed.contains("<updated>2026-11-23T02:00:00Z</updated>"));
    assert!(feed.contains("&amp; và &lt;thẻ&gt;"));
    assert_eq!(feed, site.get("/feed.atom").await.text());
}

#[tokio::test]
async fn the_calendar_keeps_to_its_standard() {
    let site = small().await;
    let text = site.get("/don-vi/phuong-cai-khe/lich.ics").await.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
    let uids: BTreeSet<&str> = text
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .collect();
    assert_eq!(uids.len(), 2);
}

#[tokio::test]
async fn the_dictionary_describes_exactly_what_is_exported() {
    let site = small().await;
    let dictionary = site.get("/du-lieu-mo").await.text();
    for set in ["don-vi", "nghia-vu", "cong-khai", "so-cai"] {
        let csv = site.get(&format!("/du-lieu-mo/{set}.csv")).await.text();
        let header: BTreeSet<&str> = csv
            .split("\r\n")
            .next()
            .unwrap_or_default()
            .split(',')
            .collect();
        let json = site.get(&format!("/du-lieu-mo/{set}.json")).await.json();
        let row = json["data"][0].as_object().expect("a row");
        let keys: BTreeSet<&str> = row.keys().map(String::as_str).collect();
        assert_eq!(header, keys, "{set}");
        let section = dictionary
            .split(&format!("id=\"{set}\""))
            .nth(1)
            .and_then(|rest| rest.split("</table>").next())
            .expect("a table");
        for name in header {
            assert!(
                section.contains(&format!(">{name}</code>")),
                "{set} lacks {name}"
            );
        }
    }
}

#[tokio::test]
async fn lists_of_the_api_go_on_until_everything_was_read_once() {
    let site = small().await;
    let mut next = Some("/api/v1/units".to_owned());
    let mut slugs = Vec::new();
    while let Some(address) = next {
        let page = site.get(&address).await.json();
        let items = page["items"].as_array().expect("items").clone();
        slugs.extend(items.iter().map(|unit| unit["slug"].to_string()));
        next = page["next"].as_str().map(ToOwned::to_owned);
    }
    let all: BTreeSet<&String> = slugs.iter().collect();
    assert_eq!(all.len(), slugs.len());
    assert!(slugs.len() > 400, "{}", slugs.len());
}

#[tokio::test]
async fn the_api_refuses_with_a_stable_code() {
    let site = small().await;
    for (path, status, code) in [
        ("/api/v1/units/khong-co", 404, "not_found"),
        ("/api/v1/publications/abc", 404, "not_found"),
        ("/api/v1/publications?after=abc", 422, "invalid"),
        ("/api/v1/law/catalogue?kind=x", 422, "invalid"),
        (
            "/api/v1/law/due?rule=99.9&kind=commune&event=decision_issued%3D2026-02-12",
            422,
            "invalid",
        ),
        (
            "/api/v1/law/due?rule=11.3:projects&kind=commune&event=decision_issued",
            422,
            "invalid",
        ),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        assert_eq!(answer.json()["code"], code, "{path}");
    }
}
